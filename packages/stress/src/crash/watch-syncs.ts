// Loaded into a server before its own code (`node --import`): notes how much of each .aof file was forced to the disk, so
// that a power cut can be played after kill -9, which by itself loses nothing that the kernel has. Knows no stage;
// promises of `node:fs/promises` are not watched.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { SYNC_NOTES } from './power-cut.ts';

const directory = process.argv[process.argv.indexOf('--dir') + 1] as string;
const notes = fs.openSync(path.join(directory, SYNC_NOTES), 'a');
const names = new Map<number, string>();
/** By file: bytes known to be on the disk. A sync that began early may end late, and tells of less. */
const synced = new Map<string, number>();
const { openSync, closeSync, ftruncateSync, fstatSync, writeSync } = fs;
const { fsyncSync, fdatasyncSync, fsync, fdatasync } = fs;

/** Bytes of a watched file at this moment. */
function sizeOf(fd: number): number | undefined {
  return names.has(fd) ? fstatSync(fd).size : undefined;
}

function note(fd: number, lengthBytes: number | undefined): void {
  const name = names.get(fd);
  if (name === undefined || lengthBytes === undefined) return;
  if (lengthBytes <= (synced.get(name) ?? -1)) return;
  synced.set(name, lengthBytes);
  writeSync(notes, `${lengthBytes} ${name}\n`);
}

type Sync = (fd: number) => void;
type SyncLater = (fd: number, done: (error: NodeJS.ErrnoException | null) => void) => void;

const watched =
  (sync: Sync): Sync =>
  (fd) => {
    const lengthBytes = sizeOf(fd);
    sync(fd);
    note(fd, lengthBytes);
  };

/** What counts is the length when it began, once it has ended. */
const watchedLater =
  (sync: SyncLater): SyncLater =>
  (fd, done) => {
    const lengthBytes = sizeOf(fd);
    sync(fd, (error) => {
      if (error === null) note(fd, lengthBytes);
      done(error);
    });
  };

/** What a file holds when it is opened survived the last cut: it is on the disk. */
const opened: typeof openSync = (file, flags, mode) => {
  const fd = openSync(file, flags, mode);
  names.delete(fd);
  if (flags !== 'r' && String(file).endsWith('.aof')) {
    const name = path.basename(String(file));
    names.set(fd, name);
    synced.delete(name);
    note(fd, sizeOf(fd));
  }
  return fd;
};

/** What is cut off is gone from the disk as well, sooner or later: from then on less is known. */
const truncated: typeof ftruncateSync = (fd, lengthBytes) => {
  ftruncateSync(fd, lengthBytes);
  const name = names.get(fd) ?? '';
  const known = synced.get(name);
  synced.delete(name);
  if (known !== undefined) note(fd, Math.min(known, lengthBytes ?? 0));
};

const closed: typeof closeSync = (fd) => {
  names.delete(fd);
  closeSync(fd);
};

Object.assign(fs, {
  openSync: opened,
  closeSync: closed,
  ftruncateSync: truncated,
  fsyncSync: watched(fsyncSync),
  fdatasyncSync: watched(fdatasyncSync),
  fsync: watchedLater(fsync),
  fdatasync: watchedLater(fdatasync),
});
syncBuiltinESMExports();

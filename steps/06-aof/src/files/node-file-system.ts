// The disk through Node: synchronous calls, so that a turn's log is on its way before the turn's replies are.

import fs from 'node:fs';
import path from 'node:path';
import { supported, tryLock } from '@byor/libc';
import {
  type AppendFile,
  type Disk,
  diskError,
  type FileSystem,
  type ReadFile,
  reading,
} from './file-system.ts';

/** Directories by path, relative to where the program was started. */
export const nodeDisk: Disk = { open: (root) => new NodeFileSystem(root) };

export class NodeFileSystem implements FileSystem {
  readonly root: string;

  constructor(root: string) {
    this.root = path.resolve(root);
  }

  makeDirectory(name: string): void {
    fs.mkdirSync(this.#at(name), { recursive: true });
  }

  list(name: string): string[] {
    return this.size(name) === undefined ? [] : reading(name, () => fs.readdirSync(this.#at(name)));
  }

  size(name: string): number | undefined {
    return reading(name, () => fs.statSync(this.#at(name), { throwIfNoEntry: false })?.size);
  }

  openToRead(name: string): ReadFile {
    const fd = reading(name, () => fs.openSync(this.#at(name), 'r'));
    return {
      read: (into, start) =>
        reading(name, () => fs.readSync(fd, into, start, into.length - start, null)),
      close: () => reading(name, () => fs.closeSync(fd)),
    };
  }

  openToAppend(name: string): AppendFile {
    return new NodeAppendFile(this.#at(name));
  }

  rename(from: string, to: string): void {
    fs.renameSync(this.#at(from), this.#at(to));
  }

  /**
   * The name goes at once. The space of the file goes with its last descriptor, which another thread closes: for a large
   * file that takes tens of milliseconds.
   */
  remove(name: string): void {
    const fd = fs.openSync(this.#at(name), 'r');
    try {
      fs.unlinkSync(this.#at(name));
    } finally {
      fs.close(fd, () => {});
    }
  }

  /** Windows has no such call: there NTFS keeps a journal of its directories. */
  syncDirectory(name: string): void {
    if (process.platform === 'win32') return;
    const fd = fs.openSync(this.#at(name), 'r');
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  }

  /**
   * The kernel's own lock on the directory, gone with the process however that ends. Where there are no system calls
   * (Windows), a file with the number of the process that holds it: whoever is dead holds nothing.
   */
  lock(name: string): () => void {
    if (!supported) return lockByFile(path.join(this.#at(name), 'lock'));
    const fd = fs.openSync(this.#at(name), 'r');
    if (tryLock(fd)) return () => fs.closeSync(fd);
    fs.closeSync(fd);
    throw busy(this.#at(name));
  }

  #at(name: string): string {
    return path.join(this.root, name);
  }
}

class NodeAppendFile implements AppendFile {
  readonly #fd: number;
  /** For syncs beside the thread: the kernel tells each descriptor of a failure, once. */
  readonly #beside: number;
  /** Syncs that other threads are busy with. */
  #syncs = 0;
  #closed = false;

  constructor(path: string) {
    this.#fd = fs.openSync(path, 'a');
    try {
      this.#beside = fs.openSync(path, 'r+');
    } catch (error) {
      fs.closeSync(this.#fd);
      throw error;
    }
  }

  write(bytes: Uint8Array): number {
    return fs.writeSync(this.#fd, bytes);
  }

  sync(): void {
    fs.fdatasyncSync(this.#fd);
  }

  syncLater(done: (error: Error | undefined) => void): void {
    this.#later(this.#beside, (error) => {
      if (error !== null && !this.#closed) this.#later(this.#fd, () => {}); // it is told now: not again when all is well
      done(error ?? undefined);
    });
  }

  #later(fd: number, done: (error: Error | null) => void): void {
    this.#syncs++;
    fs.fdatasync(fd, (error) => {
      this.#syncs--;
      if (this.#closed) this.#release();
      done(error);
    });
  }

  truncate(lengthBytes: number): void {
    fs.ftruncateSync(this.#fd, lengthBytes);
  }

  /** Waits for the last sync that another thread is busy with: the descriptor's number may be given out again at once. */
  close(): void {
    this.#closed = true;
    this.#release();
  }

  #release(): void {
    if (this.#syncs > 0) return;
    fs.closeSync(this.#fd);
    fs.closeSync(this.#beside);
  }
}

function lockByFile(file: string): () => void {
  const holder = Number.parseInt(fs.existsSync(file) ? fs.readFileSync(file, 'latin1') : '', 10);
  if (holder > 0 && holder !== process.pid && isAlive(holder)) throw busy(file);
  fs.writeFileSync(file, String(process.pid));
  return () => fs.rmSync(file, { force: true });
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0); // sends nothing
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function busy(what: string): Error {
  return diskError('EBUSY', `${what} is in use by another process`);
}

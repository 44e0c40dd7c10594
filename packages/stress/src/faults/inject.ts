// Loaded into a server before its own code (`node --import`): makes its disk fail, its syncs hang and its wall clock step, as the
// file of ./control.ts says; SIGUSR2 has it read again. Knows no stage. Standard streams are left alone.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { constants } from 'node:os';
import { confirm, type Faults, readFaults } from './control.ts';

const directory = process.argv[process.argv.indexOf('--dir') + 1] as string;
const { openSync, writeSync, renameSync, unlinkSync, mkdirSync } = fs;
const { fdatasyncSync, fdatasync, fsyncSync, fsync } = fs;
const realNow = Date.now;
let faults: Faults = readFaults(directory);
const waiting: (() => void)[] = [];

process.on('SIGUSR2', () => {
  take(readFaults(directory));
  confirm(directory);
});

function take(next: Faults): void {
  faults = next;
  if (!faults.syncsHang) for (const goOn of waiting.splice(0)) goOn();
}

/** Only what the server keeps in its directory is on that disk. */
function check(call: string, path: unknown): void {
  const { disk } = faults;
  if (disk === undefined || !String(path).startsWith(`${directory}/`)) return;
  const errno = -(constants.errno[disk] as number);
  throw Object.assign(new Error(`${disk}: injected, ${call} '${path}'`), { code: disk, errno });
}

const paths = new Map<number, string>();

const opened: typeof openSync = (file, flags, mode) => {
  if (flags !== 'r' && (faults.disk === 'EROFS' || !fs.existsSync(file))) check('open', file);
  const fd = openSync(file, flags, mode);
  paths.set(fd, String(file));
  return fd;
};

const written = (fd: number, ...rest: unknown[]): number => {
  check('write', paths.get(fd));
  return (writeSync as (...args: unknown[]) => number)(fd, ...rest);
};

const checked =
  <Args extends readonly unknown[], Result>(name: string, call: (...args: Args) => Result) =>
  (...args: Args): Result => {
    check(name, args[0]);
    return call(...args);
  };

/** The thread stands still, as it does in the kernel. Nobody can tell it anything meanwhile: it looks by itself. */
const hanging = (sync: (fd: number) => void) => (fd: number) => {
  while (faults.syncsHang && paths.get(fd)?.startsWith(`${directory}/`)) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    faults = readFaults(directory);
  }
  sync(fd);
};

type Later = (fd: number, done: (error: NodeJS.ErrnoException | null) => void) => void;
const hangingLater =
  (sync: Later): Later =>
  (fd, done) => {
    if (faults.syncsHang) waiting.push(() => sync(fd, done));
    else sync(fd, done);
  };

Object.assign(fs, {
  openSync: opened,
  writeSync: written,
  renameSync: checked('rename', renameSync),
  unlinkSync: checked('unlink', unlinkSync),
  mkdirSync: checked('mkdir', mkdirSync),
  fdatasyncSync: hanging(fdatasyncSync),
  fsyncSync: hanging(fsyncSync),
  fdatasync: hangingLater(fdatasync as Later),
  fsync: hangingLater(fsync as Later),
});
syncBuiltinESMExports();
Date.now = () => realNow() + (faults.clockMs ?? 0);

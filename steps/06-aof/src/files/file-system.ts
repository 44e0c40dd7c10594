// What the log needs of a disk, and no more. Node's is in node-file-system.ts; one in memory serves pages and tests, and
// one that fails on demand serves tests of every failure. All calls throw a DiskError.

/** A file that only grows. */
export interface AppendFile {
  /** Writes at the end. @returns how many bytes were taken: fewer than given when the disk is nearly full */
  write(bytes: Uint8Array): number;
  /** Returns when everything written is on the disk: fdatasync(2). */
  sync(): void;
  /** The same without holding the thread up. What failed and is not told yet, `sync` tells too. */
  syncLater(done: (error: Error | undefined) => void): void;
  /** Cuts the file to a length in bytes. */
  truncate(lengthBytes: number): void;
  close(): void;
}

/** A file that is read once from front to back. */
export interface ReadFile {
  /** Fills `into` from `start` on. @returns how many bytes were read; 0 at the end */
  read(into: Uint8Array, start: number): number;
  close(): void;
}

/** Paths are relative to the data directory, with `/`. */
export interface FileSystem {
  /** Says where it is, for messages. */
  readonly root: string;
  makeDirectory(path: string): void;
  /** Names in a directory; none when it does not exist. */
  list(path: string): string[];
  /** Length in bytes; undefined when there is no such file. */
  size(path: string): number | undefined;
  openToRead(path: string): ReadFile;
  /** Creates the file if need be. */
  openToAppend(path: string): AppendFile;
  /** Replaces what is there, if anything is: rename(2). */
  rename(from: string, to: string): void;
  remove(path: string): void;
  /** Makes creations, renames and removals in a directory last: fsync(2) of it. */
  syncDirectory(path: string): void;
  /** Nobody else may use the directory meanwhile. @returns how to give it back. @throws Error EBUSY */
  lock(path: string): () => void;
}

/** Where directories come from. */
export interface Disk {
  /** A directory, which need not exist yet. */
  open(root: string): FileSystem;
}

/** An Error as the system calls throw it. */
export interface DiskError extends Error {
  /** `ENOSPC`, `EIO` ... */
  readonly code: string;
  /** The path that could not be looked at, opened to read, or read: what is there is not known then, and may be a log. */
  readonly unreadable?: string;
}

/** What only looks at a path. @throws DiskError that is `unreadable` */
export function reading<T>(path: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    throw Object.assign(error as Error, { unreadable: path });
  }
}

export function diskError(code: string, message: string): DiskError {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

/** As many writes as that takes. @throws DiskError */
export function writeAll(file: AppendFile, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    const count = file.write(written === 0 ? bytes : bytes.subarray(written));
    if (count === 0) throw diskError('ENOSPC', 'nothing more was written');
    written += count;
  }
}

/** What C's strerror says, for messages that clients compare with Redis's. */
export function errorText(error: Error): string {
  const code = (error as Partial<DiskError>).code ?? '';
  return TEXTS[code] ?? error.message;
}

const TEXTS: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EBADF: 'Bad file descriptor',
  EDQUOT: 'Disk quota exceeded',
  EFBIG: 'File too large',
  EINVAL: 'Invalid argument',
  EIO: 'Input/output error',
  ENOENT: 'No such file or directory',
  ENOSPC: 'No space left on device',
  EROFS: 'Read-only file system',
};

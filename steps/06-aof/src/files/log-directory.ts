// The directory of a multi-part log: its manifest, its files, its lock. Invariant: the manifest on the disk always names
// files that are there and that, read in order, give the whole log; it changes by one rename.

import { LogError } from '../log/errors.ts';
import { type AppendFile, type DiskError, type FileSystem, writeAll } from './file-system.ts';
import { Manifest, ManifestError } from './manifest.ts';

export interface LogNames {
  /** appenddirname: the directory within `dir`. */
  readonly directory: string;
  /** appendfilename: what every file's name begins with. */
  readonly prefix: string;
}

export class LogDirectory {
  readonly files: FileSystem;
  readonly #names: LogNames;
  #manifest = new Manifest();
  #isSettled = true;
  #unlock: (() => void) | undefined;

  constructor(files: FileSystem, names: LogNames) {
    this.files = files;
    this.#names = names;
  }

  /** What the manifest on the disk says. */
  get manifest(): Manifest {
    return this.#manifest;
  }

  get prefix(): string {
    return this.#names.prefix;
  }

  /** For messages: the directory as the system knows it. */
  get place(): string {
    return `${this.files.root}/${this.#names.directory}`;
  }

  path(name: string): string {
    return `${this.#names.directory}/${name}`;
  }

  /** Locks the directory and reads its manifest, or makes a first, empty one. @throws LogError */
  open(): void {
    this.files.makeDirectory(this.#names.directory);
    this.#lock();
    try {
      this.#read();
    } catch (error) {
      this.close();
      if (!(error instanceof ManifestError)) throw error;
      throw new LogError(`${this.place}/${this.#manifestName}: ${error.message}`, { cause: error });
    }
  }

  close(): void {
    this.#unlock?.();
    this.#unlock = undefined;
  }

  /** Puts another manifest in the place of the one on the disk, at once and for good; all that it names is there already. @throws Error */
  store(manifest: Manifest): void {
    const temporary = this.path(`temp-${this.#manifestName}`);
    if (this.files.size(temporary) !== undefined) this.files.remove(temporary);
    const file = this.files.openToAppend(temporary);
    try {
      writeAll(file, new TextEncoder().encode(manifest.toString() || EMPTY));
      file.sync();
    } finally {
      file.close();
    }
    this.syncNames(); // the files that it names, before it names them
    this.files.rename(temporary, this.path(this.#manifestName));
    this.#manifest = manifest; // even if what follows fails: whoever reads it now reads this one
    this.#isSettled = false;
    this.settle();
  }

  /** Makes the last rename last, if that has not succeeded yet. No sync of a file is worth more than this. @throws Error */
  settle(): void {
    if (this.#isSettled) return;
    this.syncNames();
    this.#isSettled = true;
  }

  /** The names of all files in it are on the disk when this returns. @throws Error */
  syncNames(): void {
    this.files.syncDirectory(this.#names.directory);
  }

  /** A new file; what may be left of it from a run that ended too early goes first. */
  create(name: string): AppendFile {
    this.#bringBack();
    const path = this.path(name);
    if (this.files.size(path) !== undefined) this.files.remove(path);
    return this.files.openToAppend(path);
  }

  /** Cuts a file for good. @throws Error */
  truncate(name: string, lengthBytes: number): void {
    const file = this.files.openToAppend(this.path(name));
    try {
      file.truncate(lengthBytes);
      file.sync();
    } finally {
      file.close();
    }
  }

  /** A directory that somebody removed is made again, as Redis does: the next rewrite makes the log whole. @throws LogError */
  #bringBack(): void {
    if (this.files.size(this.path(this.#manifestName)) !== undefined) return;
    this.files.makeDirectory(this.#names.directory);
    this.close(); // that lock was on the directory that is gone
    this.#lock();
  }

  /** Bytes of all files that are replayed. */
  get sizeBytes(): number {
    return this.#sizeOf(this.#manifest.files.map(({ name }) => name));
  }

  #sizeOf(names: readonly string[]): number {
    return names.reduce((sum, name) => sum + (this.files.size(this.path(name)) ?? 0), 0);
  }

  /** Removes what the log no longer needs: the history, and what a rewrite left that did not come to its end. */
  removeStrays(): void {
    const named = new Set(this.#manifest.files.map(({ name }) => name));
    const history = new Set(this.#manifest.history.map(({ name }) => name)); // under whatever name: Redis's first base has its own
    for (const name of this.files.list(this.#names.directory)) {
      const isStray = history.has(name) || this.#isOurs(name);
      if (isStray && !named.has(name)) this.files.remove(this.path(name));
    }
    // Last: a file that is forgotten before it is removed stays for ever.
    if (history.size > 0) this.store(this.#manifest.withoutHistory());
  }

  get #manifestName(): string {
    return `${this.prefix}.manifest`;
  }

  #isOurs(name: string): boolean {
    const { prefix } = this;
    return (
      name === `temp-${this.#manifestName}` ||
      (name.startsWith(`${prefix}.`) &&
        /^\d+\.(base|incr)\.(aof|rdb)$/.test(name.slice(prefix.length + 1)))
    );
  }

  #lock(): void {
    try {
      this.#unlock = this.files.lock(this.#names.directory);
    } catch (error) {
      if ((error as DiskError).code !== 'EBUSY') throw error;
      throw new LogError(
        `${this.place} is in use by another server. Stop that one first, or choose another directory (--dir).`,
        { cause: error },
      );
    }
  }

  #read(): void {
    const path = this.path(this.#manifestName);
    if (this.files.size(path) !== undefined) {
      this.#manifest = Manifest.parse(readText(this.files, path));
      return;
    }
    const strays = this.files.list(this.#names.directory).filter((name) => this.#isOurs(name));
    if (this.#sizeOf(strays.filter((name) => !name.startsWith('temp-'))) > 0) {
      throw new LogError(
        `${this.place} holds files of a log but no ${this.#manifestName}, which says how they belong together. ` +
          'Put it back, or move the files away to begin with an empty log.',
      );
    }
    if ((this.files.size(this.prefix) ?? 0) > 0) {
      throw new LogError(
        `${this.files.root}/${this.prefix} is a log from before Redis 7. Let redis-server 7 start on it once, which ` +
          'turns it into a directory; or move it away to begin with an empty log.',
      );
    }
    this.store(new Manifest());
  }
}

/** A manifest that names nothing yet. */
const EMPTY = '# an empty log\n';

/** A small file as text. */
export function readText(files: FileSystem, path: string): string {
  const bytes = new Uint8Array(files.size(path) ?? 0);
  const file = files.openToRead(path);
  try {
    for (let at = 0; at < bytes.length; ) {
      const count = file.read(bytes, at);
      if (count === 0) break;
      at += count;
    }
  } finally {
    file.close();
  }
  return new TextDecoder().decode(bytes);
}

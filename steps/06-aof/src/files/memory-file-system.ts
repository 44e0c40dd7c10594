// A disk in memory, for pages and tests. It knows what would be left after a power cut: of a file what was synced, of a
// directory what was synced of it. Invariant: what an inode holds below `syncedBytes` is durable, unless it was cut since.

import { allocate } from '@byor/05-expiry/core';
import {
  type AppendFile,
  type Disk,
  diskError,
  type FileSystem,
  type ReadFile,
  reading,
} from './file-system.ts';

/** A file apart from its name, as on a real disk. */
class Inode {
  bytes = allocate(1024);
  length = 0;
  syncedBytes = 0;
  /** What a sync put on the disk and a truncation has not taken away from there yet. */
  cut: Uint8Array | undefined;
  /** How much syncs that run beside will have saved: what was there when they began, and is there still. */
  readonly #underWay = new Set<{ lengthBytes: number }>();

  append(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.bytes.length) {
      const grown = allocate(2 * (this.length + bytes.length));
      grown.set(this.content());
      this.bytes = grown;
    }
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  truncate(lengthBytes: number): void {
    if (lengthBytes < this.syncedBytes)
      this.cut ??= new Uint8Array(this.bytes.subarray(0, this.syncedBytes));
    this.syncedBytes = Math.min(this.syncedBytes, lengthBytes);
    this.length = lengthBytes;
    for (const sync of this.#underWay) sync.lengthBytes = Math.min(sync.lengthBytes, lengthBytes);
  }

  sync(): void {
    this.syncedBytes = this.length;
    this.cut = undefined;
  }

  /** @returns how it ends */
  beginSync(): () => void {
    const { cut } = this;
    const sync = { lengthBytes: this.length };
    this.#underWay.add(sync);
    return () => {
      this.#underWay.delete(sync);
      this.syncedBytes = Math.max(this.syncedBytes, sync.lengthBytes);
      if (this.cut === cut) this.cut = undefined;
    };
  }

  content(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** What the disk has of it if only what had to be there is. */
  durable(): Inode {
    const left = new Inode();
    left.append(this.cut ?? this.bytes.subarray(0, this.syncedBytes));
    left.sync();
    return left;
  }

  /** What the disk has of it if all that was written has reached it. */
  whole(): Inode {
    const left = new Inode();
    left.append(this.content());
    left.sync();
    return left;
  }
}

export class MemoryFileSystem implements FileSystem, Disk {
  readonly root = 'memory';
  #files = new Map<string, Inode>();
  /** What the disk knows of each directory. */
  #durableNames = new Map<string, Inode>();
  readonly #locks = new Set<string>();

  open(): FileSystem {
    return this;
  }

  makeDirectory(): void {} // a path with a `/` in it is enough

  list(path: string): string[] {
    const prefix = `${path}/`;
    return [...this.#files.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  }

  size(path: string): number | undefined {
    return this.#files.get(path)?.length;
  }

  openToRead(path: string): ReadFile {
    const inode = reading(path, () => this.#existing(path));
    let position = 0;
    return {
      read: (into, start) => {
        const end = Math.min(inode.length, position + into.length - start);
        into.set(inode.bytes.subarray(position, end), start);
        const count = end - position;
        position = end;
        return count;
      },
      close: () => {},
    };
  }

  openToAppend(path: string): AppendFile {
    let inode = this.#files.get(path);
    if (inode === undefined) {
      inode = new Inode();
      this.#files.set(path, inode);
    }
    return new MemoryFile(inode);
  }

  rename(from: string, to: string): void {
    this.#files.set(to, this.#existing(from));
    this.#files.delete(from);
  }

  remove(path: string): void {
    this.#existing(path);
    this.#files.delete(path);
  }

  syncDirectory(path: string): void {
    const inside = (name: string) => name.startsWith(`${path}/`);
    for (const name of this.#durableNames.keys()) if (inside(name)) this.#durableNames.delete(name);
    for (const [name, inode] of this.#files) if (inside(name)) this.#durableNames.set(name, inode);
  }

  lock(path: string): () => void {
    if (this.#locks.has(path)) throw diskError('EBUSY', `${path} is in use by another server`);
    this.#locks.add(path);
    return () => this.#locks.delete(path);
  }

  // What a real disk does not offer.

  /** The whole of a file, to look at. @throws Error ENOENT */
  content(path: string): Uint8Array {
    return this.#existing(path).content();
  }

  /**
   * The disk after a power cut. `least`: nothing is left but what had to be; `most`: all that was done is there. A real
   * disk leaves anything between the two.
   */
  afterCrash(how: 'least' | 'most'): MemoryFileSystem {
    const disk = new MemoryFileSystem();
    const names = how === 'least' ? this.#durableNames : this.#files;
    for (const [name, inode] of names) {
      disk.#files.set(name, how === 'least' ? inode.durable() : inode.whole());
    }
    disk.#durableNames = new Map(disk.#files);
    return disk;
  }

  #existing(path: string): Inode {
    const inode = this.#files.get(path);
    if (inode === undefined) throw diskError('ENOENT', `there is no ${path}`);
    return inode;
  }
}

class MemoryFile implements AppendFile {
  readonly #inode: Inode;

  constructor(inode: Inode) {
    this.#inode = inode;
  }

  write(bytes: Uint8Array): number {
    this.#inode.append(bytes);
    return bytes.length;
  }

  sync(): void {
    this.#inode.sync();
  }

  syncLater(done: (error: Error | undefined) => void): void {
    const end = this.#inode.beginSync();
    queueMicrotask(() => {
      end();
      done(undefined);
    });
  }

  truncate(lengthBytes: number): void {
    this.#inode.truncate(lengthBytes);
  }

  close(): void {}
}

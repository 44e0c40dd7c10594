// A file system that fails when told to: wraps another one, counts its operations and asks the test about each of them.

import type { AppendFile, FileSystem, ReadFile } from '../src/core.ts';
import { diskError, reading } from '../src/core.ts';

export type OperationKind =
  | 'create'
  | 'write'
  | 'sync'
  | 'truncate'
  | 'rename'
  | 'remove'
  | 'syncDirectory'
  | 'read'
  | Unlogged;

/** Calls that leave the disk as it is, for a power cut: they can fail, but are not in the log. */
export type Unlogged =
  | 'makeDirectory'
  | 'lock'
  | 'list'
  | 'size'
  | 'openToRead'
  /** Of a file that is there; of one that is not: `create`. */
  | 'openToAppend'
  | 'close';

export interface Operation {
  readonly kind: OperationKind;
  readonly path: string;
  /** Counts all operations of the log from 1. */
  readonly number: number;
}

/** What becomes of an operation: nothing special, an error code, or (write) how many bytes are taken. */
export type Verdict = string | number | undefined;

export class FaultyFileSystem implements FileSystem {
  readonly below: FileSystem;
  judge: (operation: Operation) => Verdict = () => undefined;
  readonly log: Operation[] = [];
  #crashAfter = Number.POSITIVE_INFINITY;

  constructor(below: FileSystem) {
    this.below = below;
  }

  get root(): string {
    return this.below.root;
  }

  open(): FileSystem {
    return this;
  }

  /** After so many operations nothing reaches the disk any more. */
  crashAfter(operations: number): void {
    this.#crashAfter = operations;
  }

  get crashed(): boolean {
    return this.log.length > this.#crashAfter;
  }

  /** Every operation of a kind fails from now on, or the `nth` alone. */
  fail(kind: OperationKind, code: string, nth?: number): void {
    let seen = 0;
    this.judge = (operation) => {
      if (operation.kind !== kind) return undefined;
      seen++;
      return nth === undefined || seen === nth ? code : undefined;
    };
  }

  heal(): void {
    this.judge = () => undefined;
  }

  makeDirectory(path: string): void {
    this.#ask('makeDirectory', path);
    this.below.makeDirectory(path);
  }

  list(path: string): string[] {
    reading(path, () => this.#ask('list', path));
    return this.below.list(path);
  }

  size(path: string): number | undefined {
    reading(path, () => this.#ask('size', path));
    return this.below.size(path);
  }

  openToRead(path: string): ReadFile {
    reading(path, () => this.#ask('openToRead', path));
    const file = this.below.openToRead(path);
    return {
      read: (into, start) => {
        reading(path, () => this.#perform('read', path));
        return file.read(into, start);
      },
      close: () => {
        file.close();
        reading(path, () => this.#ask('close', path));
      },
    };
  }

  openToAppend(path: string): AppendFile {
    if (this.below.size(path) === undefined) this.#perform('create', path);
    else this.#ask('openToAppend', path);
    const file = this.below.openToAppend(path);
    return {
      write: (bytes) => {
        const verdict = this.#perform('write', path);
        return file.write(verdict === undefined ? bytes : bytes.subarray(0, verdict));
      },
      sync: () => {
        this.#perform('sync', path);
        file.sync();
      },
      syncLater: (done) => {
        try {
          this.#perform('sync', path);
        } catch (error) {
          queueMicrotask(() => done(error as Error));
          return;
        }
        file.syncLater(done);
      },
      truncate: (lengthBytes) => {
        this.#perform('truncate', path);
        file.truncate(lengthBytes);
      },
      close: () => {
        file.close(); // the descriptor is gone, whatever close(2) says
        this.#ask('close', path);
      },
    };
  }

  rename(from: string, to: string): void {
    this.#perform('rename', from);
    this.below.rename(from, to);
  }

  remove(path: string): void {
    this.#perform('remove', path);
    this.below.remove(path);
  }

  syncDirectory(path: string): void {
    this.#perform('syncDirectory', path);
    this.below.syncDirectory(path);
  }

  lock(path: string): () => void {
    this.#ask('lock', path);
    return this.below.lock(path);
  }

  /** @returns how many bytes a short write takes */
  #perform(kind: OperationKind, path: string): number | undefined {
    const operation = { kind, path, number: this.log.length + 1 };
    this.log.push(operation);
    if (this.crashed) throw diskError('EIO', 'the power is gone');
    return this.#judged(operation);
  }

  #ask(kind: Unlogged, path: string): void {
    this.#judged({ kind, path, number: this.log.length });
  }

  #judged(operation: Operation): number | undefined {
    const verdict = this.judge(operation);
    if (typeof verdict === 'string')
      throw diskError(verdict, `${operation.kind} ${operation.path}`);
    return verdict;
  }
}

// The base file that a rewrite writes: in order of arrival, database by database as they come.

import type { Args, Slice } from '@byor/05-expiry/core';
import { type AppendFile, writeAll } from '../files/file-system.ts';
import { RequestBuffer } from '../log/request-buffer.ts';

/** A sync at the end of a large file would keep everybody's syncs waiting: it is synced as it grows. */
const SYNC_BYTES = 4 * 1024 * 1024;

export class BaseWriter {
  readonly #file: AppendFile;
  readonly #buffer = new RequestBuffer();
  #dbIndex = -1;
  #unsyncedBytes = 0;
  #syncing = false;
  #error: Error | undefined;
  #finished: ((error: Error | undefined) => void) | undefined;

  constructor(file: AppendFile) {
    this.#file = file;
  }

  add(dbIndex: number, request: Args): void {
    this.#select(dbIndex);
    this.#buffer.add(request);
  }

  addParts(dbIndex: number, parts: readonly (string | Slice)[]): void {
    this.#select(dbIndex);
    this.#buffer.addParts(parts);
  }

  /** Writes what has come together. @throws Error when the disk fails */
  flush(): void {
    if (this.#error !== undefined) throw this.#error;
    const bytes = this.#buffer.view();
    writeAll(this.#file, bytes);
    this.#unsyncedBytes += bytes.length;
    this.#buffer.consume(bytes.length);
    if (this.#unsyncedBytes >= SYNC_BYTES && !this.#syncing) this.#syncOnTheWay();
  }

  /** Calls back when all of it is on the disk, or with why it is not. */
  finish(done: (error: Error | undefined) => void): void {
    this.flush();
    this.#finished = done;
    if (!this.#syncing) this.#syncLast();
  }

  close(): void {
    this.#finished = undefined;
    this.#file.close();
  }

  #select(dbIndex: number): void {
    if (dbIndex === this.#dbIndex) return;
    this.#dbIndex = dbIndex;
    this.#buffer.addParts(['SELECT', String(dbIndex)]);
  }

  #syncOnTheWay(): void {
    this.#unsyncedBytes = 0;
    this.#syncing = true;
    this.#file.syncLater((error) => {
      this.#syncing = false;
      this.#error ??= error;
      if (this.#finished !== undefined) this.#syncLast();
    });
  }

  /** Not before the one on the way has ended: the system tells an error once, to either. */
  #syncLast(): void {
    this.#file.syncLater((error) => this.#finished?.(this.#error ?? error));
  }
}

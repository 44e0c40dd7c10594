// What the picture needs of stage 04's table, in one place: keys put in and taken out, its two arrays, SCAN's steps.

import { type Buckets, HashTable, NOWHERE, TABLE_WORDS } from '@byor/04-kv/core';

export interface SeenArrays {
  /** Keys by bucket. */
  readonly main: readonly (readonly string[])[];
  /** Where they move to; undefined when no rehash runs. */
  readonly target: readonly (readonly string[])[] | undefined;
  /** Buckets of `main` below this one have moved. */
  readonly rehashIndex: number;
}

export class SeenTable {
  readonly #table = new HashTable({ seed: [1, 2], headerWords: TABLE_WORDS });

  get size(): number {
    return this.#table.size;
  }

  get rehashing(): boolean {
    return this.#table.rehashing;
  }

  /** A key that is not there yet. */
  insert(key: string): void {
    this.#table.insert(key);
  }

  delete(key: string): void {
    const entry = this.#table.find(key);
    if (entry !== NOWHERE) this.#table.remove(entry);
  }

  /** Moves a bucket of a running rehash. */
  step(): void {
    this.#table.rehash(1);
  }

  /** @returns the next cursor, and the keys that were there */
  scan(cursor: number): { next: number; found: string[] } {
    const found: string[] = [];
    const next = this.#table.scan(cursor, (entry) => {
      found.push(this.#table.keyOf(entry));
    });
    return { next, found };
  }

  get arrays(): SeenArrays {
    const { main, target, rehashIndex } = this.#table.layout;
    return { main: this.#keysOf(main), target: target && this.#keysOf(target), rehashIndex };
  }

  #keysOf(buckets: Buckets): string[][] {
    return Array.from({ length: buckets.count }, (_, index) => {
      const keys: string[] = [];
      buckets.visit(index, (entry) => {
        keys.push(this.#table.keyOf(entry));
      });
      return keys;
    });
  }
}

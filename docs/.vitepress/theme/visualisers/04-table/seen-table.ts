// What the picture needs of stage 04's table, in one place: keys put in and taken out, its two arrays, SCAN's steps.

import { Entry, HashTable } from '@byor/04-kv/core';

export interface SeenArrays {
  /** Keys by bucket. */
  readonly main: readonly (readonly string[])[];
  /** Where they move to; undefined when no rehash runs. */
  readonly target: readonly (readonly string[])[] | undefined;
  /** Buckets of `main` below this one have moved. */
  readonly rehashIndex: number;
}

export class SeenTable {
  readonly #table = new HashTable<Entry>({
    seed: [1, 2],
    makeEntry: (key, hash) => new Entry(key, hash),
  });

  get size(): number {
    return this.#table.size;
  }

  get rehashing(): boolean {
    return this.#table.rehashing;
  }

  insert(key: string): void {
    this.#table.findOrInsert(key);
  }

  delete(key: string): void {
    this.#table.delete(key);
  }

  /** Moves a bucket of a running rehash. */
  step(): void {
    this.#table.rehash(1);
  }

  /** @returns the next cursor, and the keys that were there */
  scan(cursor: number): { next: number; found: string[] } {
    const found: string[] = [];
    const next = this.#table.scan(cursor, ({ key }) => {
      found.push(key);
    });
    return { next, found };
  }

  get arrays(): SeenArrays {
    const { main, target, rehashIndex } = this.#table.layout;
    return { main: keysOf(main), target: target && keysOf(target), rehashIndex };
  }
}

function keysOf(buckets: HashTable<Entry>['layout']['main']): string[][] {
  return Array.from({ length: buckets.count }, (_, index) => {
    const keys: string[] = [];
    buckets.visit(index, ({ key }) => {
      keys.push(key);
    });
    return keys;
  });
}

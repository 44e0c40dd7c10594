// One array of buckets, a power of two of them; each holds the first of a list of entries, linked by their word NEXT.
// An entry is a block of the table's arena: these three words, what the table's owner keeps, and the key's bytes.

import { type Arena, NOWHERE, type Ref } from '../memory/arena.ts';

// The words of an entry that are the table's own:
/** The next entry of the same bucket. */
export const NEXT = 0;
/** KeyedHash of the key, kept so that moving an entry to another array never hashes again. */
export const HASH = 1;
/** Length of the key in bytes. */
export const KEY_LENGTH = 2;
/** The owner's begin here. */
export const TABLE_WORDS = 3;

export class Buckets {
  /** Number of buckets - 1: `hash & mask` is the bucket of an entry. */
  readonly mask: number;
  /** Number of entries. */
  used = 0;
  readonly #arena: Arena;
  /** Zeroed by the system page by page when first touched, so that 8 Mi buckets come at once. */
  readonly #heads: Int32Array;

  /** `count`: a power of two, at most 2^30. */
  constructor(arena: Arena, count: number) {
    this.#arena = arena;
    this.mask = count - 1;
    this.#heads = new Int32Array(count);
  }

  get count(): number {
    return this.mask + 1;
  }

  get bytes(): number {
    return this.#heads.byteLength;
  }

  /** First entry of bucket `index & mask`, or NOWHERE. */
  head(index: number): Ref {
    return this.#heads[index & this.mask] as Ref;
  }

  /** Calls `visit` for every entry of bucket `index & mask`; it may take out the one that it is given. */
  visit(index: number, visit: (entry: Ref) => void): void {
    for (let entry = this.head(index); entry !== NOWHERE; ) {
      const next = this.#arena.word(entry, NEXT);
      visit(entry);
      entry = next;
    }
  }

  /**
   * Puts `entry` at the front of its bucket.
   * @exercise 4.2
   */
  link(entry: Ref): void {
    const bucket = this.#arena.word(entry, HASH) & this.mask;
    this.#arena.setWord(entry, NEXT, this.#heads[bucket] as Ref);
    this.#heads[bucket] = entry;
    this.used++;
  }

  /**
   * Takes `entry` out; false if it is not here. O(length of the bucket)
   * @exercise 4.2
   */
  unlink(entry: Ref): boolean {
    const arena = this.#arena;
    const bucket = arena.word(entry, HASH) & this.mask;
    let before = NOWHERE;
    let at = this.#heads[bucket] as Ref;
    while (at !== entry) {
      if (at === NOWHERE) return false;
      before = at;
      at = arena.word(at, NEXT);
    }
    const next = arena.word(entry, NEXT);
    if (before === NOWHERE) this.#heads[bucket] = next;
    else arena.setWord(before, NEXT, next);
    this.used--;
    return true;
  }

  /**
   * Moves every entry of bucket `index` to where it belongs in `target`; false if there was none.
   * @exercise 4.3
   */
  moveTo(target: Buckets, index: number): boolean {
    let entry = this.head(index);
    if (entry === NOWHERE) return false;
    this.#heads[index & this.mask] = NOWHERE;
    while (entry !== NOWHERE) {
      const next = this.#arena.word(entry, NEXT);
      target.link(entry);
      this.used--;
      entry = next;
    }
    return true;
  }
}

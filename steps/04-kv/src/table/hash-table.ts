// Hash table with chaining that never stops to reorganise: while it grows or shrinks it is two arrays of buckets,
// and every operation moves a bounded share from the old to the new. An entry is in exactly one of them, and
// buckets below `#rehashIndex` of the old one are empty. After Redis's dict.c.

import { Buckets, type Entry } from './buckets.ts';
import { type Key, keyText, sameKey } from './key.ts';
import { randomEntry } from './random.ts';
import { scanPosition } from './scan.ts';
import { type HashSeed, KeyedHash } from './siphash.ts';

export { type Buckets, Entry } from './buckets.ts';
export type { Key } from './key.ts';
export type { HashSeed } from './siphash.ts';

const INITIAL_BUCKETS = 4;
const MAX_BUCKETS = 2 ** 30;
/** Below one entry for this many buckets the table shrinks. */
const SPARSE_FACTOR = 10;
/** A rehash step looks at this many empty buckets at most: else a sparse table would make one step unbounded. */
const EMPTY_VISITS_PER_STEP = 10;
/** Steps between two looks at the clock. */
const STEPS_PER_CLOCK_READ = 100;

export interface HashTableOptions<E extends Entry> {
  /** Keys the hash: secret, and drawn anew by each process. */
  readonly seed: HashSeed;
  /** Must make entries of one class only, so that every access to an entry stays fast. */
  readonly makeEntry: (key: string, hash: number) => E;
}

/** How a table lies in memory at this moment; to look at, not to change. */
export interface TableLayout<E extends Entry> {
  readonly main: Buckets<E>;
  /** Where the entries of `main` move to; undefined when no rehash runs. */
  readonly target: Buckets<E> | undefined;
  /** Buckets of `main` below this one have moved. */
  readonly rehashIndex: number;
}

export class HashTable<E extends Entry> {
  readonly #makeEntry: (key: string, hash: number) => E;
  readonly #hash: KeyedHash;
  #main = new Buckets<E>(INITIAL_BUCKETS);
  /** Where entries move to while the table is being resized. */
  #target: Buckets<E> | undefined;
  #rehashIndex = 0;
  #pauses = 0;

  constructor({ seed, makeEntry }: HashTableOptions<E>) {
    this.#hash = new KeyedHash(seed);
    this.#makeEntry = makeEntry;
  }

  /** Number of entries. */
  get size(): number {
    return this.#main.used + (this.#target?.used ?? 0);
  }

  /** Number of buckets, those of both arrays while rehashing. */
  get buckets(): number {
    return this.#main.count + (this.#target?.count ?? 0);
  }

  get rehashing(): boolean {
    return this.#target !== undefined;
  }

  /** For pictures and statistics. */
  get layout(): TableLayout<E> {
    return { main: this.#main, target: this.#target, rehashIndex: this.#rehashIndex };
  }

  /** The entry of `key`. O(1) expected; moves at most one bucket of a running rehash. */
  find(key: Key): E | undefined {
    this.#rehashStep();
    return this.#lookup(key, this.#hash.of(key));
  }

  /** The entry of `key`; if there is none, a new one straight from `makeEntry`. O(1) expected. */
  findOrInsert(key: Key): E {
    this.#rehashStep();
    const hash = this.#hash.of(key);
    const found = this.#lookup(key, hash);
    if (found !== undefined) return found;
    this.#growIfFull();
    const entry = this.#makeEntry(keyText(key), hash);
    (this.#target ?? this.#main).link(entry);
    return entry;
  }

  /** Removes the entry of `key` and returns it. O(1) expected. */
  delete(key: Key): E | undefined {
    const entry = this.find(key);
    if (entry !== undefined) this.remove(entry);
    return entry;
  }

  /** Removes an entry that is at hand, without hashing its key; false if it is not in the table. */
  remove(entry: E): boolean {
    if (!this.#main.unlink(entry) && this.#target?.unlink(entry) !== true) return false;
    this.#shrinkIfSparse();
    return true;
  }

  /** Forgets everything. O(1): the garbage collector frees what was there. */
  clear(): void {
    this.#main = new Buckets(INITIAL_BUCKETS);
    this.#target = undefined;
    this.#rehashIndex = 0;
  }

  /** Makes room for `count` entries ahead, so that loading them does not rehash on the way. */
  reserve(count: number): void {
    if (count > this.#main.count) this.#resize(count);
  }

  /**
   * Moves `steps` buckets of a running rehash, passing over at most `steps` * EMPTY_VISITS_PER_STEP empty ones.
   * Does nothing while an iteration runs. True if there is more to move.
   */
  rehash(steps: number): boolean {
    const target = this.#target;
    if (target === undefined || this.#pauses > 0) return false;
    let emptyVisits = steps * EMPTY_VISITS_PER_STEP;
    while (steps > 0 && this.#main.used > 0) {
      if (this.#main.moveTo(target, this.#rehashIndex++)) steps--;
      else if (--emptyVisits === 0) return true;
    }
    if (this.#main.used > 0) return true;
    this.#main = target;
    this.#target = undefined;
    this.#rehashIndex = 0;
    this.#shrinkIfSparse(); // what was deleted meanwhile
    return this.rehashing;
  }

  /** Goes on with a rehash for about `budgetUs`; for the idle moments of a server. True if there is more to move. */
  rehashFor(budgetUs: number, nowUs: () => number): boolean {
    const endUs = nowUs() + budgetUs;
    while (this.rehash(STEPS_PER_CLOCK_READ)) {
      if (nowUs() >= endUs) return true;
    }
    return false;
  }

  /**
   * Every entry, in no order. An entry that is there from beginning to end comes exactly once, whatever is inserted
   * or deleted meanwhile; no rehash runs until the iteration ends, so end it (a `for...of` does, by `break` too).
   */
  *[Symbol.iterator](): Generator<E, void, undefined> {
    this.#pauses++;
    try {
      for (const buckets of [this.#main, this.#target]) {
        if (buckets === undefined) continue;
        for (let index = 0; index < buckets.count; index++) {
          for (let entry = buckets.head(index); entry !== undefined; entry = entry.next)
            yield entry;
        }
      }
    } finally {
      this.#resume();
    }
  }

  /** `visit` for every entry, under the same contract. */
  forEach(visit: (entry: E) => void): void {
    for (const entry of this) visit(entry);
  }

  /** An entry drawn fairly (how fairly, and the cost: random.ts). `random(n)`: an integer in [0, n). */
  random(random: (below: number) => number): E | undefined {
    return this.size === 0 ? undefined : randomEntry(this.#main, this.#target, random);
  }

  /**
   * Calls `visit` for every entry at one cursor position and returns the next position; start with 0, the end is 0 again.
   * An entry that is there from the first call to the last is visited at least once, however the table is resized
   * between the calls; it may be visited twice. `visit` may delete entries. One call looks at one bucket, while
   * rehashing at 1 + (larger / smaller array).
   */
  scan(cursor: number, visit: (entry: E) => void): number {
    this.#pauses++;
    try {
      return scanPosition(this.#main, this.#target, cursor, visit);
    } finally {
      this.#resume();
    }
  }

  #lookup(key: Key, hash: number): E | undefined {
    const found = findIn(this.#main, key, hash);
    if (found !== undefined || this.#target === undefined) return found;
    return findIn(this.#target, key, hash);
  }

  #rehashStep(): void {
    if (this.#target !== undefined) this.rehash(1);
  }

  #growIfFull(): void {
    if (this.#target === undefined && this.#main.used >= this.#main.count) {
      this.#resize(this.#main.used + 1);
    }
  }

  #shrinkIfSparse(): void {
    const { used, count } = this.#main;
    if (this.#target !== undefined || count <= INITIAL_BUCKETS) return;
    if (used * SPARSE_FACTOR < count) this.#resize(used);
  }

  #resume(): void {
    this.#pauses--;
    this.#shrinkIfSparse(); // what was deleted meanwhile
  }

  /** Starts to move to the smallest power of two that holds `wanted`. Not twice at once, nor under an iteration. */
  #resize(wanted: number): void {
    if (this.#target !== undefined || this.#pauses > 0) return;
    let count = INITIAL_BUCKETS;
    while (count < wanted && count < MAX_BUCKETS) count *= 2;
    if (count === this.#main.count) return;
    const next = new Buckets<E>(count);
    if (this.#main.used === 0) this.#main = next;
    else this.#target = next;
  }
}

function findIn<E extends Entry>(buckets: Buckets<E>, key: Key, hash: number): E | undefined {
  let entry = buckets.head(hash);
  while (entry !== undefined) {
    if (entry.hash === hash && sameKey(entry.key, key)) return entry;
    entry = entry.next;
  }
  return undefined;
}

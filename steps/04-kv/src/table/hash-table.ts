// Hash table with chaining that never stops to reorganise: while it grows or shrinks it is two arrays of buckets,
// and every operation moves a bounded share from the old to the new. An entry is in exactly one of them, and
// buckets below `#rehashIndex` of the old one are empty. After Redis's dict.c.

import { latin1Slice } from '@byor/03-event-loop/core';
import { Arena, NOWHERE, type Ref } from '../memory/arena.ts';
import { BUFFER_BYTES, objectBytes } from '../memory/heap-sizes.ts';
import { Buckets, HASH, KEY_LENGTH, NEXT } from './buckets.ts';
import { type Key, sameBytes, writeKey } from './key.ts';
import { randomEntry } from './random.ts';
import { scanPosition } from './scan.ts';
import { type HashSeed, KeyedHash } from './siphash.ts';

export { type Buckets, HASH, KEY_LENGTH, NEXT, TABLE_WORDS } from './buckets.ts';
export { type Key, keyText } from './key.ts';
export type { HashSeed } from './siphash.ts';

const INITIAL_BUCKETS = 4;
const MAX_BUCKETS = 2 ** 30;
/** Below one entry for this many buckets the table shrinks. */
const SPARSE_FACTOR = 10;
/** A rehash step looks at this many empty buckets at most: else a sparse table would make one step unbounded. */
const EMPTY_VISITS_PER_STEP = 10;
/** The table itself, its hash, an array of buckets. */
const TABLE_BYTES = objectBytes(8) + 2 * objectBytes(4) + BUFFER_BYTES;
/** The system's. */
const PAGE_BYTES = 4096;
/** Steps between two looks at the clock. */
const STEPS_PER_CLOCK_READ = 100;

export interface HashTableOptions {
  /** Keys the hash: secret, and drawn anew by each process. */
  readonly seed: HashSeed;
  /** Words in front of an entry's key: the table's own (TABLE_WORDS) and those of whoever keeps something under the keys. */
  readonly headerWords: number;
}

/** Bytes [start, end) of a buffer that can be made to show others; stage 02's `Slice` is one. */
interface MutableRange {
  bytes: Uint8Array;
  start: number;
  end: number;
}

/** How a table lies in memory at this moment; to look at, not to change. */
export interface TableLayout {
  readonly main: Buckets;
  /** Where the entries of `main` move to; undefined when no rehash runs. */
  readonly target: Buckets | undefined;
  /** Buckets of `main` below this one have moved. */
  readonly rehashIndex: number;
}

export class HashTable {
  /** Where the entries are; whoever owns the table may keep more in it. */
  readonly arena = new Arena();
  readonly #keyOffset: number;
  readonly #hash: KeyedHash;
  #main: Buckets;
  /** Where entries move to while the table is being resized. */
  #target: Buckets | undefined;
  #rehashIndex = 0;
  /** New entries since the rehash began, each in any bucket of `#target`. */
  #scattered = 0;
  #pauses = 0;

  constructor({ seed, headerWords }: HashTableOptions) {
    this.#hash = new KeyedHash(seed);
    this.#keyOffset = headerWords * Int32Array.BYTES_PER_ELEMENT;
    this.#main = new Buckets(this.arena, INITIAL_BUCKETS);
  }

  /** Number of entries. */
  get size(): number {
    return this.#main.used + (this.#target?.used ?? 0);
  }

  /** Number of buckets, those of both arrays while rehashing. */
  get buckets(): number {
    return this.#main.count + (this.#target?.count ?? 0);
  }

  /** Bytes of the entries' pages and of the buckets, and what the table is besides. */
  get memoryBytes(): number {
    const { heldBytes, besideBytes } = this.arena;
    return TABLE_BYTES + heldBytes + besideBytes + this.#bucketBytes;
  }

  /** Bytes of the entries themselves, what is kept beside them in the arena included, and of the buckets. */
  get usedBytes(): number {
    return this.arena.usedBytes + this.#bucketBytes;
  }

  get rehashing(): boolean {
    return this.#target !== undefined;
  }

  /** For pictures and statistics. */
  get layout(): TableLayout {
    return { main: this.#main, target: this.#target, rehashIndex: this.#rehashIndex };
  }

  hash(key: Key): number {
    return this.#hash.of(key);
  }

  /** The entry of `key`, or NOWHERE. O(1) expected; moves at most one bucket of a running rehash. */
  find(key: Key, hash = this.#hash.of(key)): Ref {
    if (this.#target !== undefined) this.rehash(1);
    const found = this.#findIn(this.#main, key, hash);
    if (found !== NOWHERE || this.#target === undefined) return found;
    return this.#findIn(this.#target, key, hash);
  }

  /**
   * A new entry for a key that is not in the table, with room for `spareBytes` behind the key. The owner sets its own words:
   * they are as they come. O(1) expected; moves at most one bucket of a running rehash. @throws RangeError when the arena is full
   */
  insert(key: Key, spareBytes = 0, hash = this.#hash.of(key)): Ref {
    if (this.#target !== undefined) this.rehash(1);
    const entry = this.arena.allocate(this.#keyOffset + key.length + spareBytes);
    this.arena.setWord(entry, HASH, hash);
    this.arena.setWord(entry, KEY_LENGTH, key.length);
    writeKey(key, this.arena.pageBytes(entry), this.arena.byteOffset(entry) + this.#keyOffset);
    this.#growIfFull();
    if (this.#target !== undefined) this.#scattered++;
    (this.#target ?? this.#main).link(entry);
    return entry;
  }

  /** Takes an entry out and frees its block. */
  remove(entry: Ref): void {
    if (!this.#main.unlink(entry) && this.#target?.unlink(entry) !== true) {
      throw new Error('the table does not hold this entry');
    }
    this.arena.free(entry);
    this.#shrinkIfSparse();
  }

  /** The key of an entry as a latin1 string. */
  keyOf(entry: Ref): string {
    const start = this.arena.byteOffset(entry) + this.#keyOffset;
    const length = this.arena.word(entry, KEY_LENGTH);
    return latin1Slice(this.arena.pageBytes(entry), start, start + length);
  }

  /** Makes `view` show the key of an entry where it lies: as long as the entry is in the table. @returns it */
  viewKey<V extends MutableRange>(entry: Ref, view: V): V {
    view.bytes = this.arena.pageBytes(entry);
    view.start = this.arena.byteOffset(entry) + this.#keyOffset;
    view.end = view.start + this.arena.word(entry, KEY_LENGTH);
    return view;
  }

  /** Forgets everything. O(1): pages and buckets go as they are. */
  clear(): void {
    this.arena.clear();
    this.#main = new Buckets(this.arena, INITIAL_BUCKETS);
    this.#target = undefined;
    this.#rehashIndex = 0;
  }

  /** Makes room for `count` entries ahead, so that loading them does not rehash on the way. */
  reserve(count: number): void {
    if (count > this.#main.count) this.#resize(count);
  }

  /**
   * Moves `steps` buckets of a running rehash, passing over at most `steps` * EMPTY_VISITS_PER_STEP empty ones.
   * At its end the table looks whether it should shrink, for what was removed meanwhile. While an iteration runs it does
   * nothing. True if there is more to move now.
   * @exercise 4.3 Grow without stopping
   * @tests table/rehash: ^(progressive rehash (an |one that|finds and|a table that|rehashFor)|iteration)
   * @tests table/hash-table: ^(as a map any|an entry)
   * @hint A million entries cannot move in one request. Who pays for the move, and how much at a time?
   * @hint Every operation that finds a rehash running moves one bucket: the table has two arrays meanwhile, and is done
   *   before it is full again. But a sparse table has long runs of empty buckets, and looking at those costs too: so
   *   they are bounded as well, ten for each bucket to be moved.
   * @hint rehash: nothing without a #target or under a pause. While steps are left and #main has entries: moveTo the
   *   bucket at #rehashIndex++; one that had entries takes a step, an empty one an empty visit, and at none left return
   *   true. When #main has none left, #target becomes #main, the index 0, and #shrinkIfSparse. moveTo: take the whole
   *   list off, then link each entry to the target, its NEXT read before that; used falls by one each.
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

  /** Calls `visit` for every entry once, in no order. It may remove the one that it is given, and change nothing else. */
  forEach(visit: (entry: Ref) => void): void {
    this.#pauses++;
    try {
      for (const buckets of [this.#main, this.#target]) {
        if (buckets === undefined) continue;
        for (let index = 0; index < buckets.count; index++) buckets.visit(index, visit);
      }
    } finally {
      this.#resume();
    }
  }

  /** An entry drawn fairly, NOWHERE from an empty table (how fairly, and the cost: random.ts). `random(n)`: an integer in [0, n). */
  random(random: (below: number) => number): Ref {
    return this.size === 0 ? NOWHERE : randomEntry(this.#main, this.#target, random);
  }

  /**
   * Calls `visit` for every entry at one cursor position and returns the next position; start with 0, the end is 0 again.
   * An entry that is there from the first call to the last is visited at least once, however the table is resized
   * between the calls; it may be visited twice. `visit` may remove the entry that it is given. One call looks at one bucket, while
   * rehashing at 1 + (larger / smaller array).
   */
  scan(cursor: number, visit: (entry: Ref) => void): number {
    this.#pauses++;
    try {
      return scanPosition(this.#main, this.#target, cursor, visit);
    } finally {
      this.#resume();
    }
  }

  /**
   * The entry of `key` in one of the arrays, or NOWHERE.
   * @exercise 4.2 Find without a string
   * @tests table/key: ^".*(true|false)
   * @tests table/hash-table: ^(keys of one hash|an entry (owns|has its))
   * @hint Two keys may share a bucket, and even a hash. What tells them apart, and what is the cheapest thing to look
   *   at first?
   * @hint A bucket is a list of entries, linked through their word NEXT, its first in #heads. Most entries on the way
   *   are another key: the hash that each keeps rules nearly all of them out with one comparison, the length the next;
   *   the bytes are compared only for the one that is meant.
   * @hint link: the bucket is the entry's HASH & mask; the entry points to the old head and becomes the head; used++.
   *   unlink: walk with the one before in hand until the entry comes, then pass over it; false at the end of the list.
   *   #findIn: from head(hash) along NEXT, the first whose HASH is hash and whose key is the key. #isKeyOf: KEY_LENGTH,
   *   then sameBytes at #keyOffset. sameBytes: a text by charCodeAt, bytes by sameRun.
   */
  #findIn(buckets: Buckets, key: Key, hash: number): Ref {
    const { arena } = this;
    let entry = buckets.head(hash);
    while (entry !== NOWHERE) {
      if (arena.word(entry, HASH) === hash && this.#isKeyOf(entry, key)) return entry;
      entry = arena.word(entry, NEXT);
    }
    return NOWHERE;
  }

  /**
   * Is this its key, byte for byte? That the hashes agree is known.
   * @exercise 4.2
   */
  #isKeyOf(entry: Ref, key: Key): boolean {
    const { arena } = this;
    if (arena.word(entry, KEY_LENGTH) !== key.length) return false;
    return sameBytes(arena.pageBytes(entry), arena.byteOffset(entry) + this.#keyOffset, key);
  }

  /** Of the new array what can have been touched, since the system gives memory when it is written to: moved entries come in order. */
  get #bucketBytes(): number {
    const { bytes, count } = this.#main;
    const target = this.#target;
    if (target === undefined) return bytes;
    const movedBytes = Math.ceil(target.bytes * (this.#rehashIndex / count));
    return bytes + Math.min(target.bytes, movedBytes + this.#scattered * PAGE_BYTES);
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
    const next = new Buckets(this.arena, count);
    this.#scattered = 0;
    if (this.#main.used === 0) this.#main = next;
    else this.#target = next;
  }
}

// Memory for many small things, out of the garbage collector's sight: a million keys are some hundred pages to it, not
// millions of objects. A page holds blocks of one size and knows which are free; one without any used block goes back.
// After mimalloc (Leijen, Zorn, de Moura: "Mimalloc: Free List Sharding in Action", 2019).

import { allocate, ReplyError } from '@byor/03-event-loop/core';
import { arrayBytes, arrayCapacity, BUFFER_BYTES, objectBytes, VIEW_BYTES } from './heap-sizes.ts';
import {
  classOf,
  LARGEST_SHARED_UNITS,
  SIZE_CLASSES,
  UNIT_BYTES,
  unitsOfClass,
} from './size-classes.ts';

/** Where a block is: the number of its page, and in the low 15 bits the unit of that page where it begins. */
export type Ref = number;

/** No block: page 0 is never given out. */
export const NOWHERE: Ref = 0;

const UNIT_BITS = 15;
const UNIT_MASK = (1 << UNIT_BITS) - 1;
const PAGE_UNITS = 1 << UNIT_BITS;
/** Blocks of an arena's first page. */
const LEAST_BLOCKS = 8;
/** What 32 bits leave for the page. With pages of 256 KiB that is 32 GiB. */
const MAX_PAGES = 1 << (32 - UNIT_BITS);

/** Bytes that each page costs besides its own: its buffer and three views. */
const PAGE_BYTES = BUFFER_BYTES + 2 * VIEW_BYTES;
/** Lists by page. */
const LISTS = 9;
/** The arena itself, and what it knows of its size classes. */
const ARENA_BYTES = objectBytes(14) + arrayBytes(SIZE_CLASSES) + arrayBytes(0);

const NO_BYTES = allocate(0);
const NO_WORDS = new Int32Array(0);
const NO_DOUBLES = new Float64Array(0);

export class Arena {
  // The same memory, seen in three ways; by page. See the functions at the end for how a block is reached.
  readonly bytes: Uint8Array[] = [NO_BYTES];
  readonly words: Int32Array[] = [NO_WORDS];
  readonly doubles: Float64Array[] = [NO_DOUBLES];
  /** Bytes of the blocks that are in use. */
  usedBytes = 0;
  /** Bytes of all pages. */
  heldBytes = 0;
  // By page:
  readonly #blockUnits = [0];
  readonly #used = [0];
  /** Units that have never been given out yet begin here. */
  readonly #fresh = [0];
  /** The first of its freed blocks; each holds the next in its first word. */
  readonly #freed: Ref[] = [NOWHERE];
  /** Neighbours in the list of pages with room for a size class; 0: none. */
  readonly #next = [0];
  readonly #previous = [0];
  /** By size class: the first page with room; 0: none. */
  readonly #roomy: number[] = new Array(SIZE_CLASSES).fill(0);
  /** Numbers of pages that were given back. */
  readonly #vacant: number[] = [];

  /**
   * A block of at least `lengthBytes` (1 or more), its content as it comes. O(1). @throws ReplyError OOM when no page is left
   * @exercise 4.1 Memory out of the collector's sight
   * @tests memory/arena: ^(blocks (never|are seen)|pages (of which|a block that|freed|large))
   * @hint A block that was given back is still memory. Where could it keep a note of the next free one, without costing
   *   a byte more?
   * @hint A page holds blocks of one size only, so any free one will do. Freed blocks form a list through their own
   *   first words; behind #fresh lies what was never given out. Of each size the pages with room stand in a list, so
   *   that allocate never looks for one: it leaves that list when its last block goes, and comes back to it with the
   *   first that returns.
   * @hint allocate: units of 8 bytes; small (up to LARGEST_SHARED_UNITS, of size-classes.ts):
   *   #pageWithRoom(classOf(units)), large: #openPage(units, units). Count it (#used, usedBytes); #unlist a shared page that is full now; then the head of #freed, or #fresh, which moves on by
   *   blockUnits; the ref is page << UNIT_BITS | unit. free: the same backwards: #closePage a large one; push the block
   *   on #freed; #list a page that was full; close one that is empty, unless it is the only one in its list.
   */
  allocate(lengthBytes: number): Ref {
    const units = (lengthBytes + UNIT_BYTES - 1) >>> 3;
    const isShared = units <= LARGEST_SHARED_UNITS;
    const page = isShared ? this.#pageWithRoom(classOf(units)) : this.#openPage(units, units);
    const blockUnits = this.#blockUnits[page] as number;
    const used = (this.#used[page] as number) + 1;
    this.#used[page] = used;
    this.usedBytes += blockUnits * UNIT_BYTES;
    if (isShared && this.#isFull(page, used)) this.#unlist(page);
    const ref = this.#freed[page] as Ref;
    if (ref !== NOWHERE) {
      this.#freed[page] = this.word(ref, 0);
      return ref;
    }
    const unit = this.#fresh[page] as number;
    this.#fresh[page] = unit + blockUnits;
    return (page << UNIT_BITS) | unit;
  }

  /**
   * Gives a block back; its content is gone. So is its page when no block of it is in use, unless it is the last of its
   * size that has room. O(1)
   * @exercise 4.1
   */
  free(ref: Ref): void {
    const page = ref >>> UNIT_BITS;
    const blockUnits = this.#blockUnits[page] as number;
    const used = (this.#used[page] as number) - 1;
    this.#used[page] = used;
    this.usedBytes -= blockUnits * UNIT_BYTES;
    if (blockUnits > LARGEST_SHARED_UNITS) {
      this.#closePage(page);
      return;
    }
    this.setWord(ref, 0, this.#freed[page] as Ref);
    this.#freed[page] = ref;
    if (this.#isFull(page, used + 1)) this.#list(page);
    // The last page of a size stays: else one key that comes and goes would cost a page each time.
    if (used === 0 && (this.#next[page] !== 0 || this.#previous[page] !== 0)) {
      this.#unlist(page);
      this.#closePage(page);
    }
  }

  /** Frees all blocks at once. O(1): the pages go as they are. */
  clear(): void {
    for (const list of [this.bytes, this.words, this.doubles]) list.length = 1; // but for page 0
    this.#roomy.fill(0);
    this.#vacant.length = 0;
    this.usedBytes = 0;
    this.heldBytes = 0;
  }

  /** Bytes on the heap beside the pages. Little for an arena of large pages, a third of all for a small one. */
  get besideBytes(): number {
    const openPages = this.bytes.length - 1 - this.#vacant.length;
    const lists = LISTS * arrayBytes(arrayCapacity(this.bytes.length));
    return ARENA_BYTES + lists + openPages * PAGE_BYTES;
  }

  /** How many bytes the block has: what was asked for, or a little more. */
  capacity(ref: Ref): number {
    return (this.#blockUnits[ref >>> UNIT_BITS] as number) * UNIT_BYTES;
  }

  // How a block is reached. The engine inlines these; a loop that stays in one block may fetch its page once.

  word(ref: Ref, index: number): number {
    return (this.words[ref >>> UNIT_BITS] as Int32Array)[
      ((ref & UNIT_MASK) << 1) + index
    ] as number;
  }

  setWord(ref: Ref, index: number, value: number): void {
    (this.words[ref >>> UNIT_BITS] as Int32Array)[((ref & UNIT_MASK) << 1) + index] = value;
  }

  /** The 64 bits at two words: `index` counts these pairs. */
  double(ref: Ref, index: number): number {
    return (this.doubles[ref >>> UNIT_BITS] as Float64Array)[(ref & UNIT_MASK) + index] as number;
  }

  setDouble(ref: Ref, index: number, value: number): void {
    (this.doubles[ref >>> UNIT_BITS] as Float64Array)[(ref & UNIT_MASK) + index] = value;
  }

  /** The bytes of the page where the block is ... */
  pageBytes(ref: Ref): Uint8Array {
    return this.bytes[ref >>> UNIT_BITS] as Uint8Array;
  }

  /** ... and where in them it begins. */
  byteOffset(ref: Ref): number {
    return (ref & UNIT_MASK) * UNIT_BYTES;
  }

  /** The same for its words. */
  pageWords(ref: Ref): Int32Array {
    return this.words[ref >>> UNIT_BITS] as Int32Array;
  }

  wordOffset(ref: Ref): number {
    return (ref & UNIT_MASK) << 1;
  }

  #pageWithRoom(size: number): number {
    const page = this.#roomy[size] as number;
    if (page !== 0) return page;
    const blockUnits = unitsOfClass(size);
    const opened = this.#openPage(this.#nextPageUnits(blockUnits), blockUnits);
    this.#list(opened);
    return opened;
  }

  /** Pages grow with the arena, so that it takes little memory for a few small things. */
  #nextPageUnits(blockUnits: number): number {
    const heldUnits = this.heldBytes / UNIT_BYTES;
    return Math.min(PAGE_UNITS, Math.max(LEAST_BLOCKS * blockUnits, heldUnits));
  }

  /** Is there no room for another block? */
  #isFull(page: number, used: number): boolean {
    const units = (this.doubles[page] as Float64Array).length;
    return (used + 1) * (this.#blockUnits[page] as number) > units;
  }

  #openPage(units: number, blockUnits: number): number {
    if (this.#vacant.length === 0 && this.bytes.length === MAX_PAGES) {
      throw new ReplyError('OOM the arena has no page left');
    }
    const bytes = allocate(units * UNIT_BYTES);
    const page = this.#vacant.pop() ?? this.bytes.length;
    const memory = bytes.buffer as ArrayBuffer;
    this.bytes[page] = bytes;
    this.words[page] = new Int32Array(memory, bytes.byteOffset, units * 2);
    this.doubles[page] = new Float64Array(memory, bytes.byteOffset, units);
    this.heldBytes += bytes.length;
    this.#blockUnits[page] = blockUnits;
    this.#used[page] = 0;
    this.#fresh[page] = 0;
    this.#freed[page] = NOWHERE;
    this.#next[page] = 0;
    this.#previous[page] = 0;
    return page;
  }

  #closePage(page: number): void {
    this.heldBytes -= (this.bytes[page] as Uint8Array).length;
    this.bytes[page] = NO_BYTES;
    this.words[page] = NO_WORDS;
    this.doubles[page] = NO_DOUBLES;
    this.#vacant.push(page);
  }

  /** Puts a page in front of those of its size that have room. */
  #list(page: number): void {
    const size = classOf(this.#blockUnits[page] as number);
    const first = this.#roomy[size] as number;
    this.#next[page] = first;
    this.#previous[page] = 0;
    if (first !== 0) this.#previous[first] = page;
    this.#roomy[size] = page;
  }

  #unlist(page: number): void {
    const next = this.#next[page] as number;
    const previous = this.#previous[page] as number;
    if (next !== 0) this.#previous[next] = previous;
    if (previous !== 0) this.#next[previous] = next;
    else this.#roomy[classOf(this.#blockUnits[page] as number)] = next;
    this.#next[page] = 0;
    this.#previous[page] = 0;
  }
}

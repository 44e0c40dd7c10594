// Deadlines in a binary heap, the earliest on top (Williams 1964). Each entry is told its place, so a deadline that
// changes or goes is found at once. Invariant: no entry is due before its parent, and each knows where it stands.

import { type Int64, NOWHERE, objectBytes, type Ref } from '@byor/04-kv/core';
import { SegmentedList } from './segmented-list.ts';

/** The place of an entry without a deadline. */
export const NO_PLACE = -1;

/** How many deadlines are looked at to tell how many lie in the past. */
const STALE_SAMPLE = 100;

/** A BigInt of three words, and in the Map three more with a share of the buckets and of the room that is left. */
const EXACT_BYTES = objectBytes(5);

export class DeadlineHeap {
  readonly #entries = new SegmentedList(Int32Array);
  /** Unix time in milliseconds, as near as a double comes: beyond 2^53 it is enough to tell that it is not yet. */
  readonly #whensMs = new SegmentedList(Float64Array);
  /** The deadlines beyond 2^53, which somebody may ask for. */
  readonly #exactMs = new Map<Ref, bigint>();
  readonly #tell: (entry: Ref, place: number) => void;
  #sumMs = 0;

  /** `tell`: an entry stands at another place now; who owns the entries keeps it. */
  constructor(tell: (entry: Ref, place: number) => void) {
    this.#tell = tell;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** Bytes of both columns, and of what stands apart. */
  get heldBytes(): number {
    const columns = this.#entries.heldBytes + this.#whensMs.heldBytes;
    return columns + this.#exactMs.size * EXACT_BYTES;
  }

  /** Mean of all deadlines, in Unix milliseconds; 0 when there is none. */
  get meanMs(): number {
    return this.size === 0 ? 0 : this.#sumMs / this.size;
  }

  /** The entry that is due first, or NOWHERE. O(1) */
  first(): Ref {
    return this.#entries.at(0) ?? NOWHERE;
  }

  /** The entry at a place: for pictures. */
  entryAt(place: number): Ref {
    return this.#entries.at(place) ?? NOWHERE;
  }

  /** The deadline at a place, rounded to a double. O(1) */
  whenMs(place: number): number {
    return this.#whensMs.at(place) as number;
  }

  /** The same to the millisecond. */
  exactMs(place: number): Int64 {
    const whenMs = this.whenMs(place);
    if (Number.isSafeInteger(whenMs)) return whenMs;
    return this.#exactMs.get(this.entryAt(place)) as bigint;
  }

  /** At most `most` of the deadlines, at equal distances: any place of the heap is as good as another. */
  sample(most: number): number[] {
    const distance = Math.ceil(this.size / most);
    const sample: number[] = [];
    for (let place = 0; place < this.size; place += distance) sample.push(this.whenMs(place));
    return sample;
  }

  /** An estimate of how many of the deadlines lie before `nowMs`. */
  countBefore(nowMs: number): number {
    const sample = this.sample(STALE_SAMPLE);
    const before = sample.filter((whenMs) => whenMs < nowMs).length;
    return before === 0 ? 0 : (before / sample.length) * this.size;
  }

  /**
   * Gives the entry at `place` (NO_PLACE: a new one) a deadline or another one. O(log n)
   * @exercise 5.1 A heap that knows its places
   * @tests deadline-heap: ^(order (the|an)|deadlines beyond|entries|a sample)
   * @hint A key's deadline is moved, or taken away: where in the heap does it stand, and who knows?
   * @hint The heap is an array: the children of place i are 2i + 1 and 2i + 2, and no entry is due before its parent.
   *   Whoever is put somewhere is told its place, by #put and nobody else, so that a change begins at the right spot. A
   *   deadline that came closer rises, one that moved away sinks: after one of the two the heap is in order again.
   * @hint schedule: a new one goes to the end, a known one is forgotten (#forget) where it stands; the sum, the exact
   *   one beyond 2^53; then #siftDown from where #siftUp ends. #siftUp: while the parent is due later, it moves down
   *   into the place. #siftDown: while a child is due earlier, the earlier of both moves up; then #put the entry.
   *   cancel: #forget, tell NO_PLACE, pop the last entry; if it is not the one that goes, it fills the gap and is
   *   sifted both ways.
   */
  schedule(entry: Ref, place: number, whenMs: Int64): void {
    const rounded = Number(whenMs);
    let at = place;
    if (at === NO_PLACE) {
      at = this.size;
      this.#entries.push(entry);
      this.#whensMs.push(rounded);
    } else {
      this.#forget(place);
    }
    this.#sumMs += rounded;
    if (!Number.isSafeInteger(rounded)) this.#exactMs.set(entry, BigInt(whenMs));
    this.#siftDown(entry, rounded, this.#siftUp(rounded, at));
  }

  /**
   * Takes the deadline at `place` away. O(log n)
   * @exercise 5.1
   */
  cancel(place: number): void {
    this.#forget(place);
    this.#tell(this.entryAt(place), NO_PLACE);
    const last = this.#entries.pop() as Ref;
    const whenMs = this.#whensMs.pop() as number;
    // The last one fills the gap, and goes where it belongs.
    if (place < this.size) this.#siftDown(last, whenMs, this.#siftUp(whenMs, place));
  }

  /** Forgets all entries, in constant time. */
  clear(): void {
    this.#entries.clear();
    this.#whensMs.clear();
    this.#exactMs.clear();
    this.#sumMs = 0;
  }

  #forget(place: number): void {
    const whenMs = this.whenMs(place);
    this.#sumMs -= whenMs;
    if (!Number.isSafeInteger(whenMs)) this.#exactMs.delete(this.entryAt(place));
  }

  /**
   * @returns the place to which an entry with that deadline rises from `place`: it is free now
   * @exercise 5.1
   */
  #siftUp(whenMs: number, place: number): number {
    let at = place;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentMs = this.whenMs(parent);
      if (parentMs <= whenMs) break;
      this.#put(this.entryAt(parent), parentMs, at);
      at = parent;
    }
    return at;
  }

  /**
   * Puts an entry where it sinks to from `place`.
   * @exercise 5.1
   */
  #siftDown(entry: Ref, whenMs: number, place: number): void {
    let at = place;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.whenMs(child + 1) < this.whenMs(child)) child++;
      const childMs = this.whenMs(child);
      if (whenMs <= childMs) break;
      this.#put(this.entryAt(child), childMs, at);
      at = child;
    }
    this.#put(entry, whenMs, at);
  }

  #put(entry: Ref, whenMs: number, place: number): void {
    this.#entries.set(place, entry);
    this.#whensMs.set(place, whenMs);
    this.#tell(entry, place);
  }
}

// Deadlines in a binary heap, the earliest on top (Williams 1964). Each entry knows its place, so a deadline that
// changes or goes is found at once. Invariant: no entry is due before its parent, and items.at(i).heapIndex === i.

import type { Int64 } from '@byor/04-kv/core';
import { SegmentedList } from './segmented-list.ts';

/** Not in any heap. */
export const NOWHERE = -1;

/** What the heap holds. Only the heap writes to it. */
export interface Deadline {
  /** Unix time in milliseconds. */
  whenMs: Int64;
  /** Where it stands in the heap, or NOWHERE. */
  heapIndex: number;
}

export class DeadlineHeap<E extends Deadline> {
  readonly #items = new SegmentedList<E>();
  #sumMs = 0;

  get size(): number {
    return this.#items.length;
  }

  /** Mean of all deadlines, in Unix milliseconds; 0 when there is none. */
  get meanMs(): number {
    return this.size === 0 ? 0 : this.#sumMs / this.size;
  }

  /** The entry that is due first. O(1) */
  first(): E | undefined {
    return this.#items.at(0);
  }

  /** At most `most` of the entries, at equal distances: any place of the heap is as good as another. */
  sample(most: number): E[] {
    const distance = Math.ceil(this.size / most);
    const sample: E[] = [];
    for (let place = 0; place < this.size; place += distance)
      sample.push(this.#items.at(place) as E);
    return sample;
  }

  /** Gives an entry a deadline or another one. O(log n) */
  schedule(entry: E, whenMs: Int64): void {
    if (entry.heapIndex === NOWHERE) {
      entry.heapIndex = this.#items.length;
      this.#items.push(entry);
    } else {
      this.#sumMs -= Number(entry.whenMs);
    }
    this.#sumMs += Number(whenMs);
    entry.whenMs = whenMs;
    this.#siftUp(entry);
    this.#siftDown(entry);
  }

  /** Takes an entry's deadline away. @returns whether it had one. O(log n) */
  cancel(entry: E): boolean {
    const place = entry.heapIndex;
    if (place === NOWHERE) return false;
    this.#sumMs -= Number(entry.whenMs);
    entry.heapIndex = NOWHERE;
    const last = this.#items.pop() as E;
    if (last !== entry) {
      this.#put(last, place); // the last one fills the gap, and goes where it belongs
      this.#siftUp(last);
      this.#siftDown(last);
    }
    return true;
  }

  /** Forgets all entries, in constant time; they must not be used any more. */
  clear(): void {
    this.#items.clear();
    this.#sumMs = 0;
  }

  #siftUp(entry: E): void {
    let place = entry.heapIndex;
    while (place > 0) {
      const parentPlace = (place - 1) >> 1;
      const parent = this.#items.at(parentPlace) as E;
      if (parent.whenMs <= entry.whenMs) break;
      this.#put(parent, place);
      place = parentPlace;
    }
    this.#put(entry, place);
  }

  #siftDown(entry: E): void {
    const { length } = this.#items;
    let place = entry.heapIndex;
    for (;;) {
      let childPlace = 2 * place + 1;
      if (childPlace >= length) break;
      let child = this.#items.at(childPlace) as E;
      const right = this.#items.at(childPlace + 1);
      if (right !== undefined && right.whenMs < child.whenMs) {
        child = right;
        childPlace++;
      }
      if (entry.whenMs <= child.whenMs) break;
      this.#put(child, place);
      place = childPlace;
    }
    this.#put(entry, place);
  }

  #put(entry: E, place: number): void {
    this.#items.set(place, entry);
    entry.heapIndex = place;
  }
}

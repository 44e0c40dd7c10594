// A list that grows and shrinks at its end, kept in segments: an array in one piece is copied when it outgrows its place,
// and with a million elements whoever adds the next one waits tens of milliseconds for that.

const SEGMENT_BITS = 10;
const SEGMENT_MASK = (1 << SEGMENT_BITS) - 1;

export class SegmentedList<T> {
  #segments: T[][] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The element at `index`; undefined beyond the end. O(1) */
  at(index: number): T | undefined {
    return this.#segments[index >> SEGMENT_BITS]?.[index & SEGMENT_MASK];
  }

  /** Replaces the element at `index`, which must exist. O(1) */
  set(index: number, element: T): void {
    (this.#segments[index >> SEGMENT_BITS] as T[])[index & SEGMENT_MASK] = element;
  }

  /** O(1), and never more than one segment's work. */
  push(element: T): void {
    if (this.#length === this.#segments.length << SEGMENT_BITS) this.#segments.push([]);
    (this.#segments[this.#length >> SEGMENT_BITS] as T[]).push(element);
    this.#length++;
  }

  /** Takes the last element out. O(1) */
  pop(): T | undefined {
    if (this.#length === 0) return undefined;
    this.#length--;
    const segment = this.#segments[this.#length >> SEGMENT_BITS] as T[];
    const element = segment.pop();
    if (segment.length === 0) this.#segments.pop();
    return element;
  }

  /** Forgets all elements, in constant time: the collector frees them. */
  clear(): void {
    this.#segments = [];
    this.#length = 0;
  }
}

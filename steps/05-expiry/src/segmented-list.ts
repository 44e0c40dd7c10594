// A list of numbers that grows and shrinks at its end, kept in segments: an array in one piece is copied when it outgrows its
// place, and with a million elements whoever adds the next one waits tens of milliseconds for that.

const SEGMENT_BITS = 10;
const SEGMENT = 1 << SEGMENT_BITS;
const SEGMENT_MASK = SEGMENT - 1;

/** What the numbers are kept as. */
type Form = typeof Float64Array | typeof Int32Array;

export class SegmentedList {
  readonly #form: Form;
  #segments: InstanceType<Form>[] = [];
  #length = 0;

  constructor(form: Form) {
    this.#form = form;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes of all segments. */
  get heldBytes(): number {
    return this.#segments.length * SEGMENT * this.#form.BYTES_PER_ELEMENT;
  }

  /** The element at `index`; undefined beyond the end. O(1) */
  at(index: number): number | undefined {
    return index < this.#length
      ? this.#segments[index >> SEGMENT_BITS]?.[index & SEGMENT_MASK]
      : undefined;
  }

  /** Replaces the element at `index`, which must exist. O(1) */
  set(index: number, element: number): void {
    (this.#segments[index >> SEGMENT_BITS] as InstanceType<Form>)[index & SEGMENT_MASK] = element;
  }

  /** O(1), and never more than one segment's work. */
  push(element: number): void {
    const index = this.#length++;
    if (index === this.#segments.length << SEGMENT_BITS) {
      this.#segments.push(new this.#form(SEGMENT));
    }
    this.set(index, element);
  }

  /** Takes the last element out. O(1) */
  pop(): number | undefined {
    if (this.#length === 0) return undefined;
    const element = this.at(this.#length - 1);
    this.#length--;
    if ((this.#length & SEGMENT_MASK) === 0) this.#segments.pop();
    return element;
  }

  /** Forgets all elements, in constant time: the collector frees them. */
  clear(): void {
    this.#segments = [];
    this.#length = 0;
  }
}

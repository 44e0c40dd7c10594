// One request's arguments, the command's name first: a reused cursor of offsets into the parser's buffer.
// Invariant: argument i is bytes[offsets[2i], offsets[2i + 1]) for i < count; what lies behind is from earlier requests.

import { allocate } from '#bytes';
import { writeText } from './copy.ts';
import { Slice } from './slice.ts';

/** Slices kept for reuse. Commands rarely have more arguments; beyond, a fresh Slice is made for each call. */
const POOLED_SLICES = 32;

/** Arguments that a new connection has room for; doubles as needed. */
const INITIAL_ARGUMENTS = 8;

/** Room that is kept between requests, in arguments: one huge request must not hold its memory for ever. */
const KEPT_ARGUMENTS = 1024;

export class Args {
  /** How many arguments, the command's name included. */
  count = 0;
  /** What the offsets, and every slice, point into. */
  #bytes: Uint8Array;
  #offsets = new Int32Array(2 * INITIAL_ARGUMENTS);
  readonly #slices: (Slice | undefined)[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Arguments in memory of their own, for calls that do not come off a wire (replay, tests, a page). */
  static of(...parts: (string | Uint8Array | number)[]): Args {
    const contents = parts.map((part) => (typeof part === 'number' ? String(part) : part));
    const total = contents.reduce((sum, { length }) => sum + length, 0);
    const args = new Args(allocate(total));
    let position = 0;
    for (const content of contents) {
      if (typeof content === 'string') writeText(content, args.#bytes, position);
      else args.#bytes.set(content, position);
      args.push(position, position + content.length);
      position += content.length;
    }
    return args;
  }

  /**
   * Argument `index` (0 is the command's name). Each index has its own Slice, moved along to the next request
   * after this one. Throws RangeError beyond `count`: a command that reads too far is a defect, not a client's error.
   */
  at(index: number): Slice {
    if (index < 0 || index >= this.count) {
      throw new RangeError(`argument ${index} of a request with ${this.count}`);
    }
    const slice = this.#slices[index] ?? this.#makeSlice(index);
    slice.start = this.#offsets[2 * index] as number;
    slice.end = this.#offsets[2 * index + 1] as number;
    return slice;
  }

  /** From the first byte of the first argument to the last of the last. */
  get lengthBytes(): number {
    return (this.#offsets[2 * this.count - 1] as number) - (this.#offsets[0] as number);
  }

  /** Every argument as a string, one character a byte. Copies: safe to keep. */
  strings(): string[] {
    return Array.from({ length: this.count }, (_, index) => this.at(index).text());
  }

  // --- What follows is for whoever fills them: the parser and the inline splitter. ---

  /** Adds the argument `[start, end)` of `bytes`. */
  push(start: number, end: number): void {
    const at = 2 * this.count;
    if (at === this.#offsets.length) this.#grow();
    this.#offsets[at] = start;
    this.#offsets[at + 1] = end;
    this.count++;
  }

  /** Ready for another request. */
  clear(): void {
    this.count = 0;
    if (this.#offsets.length > 2 * KEPT_ARGUMENTS)
      this.#offsets = new Int32Array(2 * INITIAL_ARGUMENTS);
  }

  /** The bytes are in `bytes` now, `distance` nearer to its front. */
  moved(bytes: Uint8Array, distance: number): void {
    for (let i = 0; i < 2 * this.count; i++) {
      this.#offsets[i] = (this.#offsets[i] as number) - distance;
    }
    if (bytes === this.#bytes) return;
    this.#bytes = bytes;
    // A slice that still points into the old buffer would keep it from being freed, up to 512 MiB of it.
    for (const slice of this.#slices) {
      if (slice !== undefined) slice.bytes = bytes;
    }
  }

  #makeSlice(index: number): Slice {
    const slice = new Slice(this.#bytes, 0, 0);
    if (index < POOLED_SLICES) this.#slices[index] = slice;
    return slice;
  }

  #grow(): void {
    const grown = new Int32Array(2 * this.#offsets.length);
    grown.set(this.#offsets);
    this.#offsets = grown;
  }
}

// A byte string that changes in place: what APPEND and SETRANGE work on, so that n appends cost O(n) and not O(n^2).
// Bytes [0, length) are the value; what is behind them is room to grow. As Redis's sds, but that it never moves room back.

import { allocate, latin1Slice, latin1Write } from '@byor/03-event-loop/core';
import type { Key } from '../table/key.ts';

/** Growth doubles up to here, then adds this much at a time: as SDS_MAX_PREALLOC. */
const MAX_SPARE_BYTES = 1 << 20;

export class RawString {
  #bytes: Uint8Array;
  #length: number;

  private constructor(bytes: Uint8Array, length: number) {
    this.#bytes = bytes;
    this.#length = length;
  }

  /** A string of its own with the content of an argument or of a latin1 string. */
  static of(content: Key): RawString {
    const length = lengthOf(content);
    const raw = new RawString(allocate(length), length);
    raw.#write(content, 0);
    return raw;
  }

  /** The buffer; only [0, length) is the value, and only until the next change. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes held, room to grow included. */
  get capacity(): number {
    return this.#bytes.length;
  }

  /** Bytes [start, end) without a copy, valid until the next change. */
  view(start = 0, end = this.#length): Uint8Array {
    return this.#bytes.subarray(start, Math.min(end, this.#length));
  }

  /** The value as a latin1 string. */
  text(): string {
    return latin1Slice(this.#bytes, 0, this.#length);
  }

  copy(): RawString {
    const bytes = allocate(this.#length);
    bytes.set(this.view());
    return new RawString(bytes, this.#length);
  }

  /** Amortised O(length of content). */
  append(content: Key): void {
    this.setRange(this.#length, content);
  }

  /** Writes `content` at `offset`; what lies between the old end and `offset` becomes zero bytes. */
  setRange(offset: number, content: Key): void {
    const end = offset + lengthOf(content);
    if (end > this.#bytes.length) this.#grow(end);
    if (offset > this.#length) this.#bytes.fill(0, this.#length, offset);
    this.#write(content, offset);
    this.#length = Math.max(this.#length, end);
  }

  #grow(atLeast: number): void {
    const bytes = allocate(atLeast + Math.min(atLeast, MAX_SPARE_BYTES));
    bytes.set(this.view());
    this.#bytes = bytes;
  }

  #write(content: Key, offset: number): void {
    if (typeof content === 'string') latin1Write(content, this.#bytes, offset);
    else this.#bytes.set(content.bytes.subarray(content.start, content.end), offset);
  }
}

function lengthOf(content: Key): number {
  return typeof content === 'string' ? content.length : content.end - content.start;
}

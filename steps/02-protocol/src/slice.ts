// A view into bytes that belong to somebody else: what a command sees of one argument.
// Invariant: 0 <= start <= end <= bytes.length. Valid until the command returns; whoever keeps it calls copy() or text().

import { allocate, latin1Slice, latin1Write } from '#bytes';
import { ReplyError } from './errors.ts';

const ZERO = 0x30;
const MINUS = 0x2d;

/** Longest text(), in bytes: half of V8's longest string, so that an error may still repeat it. What may be longer stays bytes. */
const MAX_TEXT_BYTES = 256 * 1024 * 1024;

export class Slice {
  bytes: Uint8Array;
  start: number;
  end: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** A slice of its own over a copy of `text` (one byte a character) or over `bytes` themselves. */
  static of(content: string | Uint8Array): Slice {
    if (typeof content !== 'string') return new Slice(content, 0, content.length);
    const bytes = allocate(content.length);
    latin1Write(content, bytes, 0);
    return new Slice(bytes, 0, bytes.length);
  }

  get length(): number {
    return this.end - this.start;
  }

  /** The content, or its first `most` bytes, as a string, one character a byte. A copy: safe to keep. Throws ReplyError beyond 256 MiB. */
  text(most = this.length): string {
    const length = Math.min(most, this.length);
    if (length > MAX_TEXT_BYTES) {
      throw new ReplyError(`ERR an argument of ${length} bytes is too long to be read as text`);
    }
    return latin1Slice(this.bytes, this.start, this.start + length);
  }

  /** The content in bytes of its own: safe to keep. */
  copy(): Uint8Array {
    const bytes = allocate(this.length);
    bytes.set(this.view());
    return bytes;
  }

  /** The content without copying: gone when the command returns. */
  view(): Uint8Array {
    return this.bytes.subarray(this.start, this.end);
  }

  /**
   * Is this `keyword`, whatever its case? `keyword` must be upper case ASCII: `if (arg.is('NX'))`.
   * @exercise 2.1 A view, not a copy
   * @tests core/slice: ^(a slice compares|only letters|.*integer)
   * @hint Nothing here may make a string: look at the bytes where they lie.
   * @hint A view is a buffer, a start and an end. Lengths that differ settle it at once. Upper and lower case of an ASCII
   *   letter differ by 0x20, and only letters have a case. Redis reads an integer in one form only.
   * @hint integer: an optional minus with something behind it; 1 to 16 digits; a leading zero only for "0" itself; value =
   *   value * 10 + digit; undefined beyond Number.MAX_SAFE_INTEGER.
   */
  is(keyword: string): boolean {
    if (keyword.length !== this.length) return false;
    for (let i = 0; i < keyword.length; i++) {
      let byte = this.bytes[this.start + i] as number;
      if (byte >= 0x61 && byte <= 0x7a) byte -= 0x20;
      if (byte !== keyword.charCodeAt(i)) return false;
    }
    return true;
  }

  /**
   * Same bytes as `text`, one byte a character.
   * @exercise 2.1
   */
  equals(text: string): boolean {
    if (text.length !== this.length) return false;
    for (let i = 0; i < text.length; i++) {
      if (this.bytes[this.start + i] !== text.charCodeAt(i)) return false;
    }
    return true;
  }

  /**
   * The integer written here in the one form Redis takes: no `+`, no blank, no leading zero, no `-0`.
   * Undefined for all else, and beyond ±(2^53 - 1), where a number is no longer exact.
   * @exercise 2.1
   */
  integer(): number | undefined {
    const negative = this.bytes[this.start] === MINUS && this.length > 1;
    const first = negative ? this.start + 1 : this.start;
    const digits = this.end - first;
    if (digits < 1 || digits > 16) return undefined;
    if (this.bytes[first] === ZERO) return this.length === 1 ? 0 : undefined;
    let value = 0;
    for (let i = first; i < this.end; i++) {
      const digit = (this.bytes[i] as number) - ZERO;
      if (digit < 0 || digit > 9) return undefined;
      value = value * 10 + digit;
    }
    if (value > Number.MAX_SAFE_INTEGER) return undefined;
    return negative ? -value : value;
  }
}

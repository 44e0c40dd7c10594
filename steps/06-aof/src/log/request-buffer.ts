// Requests on their way to the disk, in the form in which clients send them (RESP arrays of bulk strings).

import { type Args, allocate, copyBytes, latin1Write, type Slice } from '@byor/05-expiry/core';

const INITIAL_BYTES = 64 * 1024;
/** A larger buffer is given back once it is empty. */
const KEPT_BYTES = 1024 * 1024;
/** `*`, `$`, ten digits, CR LF: the longest header. */
const HEADER_BYTES = 16;
const ZERO = 0x30;

export class RequestBuffer {
  #bytes = allocate(INITIAL_BYTES);
  #start = 0;
  #end = 0;

  /** Bytes that wait. */
  get length(): number {
    return this.#end - this.#start;
  }

  /**
   * Copies a request in: its views die with the command.
   * @exercise 6.1 Records
   * @tests log-reader: ^the buffer
   * @hint A request is handed to you as views of a client's input. What is left of them when the disk gets its turn?
   * @hint The log is written in the form in which clients send requests, so whatever reads requests reads the log. Copy
   *   the bytes at once: views die with the command. The buffer grows when it must, goes back to its small size when it
   *   is empty, and what has been written is only skipped, not moved, until room is needed.
   * @hint add and addParts: #header(*, count), then for each part #header($, length), #reserve its bytes and CR LF, the
   *   bytes (latin1Write for a text), #crlf. #header: #reserve HEADER_BYTES, the type, the number in digits, #crlf.
   *   consume: #start moves on; at the end both are 0, and a buffer beyond KEPT_BYTES is given back. #reserve: nothing
   *   if it fits behind #end; else what waits moves to the front, of a buffer of twice the need if this one is too
   *   small.
   */
  add(request: Args): void {
    const { count } = request;
    this.#header(0x2a, count);
    for (let at = 0; at < count; at++) {
      const argument = request.at(at);
      this.#header(0x24, argument.length);
      this.#reserve(argument.length + 2);
      this.#copy(argument);
      this.#crlf();
    }
  }

  /**
   * The same from texts (one byte a character) and slices, without a request around them.
   * @exercise 6.1
   */
  addParts(parts: readonly (string | Slice)[]): void {
    this.#header(0x2a, parts.length);
    for (const part of parts) {
      this.#header(0x24, part.length);
      this.#reserve(part.length + 2);
      if (typeof part === 'string') this.#end += latin1Write(part, this.#bytes, this.#end);
      else this.#copy(part);
      this.#crlf();
    }
  }

  /** What waits, without a copy: valid until the next `add`. */
  view(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#end);
  }

  /**
   * The first `count` bytes have been written.
   * @exercise 6.1
   */
  consume(count: number): void {
    this.#start += count;
    if (this.#start < this.#end) return;
    this.#start = 0;
    this.#end = 0;
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = allocate(INITIAL_BYTES);
  }

  /** @exercise 6.1 */
  #header(type: number, value: number): void {
    this.#reserve(HEADER_BYTES);
    const bytes = this.#bytes;
    bytes[this.#end++] = type;
    if (value < 100) {
      if (value > 9) bytes[this.#end++] = ZERO + Math.floor(value / 10);
      bytes[this.#end++] = ZERO + (value % 10);
    } else {
      this.#end += latin1Write(String(value), bytes, this.#end);
    }
    this.#crlf();
  }

  #copy({ bytes, start, end }: Slice): void {
    copyBytes(bytes, start, end, this.#bytes, this.#end);
    this.#end += end - start;
  }

  #crlf(): void {
    this.#bytes[this.#end++] = 0x0d;
    this.#bytes[this.#end++] = 0x0a;
  }

  /** @exercise 6.1 */
  #reserve(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const { length } = this;
    const grown =
      length + count > this.#bytes.length ? allocate(2 * (length + count)) : this.#bytes;
    grown.set(this.view());
    this.#bytes = grown;
    this.#start = 0;
    this.#end = length;
  }
}

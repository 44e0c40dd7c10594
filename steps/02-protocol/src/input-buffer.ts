// The bytes that came in and are not used up: the memory beneath both parsers. A socket is read straight into it.
// Invariant: buffer[position, end) is not parsed yet, and no byte before `scanned` is searched again.
// Bound: an idle connection holds 1 KiB, a busy one 64 KiB, a large request at most twice the bytes that have come; its
// buffer is another's before or afterwards (spare-buffers.ts).

import { allocate } from '#bytes';
import { ProtocolError } from './errors.ts';
import { giveBuffer, takeBuffer } from './spare-buffers.ts';

/** Capacity of a new connection, in bytes. Most connections are idle: 10,000 of them take 10 MiB. */
const INITIAL_CAPACITY = 1024;

/** Capacity of a busy connection, in bytes; what a large request added goes back to this. */
const BUSY_CAPACITY = 64 * 1024;

/** Room for one read, in bytes, where the caller does not say. */
const READ_LENGTH = 512;

const RETURN = 0x0d;

export class InputBuffer {
  /** Read into [end, buffer.length), then commit(). Another array after each reserve(): do not keep it. */
  buffer: Uint8Array = allocate(INITIAL_CAPACITY);
  /** Where the next byte goes. */
  end = 0;
  /** First byte that is not parsed yet. */
  protected position = 0;
  /** How far the line at `position` has been searched for its end. */
  protected scanned = 0;
  /** The last read left no room: the next one deserves more. */
  #filled = false;

  /** Bytes held: not parsed yet, or parsed as a part of what is not whole. */
  get buffered(): number {
    return this.end - this.keptFrom();
  }

  /**
   * Makes room behind `end` for at least `atLeast` bytes, by moving or growing, and returns how many fit.
   * @exercise 2.2 Bytes that came in
   * @tests core/input-buffer: ^without a parser
   * @hint Room for new bytes can be made in two ways: by moving what is left to the front, or by a larger buffer. When is
   *   which enough?
   * @hint Memory must follow the bytes that came, never the bytes that were announced. A buffer that a read has filled
   *   deserves twice the room, up to BUSY_CAPACITY; beyond that it doubles only as far as it must.
   * @hint reserve: ask #capacityFor(bytes held, atLeast); another capacity: #move to what takeBuffer gives; else, with nothing held
   *   or too little room behind end, #move within this one; return capacity - end. commit: end += count, and remember
   *   whether the buffer is full. #capacityFor: too small: double, not beyond wholeLength() where that is known, yet at
   *   least what is needed; filled: double up to BUSY_CAPACITY; larger than that and not needed: back to it.
   *   #move: copy what is kept, giveBuffer the old one if it is another, and all offsets fall by `from`.
   */
  reserve(atLeast = READ_LENGTH): number {
    const from = this.keptFrom();
    const capacity = this.#capacityFor(this.end - from, atLeast);
    if (capacity !== this.buffer.length) this.#move(from, takeBuffer(capacity));
    else if (from === this.end || capacity - this.end < atLeast) this.#move(from, this.buffer);
    return capacity - this.end;
  }

  /**
   * `count` bytes were written at `end`.
   * @exercise 2.2
   */
  commit(count: number): void {
    this.end += count;
    this.#filled = this.end === this.buffer.length;
  }

  /** Takes in a copy of `bytes`. */
  feed(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.end);
    this.commit(bytes.length);
  }

  /** The CR that ends the line at `position`; -1 until it and the byte behind it (taken for LF unseen) are there. */
  protected lineEnd(maxLength: number, tooLong: string): number {
    const { buffer, end, position } = this;
    let at = Math.max(this.scanned, position);
    while (at < end && buffer[at] !== RETURN) at++;
    this.scanned = at;
    if (at - position > maxLength) throw new ProtocolError(tooLong);
    return at + 1 < end ? at : -1;
  }

  /** Everything is parsed: gives back what a large request took, for the connection may be idle from now on. */
  protected drained(): void {
    if (this.buffer.length > BUSY_CAPACITY) this.#move(this.end, takeBuffer(BUSY_CAPACITY));
  }

  /** First byte that must not be given up. */
  protected keptFrom(): number {
    return this.position;
  }

  /** Length in bytes of all that is kept once it is whole, where that is known; 0 where it is not. */
  protected wholeLength(): number {
    return 0;
  }

  /** All bytes moved `distance` towards the front: whoever keeps offsets corrects them. */
  protected moved(_distance: number): void {}

  /**
   * The capacity that suits `held` bytes and `more`.
   * @exercise 2.2
   */
  #capacityFor(held: number, more: number): number {
    const capacity = this.buffer.length;
    const needed = held + more;
    const whole = this.wholeLength();
    if (needed > capacity) {
      // Doubling copies each byte at most twice, and follows what came: a header that promises 512 MiB costs nothing.
      // What it promises only keeps the last step from overshooting.
      const doubled = 2 * capacity;
      return Math.max(needed, whole > 0 ? Math.min(doubled, whole) : doubled);
    }
    if (this.#filled && capacity < BUSY_CAPACITY) return 2 * capacity;
    const quiet = Math.max(needed, whole) <= BUSY_CAPACITY / 2;
    return capacity > BUSY_CAPACITY && quiet ? BUSY_CAPACITY : capacity;
  }

  /**
   * What is kept goes to the front of `target`, which may be the buffer itself.
   * @exercise 2.2
   */
  #move(from: number, target: Uint8Array): void {
    if (from < this.end) target.set(this.buffer.subarray(from, this.end));
    if (this.buffer !== target) giveBuffer(this.buffer);
    this.buffer = target;
    this.end -= from;
    this.position -= from;
    this.scanned -= from;
    this.#filled = false;
    this.moved(from);
  }
}

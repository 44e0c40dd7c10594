// Bytes on their way out of a connection: one growing buffer, sent from where it lies.
// Invariant: buffer[start, end) is pending; each public call makes its room once, what is beneath then writes without asking.
// Bound: memory follows what is pending; what a large reply took is given to others when it has left (spare-buffers.ts).

import { allocate } from '#bytes';
import { copyBytes, writeText } from './copy.ts';
import { writeDecimal } from './decimal.ts';
import { ReplyError } from './errors.ts';
import { giveBuffer, takeBuffer } from './spare-buffers.ts';

const INITIAL_CAPACITY = 1024;

/** A buffer of more bytes than this is given back when it is drained. */
const KEPT_CAPACITY = 64 * 1024;

/** Most that can be pending, in bytes. Node 20 has no buffer beyond 4 GiB, and a reply that needs one must not end the server. */
const MAX_PENDING = 2 ** 31;

const RETURN = 0x0d;
export const NEWLINE = 0x0a;
/** CR LF in one store. */
export const CRLF = 0x0a0d;

export class OutputBuffer {
  /** The pending bytes are buffer[start, end): a transport that must not allocate sends them from here. */
  buffer: Uint8Array = allocate(INITIAL_CAPACITY);
  /** The same bytes: a view stores four at once, wherever they begin. */
  protected view = viewOf(this.buffer);
  start = 0;
  end = 0;

  /** Bytes pending. */
  get length(): number {
    return this.end - this.start;
  }

  /** View of what is pending, until the next write. */
  bytes(): Uint8Array {
    return this.buffer.subarray(this.start, this.end);
  }

  /** All that is pending, in bytes of its own: safe to keep. Nothing is pending then. */
  take(): Uint8Array {
    const bytes = allocate(this.length);
    bytes.set(this.bytes());
    this.consume(bytes.length);
    return bytes;
  }

  /** `count` of the pending bytes have left. */
  consume(count: number): void {
    this.start += count;
    if (this.start < this.end) return;
    this.start = 0;
    this.end = 0;
    if (this.buffer.length > KEPT_CAPACITY) {
      giveBuffer(this.buffer);
      this.#use(allocate(INITIAL_CAPACITY));
    }
  }

  /** A place to come back to by rewind(), until bytes are consumed. */
  mark(): number {
    return this.length;
  }

  /** Drops what was written since `mark`. */
  rewind(mark: number): void {
    this.end = this.start + mark;
  }

  /** Appends bytes as they are; text is one byte a character. */
  raw(bytes: string | Uint8Array): void {
    this.ensure(bytes.length);
    if (typeof bytes === 'string') this.text(bytes);
    else this.copy(bytes, 0, bytes.length);
  }

  /**
   * Room for `count` bytes more. Moves or doubles, so that each byte is copied a bounded number of times.
   * Throws ReplyError beyond MAX_PENDING: the session drops what the command has written and answers that instead.
   */
  protected ensure(count: number): void {
    if (this.end + count <= this.buffer.length) return;
    const { buffer, start, end } = this;
    const needed = end - start + count;
    if (needed > MAX_PENDING) throw new ReplyError('ERR the reply is larger than 2 GiB');
    if (needed > buffer.length / 2) {
      this.#use(takeBuffer(Math.min(Math.max(2 * buffer.length, needed), MAX_PENDING)));
    }
    this.buffer.set(buffer.subarray(start, end));
    if (this.buffer !== buffer) giveBuffer(buffer);
    this.start = 0;
    this.end = end - start;
  }

  // The bodies of these keep `buffer` and `end` in local variables: the engine then need not write `end` back for each byte.

  protected text(text: string): void {
    this.end = writeText(text, this.buffer, this.end);
  }

  protected copy(bytes: Uint8Array, start: number, end: number): void {
    copyBytes(bytes, start, end, this.buffer, this.end);
    this.end += end - start;
  }

  protected crlf(): void {
    const { buffer, end } = this;
    buffer[end] = RETURN;
    buffer[end + 1] = NEWLINE;
    this.end = end + 2;
  }

  protected decimal(value: number): void {
    this.end = writeDecimal(value, this.buffer, this.end);
  }

  #use(buffer: Uint8Array): void {
    this.buffer = buffer;
    this.view = viewOf(buffer);
  }
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

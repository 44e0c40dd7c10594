// Replies on their way out: one growing buffer a connection, RESP2 or RESP3 as the client chose by HELLO.
// Invariant: buffer[start, end) is pending; a command that fails leaves nothing behind (mark, rewind).
// Source: the RESP3 specification; what RESP2 clients get instead is as redis-server 7.0.15 does it.
import { allocate, latin1Write } from '#bytes';
import { formatDouble } from './double.ts';
import { Slice } from './slice.ts';

const INITIAL_CAPACITY = 1024;

/** A buffer that a large reply made greater than this is given back when it has drained, in bytes. */
const KEPT_CAPACITY = 64 * 1024;

/** Longest text that a loop writes faster than latin1Write's call into native code, in characters. */
const SHORT_TEXT = 24;

const RETURN = 0x0d;
const NEWLINE = 0x0a;
const MINUS = 0x2d;
const ZERO = 0x30;

/** First byte of each kind of reply. */
const STATUS = 0x2b; // +
const ERROR = 0x2d; // -
const INTEGER = 0x3a; // :
const BULK = 0x24; // $
const ARRAY = 0x2a; // *
const NULL = 0x5f; // _
const BOOLEAN = 0x23; // #
const DOUBLE = 0x2c; // ,
const BIG_NUMBER = 0x28; // (
const VERBATIM = 0x3d; // =
const MAP = 0x25; // %
const SET = 0x7e; // ~
const PUSH = 0x3e; // >
const ATTRIBUTE = 0x7c; // |

export class ReplyWriter {
  /** Version of the protocol that the client speaks. */
  protocol: 2 | 3 = 2;
  /** The pending bytes are buffer[start, end): a transport that must not allocate sends them from here. */
  buffer: Uint8Array = allocate(INITIAL_CAPACITY);
  start = 0;
  end = 0;

  /** Bytes pending. */
  get length(): number {
    return this.end - this.start;
  }

  /** View of the pending bytes, until the next write. */
  bytes(): Uint8Array {
    return this.buffer.subarray(this.start, this.end);
  }

  /** `count` pending bytes have left. */
  consume(count: number): void {
    this.start += count;
    if (this.start < this.end) return;
    this.start = 0;
    this.end = 0;
    if (this.buffer.length > KEPT_CAPACITY) this.buffer = allocate(INITIAL_CAPACITY);
  }

  /** A place to come back to by rewind(), until bytes are consumed. */
  mark(): number {
    return this.end - this.start;
  }

  /** Drops what was written since `mark`. */
  rewind(mark: number): void {
    this.end = this.start + mark;
  }

  status(text: string): void {
    this.#line(STATUS, text);
  }

  ok(): void {
    this.#line(STATUS, 'OK');
  }

  /** `text` begins with the code: `ERR syntax error`. Line breaks would end the reply too early: they become blanks. */
  error(text: string): void {
    this.#line(ERROR, text.replace(/[\r\n]/g, ' '));
  }

  integer(value: number | bigint): void {
    if (typeof value === 'number') this.#header(INTEGER, value);
    else this.#line(INTEGER, String(value));
  }

  /** A string of bytes: text is taken as one byte a character. */
  bulk(value: string | Uint8Array | Slice): void {
    this.#header(BULK, value.length);
    this.#body(value);
  }

  null(): void {
    if (this.protocol === 3) this.#line(NULL, '');
    else this.#line(BULK, '-1');
  }

  /** The null of commands that reply with an array: RESP2 tells the two apart. */
  nullArray(): void {
    if (this.protocol === 3) this.#line(NULL, '');
    else this.#line(ARRAY, '-1');
  }

  /** `count` replies follow. */
  array(count: number): void {
    this.#header(ARRAY, count);
  }

  /** `pairs` times a key and a value follow: two replies each. */
  map(pairs: number): void {
    if (this.protocol === 3) this.#header(MAP, pairs);
    else this.#header(ARRAY, 2 * pairs);
  }

  /** `count` replies follow, in no order. */
  set(count: number): void {
    this.#header(this.protocol === 3 ? SET : ARRAY, count);
  }

  /** `count` replies follow that answer no command. */
  push(count: number): void {
    this.#header(this.protocol === 3 ? PUSH : ARRAY, count);
  }

  /** `pairs` times a key and a value follow that describe the reply after them. RESP3 only: RESP2 has no way to say it. */
  attribute(pairs: number): void {
    if (this.protocol !== 3) throw new Error('an attribute was written to a RESP2 client');
    this.#header(ATTRIBUTE, pairs);
  }

  boolean(value: boolean): void {
    if (this.protocol === 3) this.#line(BOOLEAN, value ? 't' : 'f');
    else this.#header(INTEGER, value ? 1 : 0);
  }

  /** With 17 significant digits, which is what Redis 7.0 sends: 3.14 leaves as 3.1400000000000001. */
  double(value: number): void {
    if (this.protocol === 3) this.#line(DOUBLE, formatDouble(value));
    else this.bulk(formatDouble(value));
  }

  bigNumber(value: bigint): void {
    if (this.protocol === 3) this.#line(BIG_NUMBER, String(value));
    else this.bulk(String(value));
  }

  /** Text for people; `format` has three characters: `txt` or `mkd`. */
  verbatim(format: string, text: string): void {
    if (this.protocol !== 3) {
      this.bulk(text);
      return;
    }
    this.#header(VERBATIM, text.length + 4);
    this.raw(`${format}:`);
    this.#body(text);
  }

  /** Bytes that are a reply already. */
  raw(bytes: string | Uint8Array): void {
    this.#ensure(bytes.length);
    if (typeof bytes === 'string') this.#text(bytes);
    else this.#bytes(bytes, 0, bytes.length);
  }

  // --- Beneath: each public call ensures its room once, the helpers then write without asking. ---

  /** `:` and its like, a number, CR LF. */
  #header(type: number, value: number): void {
    this.#ensure(32);
    this.buffer[this.end++] = type;
    this.#decimal(value);
    this.#crlf();
  }

  /** `+` and its like, text without line breaks, CR LF. */
  #line(type: number, text: string): void {
    this.#ensure(text.length + 3);
    this.buffer[this.end++] = type;
    this.#text(text);
    this.#crlf();
  }

  #body(value: string | Uint8Array | Slice): void {
    this.#ensure(value.length + 2);
    if (typeof value === 'string') this.#text(value);
    else if (value instanceof Slice) this.#bytes(value.bytes, value.start, value.end);
    else this.#bytes(value, 0, value.length);
    this.#crlf();
  }

  #crlf(): void {
    this.buffer[this.end++] = RETURN;
    this.buffer[this.end++] = NEWLINE;
  }

  #text(text: string): void {
    if (text.length > SHORT_TEXT) {
      this.end += latin1Write(text, this.buffer, this.end);
      return;
    }
    for (let i = 0; i < text.length; i++) this.buffer[this.end++] = text.charCodeAt(i);
  }

  #bytes(bytes: Uint8Array, start: number, end: number): void {
    if (end - start > SHORT_TEXT) this.buffer.set(bytes.subarray(start, end), this.end);
    else for (let i = start; i < end; i++) this.buffer[this.end + i - start] = bytes[i] as number;
    this.end += end - start;
  }

  /** Digits by division while the number is small: no string is made. */
  #decimal(value: number): void {
    if (!(value > -1e9 && value < 1e9)) {
      this.#text(String(value));
      return;
    }
    let rest = value | 0;
    if (rest < 0) {
      this.buffer[this.end++] = MINUS;
      rest = -rest;
    }
    let digits = 1;
    for (let bound = 10; rest >= bound; bound *= 10) digits++;
    for (let at = this.end + digits - 1; at >= this.end; at--) {
      const tens = (rest / 10) | 0;
      this.buffer[at] = ZERO + rest - tens * 10;
      rest = tens;
    }
    this.end += digits;
  }

  /** Room for `count` bytes more. Doubles, so that each byte is copied a bounded number of times. */
  #ensure(count: number): void {
    if (this.end + count <= this.buffer.length) return;
    const pending = this.end - this.start;
    const grown = allocate(Math.max(2 * this.buffer.length, pending + count));
    grown.set(this.bytes());
    this.buffer = grown;
    this.start = 0;
    this.end = pending;
  }
}

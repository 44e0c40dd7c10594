// Replies as a client reads them: RESP2, or RESP3 if it asked for that by HELLO.
// Invariant: one call is one reply, or the head of one: array(2) wants two more calls.
// Source: the RESP3 specification; what RESP2 clients get instead is what redis-server 7.0.15 gives them.

import { formatDouble } from './double.ts';
import { CRLF, NEWLINE, OutputBuffer } from './output-buffer.ts';
import { Slice } from './slice.ts';

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

/** Room for a type, a number and twice CR LF. */
const HEADER_BYTES = 32;

/** `$0\r\n` to `$99\r`, by the length: four bytes in one number. What `$99\r` still lacks is a byte. */
const SHORT_HEADS = Int32Array.from({ length: 100 }, (_, length) =>
  [...`$${length}\r\n`.slice(0, 4)].reduce((sum, c, at) => sum | (c.charCodeAt(0) << (8 * at)), 0),
);

export class ReplyWriter extends OutputBuffer {
  /** Version of the protocol that the client speaks. */
  protocol: 2 | 3 = 2;

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

  /**
   * A string of bytes: text is taken as one byte a character.
   * @exercise 2.5 Replies
   * @tests core/reply-writer
   * @hint Every kind of reply is one of three shapes: a line, a number with a type before it, or a length and then bytes.
   * @hint RESP3 has kinds that RESP2 lacks. A client that never said HELLO 3 gets the nearest one it knows: a map as a flat
   *   array of twice the count, a double or big number as a string, a boolean as 1 or 0, null as $-1 (or *-1).
   * @hint head: type byte, decimal(value), crlf(). #header: ensure, then head. #line: ensure, type byte, text, crlf().
   *   #bulkSlice and #bulkOther: ensure the length and HEADER_BYTES, head, the bytes (text, or by copy), crlf(). The others
   *   choose by this.protocol.
   */
  bulk(value: string | Uint8Array | Slice): void {
    if (value instanceof Slice) this.#bulkSlice(value);
    else this.#bulkOther(value);
  }

  /**
   * A string of bytes that begins at a word of `words`, as what lies in an arena does: for commands that reply with many of
   * them. It copies whole words, up to three bytes too many, and CR LF goes over those. A third of what `bulk` costs; composed of
   * the others, instead of one flat piece, a tenth more. Little-endian, as all machines are that the stages run on.
   */
  bulkWords(words: Int32Array, at: number, lengthBytes: number): void {
    this.ensure(lengthBytes + HEADER_BYTES);
    if (lengthBytes >= SHORT_HEADS.length) this.head(BULK, lengthBytes);
    const { view } = this;
    let { end } = this;
    if (lengthBytes < SHORT_HEADS.length) {
      view.setInt32(end, SHORT_HEADS[lengthBytes] as number, true);
      end += 4;
      if (lengthBytes > 9) view.setUint8(end++, NEWLINE);
    }
    const stop = end + lengthBytes;
    for (let from = at; end < stop; from++, end += 4)
      view.setInt32(end, words[from] as number, true);
    view.setUint16(stop, CRLF, true);
    this.end = stop + 2;
  }

  /** @exercise 2.5 */
  null(): void {
    if (this.protocol === 3) this.#line(NULL, '');
    else this.#line(BULK, '-1');
  }

  /**
   * The null of commands that reply with an array: RESP2 tells the two apart.
   * @exercise 2.5
   */
  nullArray(): void {
    if (this.protocol === 3) this.#line(NULL, '');
    else this.#line(ARRAY, '-1');
  }

  /** `count` replies follow. */
  array(count: number): void {
    this.#header(ARRAY, count);
  }

  /**
   * `pairs` times a key and a value follow: two replies each.
   * @exercise 2.5
   */
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

  /**
   * RESP2 knows none: 1 or 0.
   * @exercise 2.5
   */
  boolean(value: boolean): void {
    if (this.protocol === 3) this.#line(BOOLEAN, value ? 't' : 'f');
    else this.#header(INTEGER, value ? 1 : 0);
  }

  /**
   * With 17 significant digits, which is what Redis 7.0 sends: 3.14 leaves as 3.1400000000000001. RESP2: a string.
   * @exercise 2.5
   */
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
    this.raw(`${format}:${text}\r\n`);
  }

  /**
   * `:` and its like, a number, CR LF.
   * @exercise 2.5
   */
  #header(type: number, value: number): void {
    this.ensure(HEADER_BYTES);
    this.head(type, value);
  }

  /**
   * `$` and its like, a number, CR LF; the caller made room.
   * @exercise 2.5
   */
  protected head(type: number, value: number): void {
    this.buffer[this.end++] = type;
    this.decimal(value);
    this.crlf();
  }

  /**
   * `+` and its like, text without line breaks, CR LF.
   * @exercise 2.5
   */
  #line(type: number, text: string): void {
    this.ensure(text.length + 3);
    this.buffer[this.end++] = type;
    this.text(text);
    this.crlf();
  }

  /**
   * Apart from the others, for most replies are views of what is stored.
   * @exercise 2.5
   */
  #bulkSlice({ bytes, start, end }: Slice): void {
    this.ensure(end - start + HEADER_BYTES);
    this.head(BULK, end - start);
    this.copy(bytes, start, end);
    this.crlf();
  }

  /** @exercise 2.5 */
  #bulkOther(value: string | Uint8Array): void {
    this.ensure(value.length + HEADER_BYTES);
    this.head(BULK, value.length);
    if (typeof value === 'string') this.text(value);
    else this.copy(value, 0, value.length);
    this.crlf();
  }
}

// Reads one file of the log from front to back, a record at a time, in bounded memory: a chunk, or one record if that
// is larger. Invariant: everything before `offset` was whole and well formed.

import { type Args, ProtocolError, RequestParser } from '@byor/05-expiry/core';
import type { ReadFile } from '../files/file-system.ts';
import { LogDamage } from './errors.ts';

const CHUNK_BYTES = 256 * 1024;
/** A walk from an end of a torn argument to the other takes less than one. */
const STEPS_PER_BYTE = 4;
const ASTERISK = 0x2a;
const HASH = 0x23;
const ZERO = 0x30;
const MINUS = 0x2d;
const RETURN = 0x0d;
const NEWLINE = 0x0a;

/** A log is stricter than a client: only arrays are records, and each argument ends with CR LF. */
class RecordParser extends RequestParser {
  constructor() {
    super({ maxBulkLength: 2 ** 31, maxBufferLength: Infinity });
  }

  /** Reads what is in memory already: nothing is copied, so nothing can be fed to it. */
  static over(bytes: Uint8Array, from: number): RecordParser {
    const parser = new RecordParser();
    parser.buffer = bytes;
    parser.end = bytes.length;
    parser.position = from;
    return parser;
  }

  /** A client may send requests without arguments, and they are passed over; redis-server takes no such record. */
  override next(): boolean {
    const { buffer, position, end } = this;
    const isAtBeginning = this.keptFrom() === position;
    if (isAtBeginning && position + 1 < end && buffer[position] === ASTERISK) {
      const digit = buffer[position + 1];
      if (digit === ZERO || digit === MINUS) throw new ProtocolError('invalid multibulk length');
    }
    return super.next();
  }

  /** No connection's buffer, that another could use: what `over` reads is somebody else's. */
  protected override drained(): void {}

  /** The first byte of what comes next; undefined: none is here yet. */
  get first(): number | undefined {
    return this.position < this.end ? this.buffer[this.position] : undefined;
  }

  /** What is left when the file is at its end: half a record. */
  get rest(): Uint8Array {
    return this.buffer.subarray(this.keptFrom(), this.end);
  }

  /** The half of an argument, or of a length, that `rest` ends with. */
  get lastPart(): Uint8Array {
    return this.buffer.subarray(this.position, this.end);
  }

  /** What a record that is not whole has cost so far: its arguments, and the bytes of a line that does not end. */
  get steps(): number {
    return this.args.count + Math.max(0, this.scanned - this.position);
  }

  /** Which of the arguments that are here has no CR LF behind it, counted from 1; 0: none. */
  get unended(): number {
    const { args, buffer } = this;
    for (let at = 0; at < args.count; at++) {
      const { end } = args.at(at);
      if (buffer[end] !== RETURN || buffer[end + 1] !== NEWLINE) return at + 1;
    }
    return 0;
  }
}

export class LogReader {
  readonly #file: ReadFile;
  readonly #parser = new RecordParser();
  #readBytes = 0;
  #atEnd = false;
  /** Where the record in `args` begins, in bytes. */
  recordOffset = 0;

  constructor(file: ReadFile) {
    this.#file = file;
  }

  /** The record that `next` found: valid until the next call. */
  get args(): Args {
    return this.#parser.args;
  }

  /** Where the next record begins, in bytes. */
  get offset(): number {
    return this.#readBytes - this.#parser.buffered;
  }

  /**
   * Lines that begin with `#` are redis-server's remarks, and read over. @returns whether there was another record.
   * @throws LogDamage: `a record begins with '*', here stands 'x'`
   * @exercise 6.6 Read it back
   * @tests log-reader: ^(what the buffer|cut anywhere|a record larger|the tail|half of|remarks|damage)
   * @section Replay
   * @hint The last record of the file is not whole. Was that the power, or did somebody change a length in the middle?
   * @hint Stage 02's parser reads records out of chunks of any size; a log is only stricter. A file that ends inside a
   *   record is torn: that is what a crash leaves, and it may be cut there. Anything else is damage, and nobody's to
   *   guess at. A length that was made too large looks torn too, but whole records go on behind it, to the end of the
   *   file. A text that has records in it does not: its own end is missing.
   * @hint next: note where the record begins; #read until there is a first byte, false at the end; neither * nor #:
   *   damaged; #complete; a remark: again; else #checkEnds, true. #complete: while parser.next() is false, #read, and
   *   at the end of the file throw #torn; a ProtocolError is damage. #read: reserve, file.read behind what is there,
   *   commit, count it. #torn: #checkEnds of the arguments that are here; if recordsWithin the last part go toEnd it is
   *   damage, told in bytes from the record's beginning; else torn, and areThere goes with it.
   */
  next(): boolean {
    for (;;) {
      this.recordOffset = this.offset;
      while (this.#parser.first === undefined) if (!this.#read()) return false;
      const { first } = this.#parser;
      if (first !== ASTERISK && first !== HASH) {
        throw this.#damaged(`a record begins with '*', here stands ${shownByte(first as number)}`);
      }
      this.#complete();
      if (first === HASH) continue; // `#TS:1700000000` is a remark of redis-server's
      this.#checkEnds();
      return true;
    }
  }

  /**
   * The rest of the record, however many chunks that takes. @throws LogDamage: what the parser says, without its `Protocol error: `
   * @exercise 6.6
   */
  #complete(): void {
    try {
      while (!this.#parser.next()) if (!this.#read()) throw this.#torn();
    } catch (error) {
      if (error instanceof ProtocolError)
        throw this.#damaged(error.message.replace('Protocol error: ', ''));
      throw error;
    }
  }

  #checkEnds(): void {
    const { unended } = this.#parser;
    if (unended > 0) throw this.#damaged(`argument ${unended} is not as long as it says`);
  }

  /**
   * @returns false at the end of the file
   * @exercise 6.6
   */
  #read(): boolean {
    if (this.#atEnd) return false;
    this.#parser.reserve(CHUNK_BYTES);
    const count = this.#file.read(this.#parser.buffer, this.#parser.end);
    this.#parser.commit(count);
    this.#readBytes += count;
    this.#atEnd = count === 0;
    return count > 0;
  }

  /**
   * A length that was made too large swallows all records behind it: that is not what a crash leaves, but damage. It `never
   * ends, although whole records follow`.
   * @exercise 6.6
   */
  #torn(): LogDamage {
    this.#checkEnds();
    const { rest, lastPart } = this.#parser;
    const { toEnd, areThere } = recordsWithin(lastPart);
    if (toEnd === undefined) {
      const what = `the last ${rest.length} bytes are no whole record`;
      return new LogDamage('torn', this.recordOffset, what, areThere);
    }
    return this.#damaged(
      `it never ends, although whole records follow, from ${rest.length - lastPart.length + toEnd} bytes after its ` +
        'beginning to the end of the file',
    );
  }

  #damaged(why: string): LogDamage {
    return new LogDamage('damaged', this.recordOffset, why);
  }
}

/**
 * `toEnd`: from where on half an argument is records, whole to its last byte: then its length is wrong, and they are no part
 * of it. `areThere`: there are some, but they do not go so far.
 * An argument may hold records as text, but that goes on, so the last of them is cut, or something else comes behind it.
 * Only if the cut fell right between two of them nobody can tell, and it counts as damage: cutting would lose more.
 *
 * The whole records of a try are passed over by the next: whoever begins with one of them comes no further. The one that was
 * not whole is looked at again, and a client may choose a value in which each try walks to the end. So those steps are
 * counted, and a text that takes too many counts as torn: the search is linear.
 */
function recordsWithin(bytes: Uint8Array): { toEnd?: number; areThere: boolean } {
  let areThere = false;
  let stepsLeft = STEPS_PER_BYTE * bytes.length;
  for (let at = bytes.indexOf(ASTERISK, 2); at >= 0; at = bytes.indexOf(ASTERISK, at + 1)) {
    if (bytes[at - 2] !== RETURN || bytes[at - 1] !== NEWLINE || !isDigit(bytes[at + 1])) continue;
    const from = at;
    const parser = RecordParser.over(bytes, from);
    at = wholeUntil(parser, from);
    if (at === bytes.length) return { toEnd: from, areThere: true };
    areThere ||= at > from;
    stepsLeft -= parser.steps;
    if (stepsLeft < 0) break;
  }
  return { areThere };
}

/** Where the first record behind `from` begins that is not whole, or is none. */
function wholeUntil(parser: RecordParser, from: number): number {
  let at = from;
  try {
    while (parser.first === ASTERISK || parser.first === HASH) {
      const isRemark = parser.first === HASH;
      if (!parser.next() || (!isRemark && parser.unended > 0)) break;
      at = parser.end - parser.buffered;
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
  return at;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
}

function shownByte(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `byte ${byte}`;
}

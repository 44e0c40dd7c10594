// Reads one file of the log from front to back, a record at a time, in bounded memory: a chunk, or one record if that
// is larger. Invariant: everything before `offset` was whole and well formed.

import { type Args, latin1Slice, ProtocolError, RequestParser } from '@byor/05-expiry/core';
import type { ReadFile } from '../files/file-system.ts';
import { LogDamage } from './errors.ts';

const CHUNK_BYTES = 256 * 1024;
const ASTERISK = 0x2a;
const HASH = 0x23;
const RETURN = 0x0d;
const NEWLINE = 0x0a;

/** A log is stricter than a client: only arrays are records, and each argument ends with CR LF. */
class RecordParser extends RequestParser {
  /** The first byte of what comes next; undefined: none is here yet. */
  get first(): number | undefined {
    return this.position < this.end ? this.buffer[this.position] : undefined;
  }

  /** What is left when the file is at its end. */
  get rest(): Uint8Array {
    return this.buffer.subarray(this.keptFrom(), this.end);
  }
}

export class LogReader {
  readonly #file: ReadFile;
  readonly #parser = new RecordParser({ maxBulkLength: 2 ** 31, maxBufferLength: Infinity });
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
   *   guess at. A length that was made too large looks torn too, but whole records follow it.
   * @hint next: note where the record begins; #read until there is a first byte, false at the end; neither * nor #:
   *   damaged; #complete; a remark: again; else #checkEnds, true. #complete: while parser.next() is false, #read, and
   *   at the end of the file throw #torn; a ProtocolError is damage. #read: reserve, file.read behind what is there,
   *   commit, count it. #torn: the rest of the bytes; if a whole record follows in them it is damage, else torn.
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
    const { args, buffer } = this.#parser;
    for (let at = 0; at < args.count; at++) {
      const { end } = args.at(at);
      if (buffer[end] !== RETURN || buffer[end + 1] !== NEWLINE) {
        throw this.#damaged(`argument ${at + 1} is not as long as it says`);
      }
    }
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
   * A length that was changed swallows all records behind it: that is not what a crash leaves, but damage. It `never
   * ends, although a whole record follows`.
   * @exercise 6.6
   */
  #torn(): LogDamage {
    const { rest } = this.#parser;
    const follows = nextRecord(rest);
    if (follows === undefined) {
      return new LogDamage(
        'torn',
        this.recordOffset,
        `the last ${rest.length} bytes are no whole record`,
      );
    }
    return this.#damaged(
      `it never ends, although a whole record follows ${follows} bytes after its beginning`,
    );
  }

  #damaged(why: string): LogDamage {
    return new LogDamage('damaged', this.recordOffset, why);
  }
}

/** Where in the bytes of an unfinished record another, whole one stands. */
function nextRecord(bytes: Uint8Array): number | undefined {
  for (let at = bytes.indexOf(ASTERISK, 1); at >= 0; at = bytes.indexOf(ASTERISK, at + 1)) {
    if (bytes[at - 1] === NEWLINE && isRecord(bytes.subarray(at))) return at;
  }
  return undefined;
}

/** Looked at first: a text may have a list in it, with an asterisk before each of its thousands of items. */
const BEGINNING = /^\*\d+\r\n\$\d+\r\n[A-Za-z]+\r\n/;
const BEGINNING_BYTES = 64;

function isRecord(bytes: Uint8Array): boolean {
  if (!BEGINNING.test(latin1Slice(bytes, 0, Math.min(bytes.length, BEGINNING_BYTES)))) return false;
  const parser = new RequestParser();
  parser.feed(bytes);
  try {
    return parser.next();
  } catch {
    return false;
  }
}

function shownByte(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `byte ${byte}`;
}

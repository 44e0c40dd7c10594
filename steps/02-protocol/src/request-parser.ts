// Requests out of a stream of bytes that is cut anywhere: RESP arrays of bulk strings, and inline commands.
// Invariant: parsing goes on where it stopped; arguments are offsets into the buffer, nothing is copied.
// Source: the RESP specification; limits and error texts are redis-server 7.0.15's, each compared with it.

import { latin1Slice } from '#bytes';
import { Args } from './args.ts';
import { ProtocolError } from './errors.ts';
import { splitInline } from './inline.ts';
import { InputBuffer } from './input-buffer.ts';

export interface ParserLimits {
  /** Longest argument, in bytes (redis.conf: proto-max-bulk-len). */
  maxBulkLength: number;
  /** Most arguments of one request. */
  maxArguments: number;
  /** Longest line, in bytes: an inline command, or a length. */
  maxInlineLength: number;
  /** Most bytes held for one connection (redis.conf: client-query-buffer-limit). */
  maxBufferLength: number;
}

export const DEFAULT_LIMITS: ParserLimits = {
  maxBulkLength: 512 * 1024 * 1024,
  maxArguments: 2 ** 31 - 1,
  maxInlineLength: 64 * 1024,
  maxBufferLength: 1024 * 1024 * 1024,
};

/** What a stranger may send before AUTH: enough to authenticate, too little to fill the memory. */
const STRANGER_LIMITS = { maxArguments: 10, maxBulkLength: 16 * 1024 };

const ASTERISK = 0x2a;
const DOLLAR = 0x24;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const ZERO = 0x30;

/** What parseLength makes of a number below zero, and of what is no length at all. */
const NEGATIVE = -1;
const INVALID = -2;

export class RequestParser extends InputBuffer {
  /** The request that next() found. */
  readonly args: Args;
  /** May be replaced at any time (CONFIG SET proto-max-bulk-len). */
  limits: ParserLimits;
  /** While true the small limits for strangers hold too. */
  unauthenticated = false;
  /** First byte of the request that is being read. */
  #start = 0;
  /** Arguments that it still lacks; 0 between requests. */
  #remaining = 0;
  /** Bytes of the argument at `position`; -1 while its length has not been read. */
  #bulkLength = -1;

  constructor(limits: Partial<ParserLimits> = {}) {
    super();
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.args = new Args(this.buffer);
  }

  /**
   * Finds the next request. True: `args` holds it, until the next call of next, reserve or feed.
   * False: more bytes are needed. Throws ProtocolError when these bytes are no request, and is of no use from then on.
   * Empty requests (`*0`, a blank line) are passed over, as Redis does.
   */
  next(): boolean {
    if (this.#request()) return true;
    if (this.buffered > this.limits.maxBufferLength) {
      throw new ProtocolError('too big request', { silent: true });
    }
    return false;
  }

  #request(): boolean {
    const { args } = this;
    while (this.#remaining === 0) {
      if (this.position === this.end) {
        this.drained();
        return false;
      }
      this.#start = this.position;
      args.clear();
      if (this.buffer[this.position] === ASTERISK) {
        if (!this.#multibulkLength()) return false;
      } else {
        if (!this.#inline()) return false;
        if (args.count > 0) return true;
      }
    }
    return this.#multibulk();
  }

  /**
   * `*3\r\n`: how many arguments follow; below zero is as good as none. False: not all there yet.
   * @exercise 2.3 The request parser
   * @tests core/request-parser: ^(one |an? (pipeline|empty (argument|request)|command|null|integer|blank line for|count|length|bulk|longer one|client)|any|minus|CR, LF|RESP|ten|no (dollar|count|length)|the (greatest|byte)|requests|nor|limits)
   * @tests core/input-buffer: ^(announcing|so does|a large argument|the memory|even if|no slice|bytes of a length)
   * @hint Bytes may end anywhere. What must you remember to go on exactly there when more have come?
   * @hint Two numbers are the whole state: how many arguments are missing (#remaining), and how long the one at hand is
   *   (#bulkLength, -1 while unknown). "Not yet" is a return value; what can never become a request is a ProtocolError, whose
   *   words are in the table of section 4.
   * @hint #multibulkLength: a length line behind "*", checked, into #remaining. #multibulk: while arguments are missing,
   *   read the length line behind "$" unless it is known; return false unless length + 2 bytes are there; args.push(start,
   *   end); step over them. parseLength: digits only, no leading zero.
   */
  #multibulkLength(): boolean {
    const lineEnd = this.#lengthLine('too big mbulk count string');
    if (lineEnd < 0) return false;
    const count = parseLength(this.buffer, this.position + 1, lineEnd);
    if (count === INVALID || count > this.limits.maxArguments) {
      throw new ProtocolError('invalid multibulk length');
    }
    if (this.unauthenticated && count > STRANGER_LIMITS.maxArguments) {
      throw new ProtocolError('unauthenticated multibulk length');
    }
    this.position = lineEnd + 2;
    this.#remaining = Math.max(count, 0);
    return true;
  }

  /**
   * The arguments, `$3\r\nSET\r\n` each. False: not all there yet. One flat loop, since every byte of load comes through here.
   * @exercise 2.3
   */
  #multibulk(): boolean {
    const { end, args } = this;
    const { maxBulkLength } = this.limits;
    while (this.#remaining > 0) {
      if (this.#bulkLength < 0) this.#bulkLength = this.#shortLength(DOLLAR, maxBulkLength);
      if (this.#bulkLength < 0) {
        const lineEnd = this.#lengthLine('too big bulk count string');
        if (lineEnd < 0) return false;
        this.#bulkLength = this.#parseBulkLength(lineEnd);
        this.position = lineEnd + 2;
      }
      const bulkEnd = this.position + this.#bulkLength;
      if (end < bulkEnd + 2) return false;
      args.push(this.position, bulkEnd);
      this.position = bulkEnd + 2; // The CR LF: like Redis, we do not look at it.
      this.#bulkLength = -1;
      this.#remaining--;
    }
    return true;
  }

  /**
   * A length of one digit or two, as nearly all are, in one look; steps over it. -1: the line must be looked at in earnest.
   * A third less for a whole SET (bench/hot-path.ts).
   */
  #shortLength(type: number, most: number): number {
    const { buffer, position, end } = this;
    if (position + 4 >= end || buffer[position] !== type) return -1;
    let length = (buffer[position + 1] as number) - ZERO;
    if (length < 1 || length > 9) return -1;
    let at = position + 2;
    if (buffer[at] !== RETURN) {
      const ones = (buffer[at] as number) - ZERO;
      if (ones < 0 || ones > 9 || buffer[++at] !== RETURN) return -1;
      length = length * 10 + ones;
    }
    if (length > most) return -1;
    this.position = at + 2;
    return length;
  }

  /**
   * The length behind `$`, within its limits.
   * @exercise 2.3
   */
  #parseBulkLength(lineEnd: number): number {
    const { buffer, position } = this;
    if (buffer[position] !== DOLLAR) {
      throw new ProtocolError(`expected '$', got '${latin1Slice(buffer, position, position + 1)}'`);
    }
    const length = parseLength(buffer, position + 1, lineEnd);
    if (length < 0 || length > this.limits.maxBulkLength) {
      throw new ProtocolError('invalid bulk length');
    }
    if (this.unauthenticated && length > STRANGER_LIMITS.maxBulkLength) {
      throw new ProtocolError('unauthenticated bulk length');
    }
    return length;
  }

  /**
   * A command typed by hand, up to LF or CR LF. False: not all there yet.
   * @exercise 2.4
   */
  #inline(): boolean {
    const { buffer, end, position } = this;
    let at = Math.max(this.scanned, position);
    while (at < end && buffer[at] !== NEWLINE) at++;
    this.scanned = at;
    // Redis asks this only while the end is missing; here a long line is refused however it is cut.
    if (at - position > this.limits.maxInlineLength) {
      throw new ProtocolError('too big inline request');
    }
    if (at === end) return false;
    // A CR before the LF is a blank to the splitter.
    if (!splitInline(buffer, position, at, this.args)) {
      throw new ProtocolError('unbalanced quotes in request');
    }
    this.position = at + 1;
    return true;
  }

  #lengthLine(tooLong: string): number {
    return this.lineEnd(this.limits.maxInlineLength, tooLong);
  }

  protected override keptFrom(): number {
    return this.#remaining > 0 ? this.#start : this.position;
  }

  /** Known from the moment the length of a request's last argument is. */
  protected override wholeLength(): number {
    if (this.#remaining !== 1 || this.#bulkLength < 0) return 0;
    return this.position + this.#bulkLength + 2 - this.#start;
  }

  protected override moved(distance: number): void {
    this.#start -= distance;
    if (this.#remaining === 0) this.args.clear();
    this.args.moved(this.buffer, distance);
  }
}

/**
 * The decimal in `[start, end)` as a length below 2^31; NEGATIVE or INVALID if it is none. No `+`, no leading zero.
 * @exercise 2.3
 */
function parseLength(bytes: Uint8Array, start: number, end: number): number {
  const digits = end - start;
  if (digits === 0 || digits > 9 || (bytes[start] === ZERO && digits > 1)) {
    return parseUnusualLength(bytes, start, end);
  }
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = (bytes[i] as number) - ZERO;
    if (digit < 0 || digit > 9) return parseUnusualLength(bytes, start, end);
    value = value * 10 + digit;
  }
  return value;
}

/** What is not one to nine digits: a sign, a number that may be too great, or none. Redis reads an int64 here. */
function parseUnusualLength(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 20) return INVALID;
  const text = latin1Slice(bytes, start, end);
  if (!/^-?[1-9][0-9]*$/.test(text)) return INVALID;
  const value = BigInt(text);
  if (value < 0n) return value < -(2n ** 63n) ? INVALID : NEGATIVE;
  return value < 2n ** 31n ? Number(value) : INVALID;
}

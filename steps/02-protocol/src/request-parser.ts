// Requests out of a byte stream that is cut anywhere: RESP arrays of bulk strings, and inline commands.
// Invariant: buffer[#position, end) is not parsed yet, and no byte before #scanned is looked at again.
// Source: the RESP specification (redis.io/docs/reference/protocol-spec); limits and texts as redis-server 7.0.15 gives them.
import { allocate, latin1Slice } from '#bytes';
import { Args } from './args.ts';
import { ProtocolError } from './errors.ts';
import { splitInline } from './inline.ts';

export interface ParserLimits {
  /** Longest argument, in bytes (redis.conf: proto-max-bulk-len). */
  maxBulkLength: number;
  /** Most arguments in a request. */
  maxArguments: number;
  /** Longest line: an inline command, or a length. */
  maxInlineLength: number;
  /** Longest request, in bytes (redis.conf: client-query-buffer-limit). */
  maxRequestLength: number;
}

export const DEFAULT_LIMITS: ParserLimits = {
  maxBulkLength: 512 * 1024 * 1024,
  maxArguments: 2 ** 31 - 1,
  maxInlineLength: 64 * 1024,
  maxRequestLength: 1024 * 1024 * 1024,
};

/** What a client may send before it has authenticated: enough for AUTH and HELLO, too little to fill the memory. */
const UNAUTHENTICATED = { maxArguments: 10, maxBulkLength: 16384 };

/** Bytes a new connection's buffer holds. Many connections are idle: 10,000 of them cost 10 MiB. */
const INITIAL_CAPACITY = 1024;

/** A busy connection's buffer, in bytes; one that a large request made greater goes back to this. */
const BUSY_CAPACITY = 64 * 1024;

const ASTERISK = 0x2a;
const DOLLAR = 0x24;
const RETURN = 0x0d;
const NEWLINE = 0x0a;
const ZERO = 0x30;

/** What parseLength makes of a number below zero, and of what is no length at all. */
const NEGATIVE = -1;
const INVALID = -2;

export class RequestParser {
  /** The request that next() found. */
  readonly args: Args;
  limits: ParserLimits;
  /** While true, the small limits for strangers hold too. */
  unauthenticated = false;
  /** Where the bytes come in: read into [end, buffer.length), then commit() what came. */
  buffer: Uint8Array;
  end = 0;
  /** First byte that is not parsed yet. */
  #position = 0;
  /** How far the line at #position has been searched for its end. */
  #scanned = 0;
  /** First byte of the request that is being parsed: what must be kept. */
  #start = 0;
  /** Arguments this request still lacks; 0 between requests. */
  #remaining = 0;
  /** Bytes of the argument at #position; -1 while its length line has not been read. */
  #bulkLength = -1;
  /** Last read filled the buffer: the next one deserves more. */
  #filled = false;

  constructor(limits: Partial<ParserLimits> = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.buffer = allocate(INITIAL_CAPACITY);
    this.args = new Args(this.buffer);
  }

  /** Bytes that are held: not parsed yet, or of a request that is not whole. */
  get buffered(): number {
    return this.end - this.#kept;
  }

  get #kept(): number {
    return this.#remaining > 0 ? this.#start : this.#position;
  }

  /**
   * Finds the next request. True: `args` holds it, until the next call of next, reserve or feed.
   * False: more bytes are needed. Throws ProtocolError when the bytes are no request; the parser is of no use then.
   * Empty requests (`*0`, a blank line) are skipped, as Redis does.
   */
  next(): boolean {
    const { buffer, end, args } = this;
    while (this.#remaining === 0) {
      this.#start = this.#position;
      args.clear();
      if (this.#position === end) return false;
      if (buffer[this.#position] !== ASTERISK) {
        if (!this.#inline()) return false;
        if (args.count === 0) continue;
        args.bytes = buffer;
        return true;
      }
      if (!this.#multibulkHeader()) return false;
    }
    return this.#multibulk();
  }

  /** The arguments of a multibulk: `$3\r\nSET\r\n`, as many as the header announced. This is the hot loop. */
  #multibulk(): boolean {
    const { buffer, end, args } = this;
    let position = this.#position;
    let bulkLength = this.#bulkLength;
    let remaining = this.#remaining;
    while (remaining > 0) {
      if (bulkLength < 0) {
        this.#position = position;
        const lineEnd = this.#lineEnd('too big bulk count string');
        if (lineEnd < 0) break;
        if (buffer[position] !== DOLLAR) throw this.#expectedDollar(position);
        bulkLength = parseLength(buffer, position + 1, lineEnd);
        if (bulkLength < 0 || bulkLength > this.limits.maxBulkLength) {
          throw new ProtocolError('Protocol error: invalid bulk length');
        }
        if (this.unauthenticated && bulkLength > UNAUTHENTICATED.maxBulkLength) {
          throw new ProtocolError('Protocol error: unauthenticated bulk length');
        }
        position = lineEnd + 2;
      }
      if (end - position < bulkLength + 2) break;
      // The two bytes behind it are taken for CR LF unseen, as Redis does.
      args.push(position, position + bulkLength);
      position += bulkLength + 2;
      bulkLength = -1;
      remaining--;
    }
    this.#position = position;
    this.#bulkLength = bulkLength;
    this.#remaining = remaining;
    args.bytes = buffer;
    return remaining === 0;
  }

  /** `*3\r\n`. False: not all there yet. */
  #multibulkHeader(): boolean {
    const lineEnd = this.#lineEnd('too big mbulk count string');
    if (lineEnd < 0) return false;
    const count = parseLength(this.buffer, this.#position + 1, lineEnd);
    if (count === INVALID || count > this.limits.maxArguments) {
      throw new ProtocolError('Protocol error: invalid multibulk length');
    }
    if (this.unauthenticated && count > UNAUTHENTICATED.maxArguments) {
      throw new ProtocolError('Protocol error: unauthenticated multibulk length');
    }
    this.#remaining = Math.max(count, 0);
    this.#position = lineEnd + 2;
    return true;
  }

  /** A line ended by LF, with a CR before it or not. False: not all there yet. */
  #inline(): boolean {
    const { buffer, end } = this;
    const line = this.#position;
    let at = Math.max(line, this.#scanned);
    while (at < end && buffer[at] !== NEWLINE) at++;
    this.#scanned = at;
    if (at - line > this.limits.maxInlineLength) {
      throw new ProtocolError('Protocol error: too big inline request');
    }
    if (at === end) return false;
    const lineEnd = at > line && buffer[at - 1] === RETURN ? at - 1 : at;
    this.#position = at + 1;
    if (!splitInline(buffer, line, lineEnd, this.args)) {
      throw new ProtocolError('Protocol error: unbalanced quotes in request');
    }
    return true;
  }

  /** Where the CR of the line at #position stands; -1 until the byte behind it, which nobody looks at, is there too. */
  #lineEnd(tooLong: string): number {
    const { buffer, end } = this;
    const line = this.#position;
    let at = Math.max(this.#scanned, line);
    while (at < end && buffer[at] !== RETURN) at++;
    this.#scanned = at;
    if (at - line > this.limits.maxInlineLength)
      throw new ProtocolError(`Protocol error: ${tooLong}`);
    return at + 1 < end ? at : -1;
  }

  #expectedDollar(position: number): ProtocolError {
    const got = latin1Slice(this.buffer, position, position + 1);
    return new ProtocolError(`Protocol error: expected '$', got '${got}'`);
  }

  // --- The buffer ---

  /**
   * Makes room for at least `atLeast` bytes behind `end` (compacts or grows) and returns how many fit.
   * Ends the life of `args`. Throws ProtocolError when the request would outgrow its limit.
   */
  reserve(atLeast = 1): number {
    const kept = this.#kept;
    const length = this.end - kept;
    const capacity = this.#capacityFor(length, atLeast);
    if (capacity !== this.buffer.length) this.#moveTo(allocate(capacity), kept);
    else if (length === 0 || this.buffer.length - this.end < atLeast)
      this.#moveTo(this.buffer, kept);
    return this.buffer.length - this.end;
  }

  /** `count` bytes were written at `end`. */
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

  /** Capacity that suits `length` held bytes and `atLeast` more. */
  #capacityFor(length: number, atLeast: number): number {
    const needed = length + atLeast;
    const capacity = this.buffer.length;
    if (needed > this.limits.maxRequestLength) {
      throw new ProtocolError('Protocol error: too big request');
    }
    if (needed > capacity) {
      // Doubling copies each byte at most twice; what a client merely announced takes no memory beyond that.
      const whole = length + this.#missing;
      return Math.max(needed, Math.min(2 * capacity, Math.max(whole, BUSY_CAPACITY)));
    }
    if (this.#filled && capacity < BUSY_CAPACITY) return 2 * capacity;
    if (
      capacity > BUSY_CAPACITY &&
      needed <= BUSY_CAPACITY / 2 &&
      this.#missing <= BUSY_CAPACITY / 2
    ) {
      return BUSY_CAPACITY;
    }
    return capacity;
  }

  /** Bytes that the argument being read still lacks, as far as its length is known. */
  get #missing(): number {
    if (this.#bulkLength < 0) return 0;
    return Math.max(0, this.#bulkLength + 2 - (this.end - this.#position));
  }

  /** The bytes from `kept` on go to the front of `target`, and every offset with them. */
  #moveTo(target: Uint8Array, kept: number): void {
    if (target === this.buffer) target.copyWithin(0, kept, this.end);
    else target.set(this.buffer.subarray(kept, this.end));
    if (this.#remaining > 0) this.args.shift(kept);
    this.buffer = target;
    this.args.bytes = target;
    this.end -= kept;
    this.#position -= kept;
    this.#scanned = Math.max(0, this.#scanned - kept);
    this.#start = 0;
  }
}

/** The decimal in `[start, end)` if it is a length below 2^31; NEGATIVE or INVALID if not. Redis takes no `+` and no leading zero. */
function parseLength(bytes: Uint8Array, start: number, end: number): number {
  const digits = end - start;
  if (digits === 0 || digits > 9) return parseLongLength(bytes, start, end);
  if (bytes[start] === ZERO && digits > 1) return INVALID;
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = (bytes[i] as number) - ZERO;
    if (digit < 0 || digit > 9) return parseLongLength(bytes, start, end);
    value = value * 10 + digit;
  }
  return value;
}

/** The rare rest: ten digits and more, signs, and what is no number. Bounds are those of Redis's string2ll and int. */
function parseLongLength(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 20) return INVALID;
  const text = latin1Slice(bytes, start, end);
  if (!/^(0|-?[1-9][0-9]*)$/.test(text)) return INVALID;
  const value = BigInt(text);
  if (value < 0n) return value < -(2n ** 63n) ? INVALID : NEGATIVE;
  return value < 2n ** 31n ? Number(value) : INVALID;
}

// Replies out of a stream of bytes that is cut anywhere: the client's side of RESP2 and RESP3.
// Invariant: every byte is looked at once; what is half read waits on a stack, not on the call stack, so depth costs no recursion.
// Left out on purpose: RESP3's streamed strings and aggregates (`$?`, `*?`), which no Redis sends.

import { allocate, latin1Slice } from '#bytes';
import { ProtocolError } from './errors.ts';
import { InputBuffer } from './input-buffer.ts';
import type { Pair, Reply } from './reply.ts';

export interface ReplyLimits {
  /** Most replies nested in one another. */
  maxDepth: number;
  /** Longest string, in bytes. */
  maxBulkLength: number;
  /** Longest line, in bytes: a status, an error, a number. */
  maxLineLength: number;
}

const DEFAULT_LIMITS: ReplyLimits = {
  maxDepth: 128,
  maxBulkLength: 512 * 1024 * 1024,
  maxLineLength: 1024 * 1024,
};

const RETURN = 0x0d;
const NEWLINE = 0x0a;

type AggregateType = 'array' | 'set' | 'push' | 'map' | 'attribute';

/** An aggregate whose items are still coming in. Maps and attributes count keys and values each. */
interface Aggregate {
  type: AggregateType;
  missing: number;
  items: Reply[];
  attributes: Pair[] | undefined;
}

const AGGREGATES: Record<string, AggregateType> = {
  '*': 'array',
  '~': 'set',
  '>': 'push',
  '%': 'map',
  '|': 'attribute',
};

export class ReplyParser extends InputBuffer {
  readonly #limits: ReplyLimits;
  /** Aggregates begun and not whole, the innermost last. */
  readonly #open: Aggregate[] = [];
  /** Kind and length of the string at `position`, when its first line has been read. */
  #bulkType = '';
  #bulkLength = 0;
  /** Belong to the next reply that begins. */
  #attributes: Pair[] | undefined;

  constructor(limits: Partial<ReplyLimits> = {}) {
    super();
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
  }

  /**
   * The next whole reply, its memory its own; undefined when more bytes are needed. Throws ProtocolError for what is no reply.
   * @exercise 2.8 The other side
   * @tests core/reply-parser
   * @hint Replies nest. What do you know about an array whose third of five items has just come?
   * @hint Keep what is begun on a stack of your own, so that depth costs no recursion: each entry knows its items and how
   *   many are missing. A whole element goes to the top of the stack, and may make that one whole in turn.
   * @hint next: #line() or, while a string is open, #bulk(); undefined: more bytes needed; "opened": go on; else
   *   #place(element); drained() when nothing is left. #place: no parent: that is the reply; else push to its items,
   *   --missing; at 0 pop it, #close it, and place the result.
   */
  next(): Reply | undefined {
    while (this.position < this.end) {
      const element = this.#bulkType === '' ? this.#line() : this.#bulk();
      if (element === undefined) return undefined;
      if (element === 'opened') continue;
      const whole = this.#place(element);
      if (whole !== undefined) return whole;
    }
    this.drained();
    return undefined;
  }

  /** Reads one line. Its reply, or 'opened' when it only begins something, or undefined while it is not whole. */
  #line(): Reply | 'opened' | undefined {
    const lineEnd = this.lineEnd(this.#limits.maxLineLength, 'too long a line');
    if (lineEnd < 0) return undefined;
    if (this.buffer[lineEnd + 1] !== NEWLINE) throw new ProtocolError('CR without LF');
    const type = latin1Slice(this.buffer, this.position, this.position + 1);
    const text = latin1Slice(this.buffer, this.position + 1, lineEnd);
    this.position = lineEnd + 2;
    if (type === '$' || type === '=' || type === '!') return this.#openBulk(type, text);
    const aggregate = AGGREGATES[type];
    if (aggregate !== undefined) return this.#openAggregate(aggregate, text);
    return this.#attribute(scalar(type, text));
  }

  #openBulk(type: string, text: string): Reply | 'opened' {
    if (type === '$' && text === '-1') return this.#attribute({ type: 'null' });
    this.#bulkLength = parseCount(text, this.#limits.maxBulkLength);
    this.#bulkType = type;
    return 'opened';
  }

  /**
   * The string that #openBulk announced, once all of it is there: a copy, which a Buffer's own `slice` is not.
   * Throws ProtocolError `a string is longer than announced` where no CR LF follows.
   * @exercise 2.8
   */
  #bulk(): Reply | undefined {
    const start = this.position;
    const end = start + this.#bulkLength;
    if (this.end < end + 2) return undefined;
    if (this.buffer[end] !== RETURN || this.buffer[end + 1] !== NEWLINE) {
      throw new ProtocolError('a string is longer than announced');
    }
    const bytes = allocate(this.#bulkLength);
    bytes.set(this.buffer.subarray(start, end));
    this.position = end + 2;
    const type = this.#bulkType;
    this.#bulkType = '';
    return this.#attribute(bulk(type, bytes));
  }

  /**
   * Begins one, or is it already if it is empty; `*-1` is null. Throws ProtocolError `replies nested deeper than 128`, or
   * whatever maxDepth says.
   * @exercise 2.8
   */
  #openAggregate(type: AggregateType, text: string): Reply | 'opened' {
    if (type === 'array' && text === '-1') return this.#attribute({ type: 'null' });
    const count = parseCount(text, 2 ** 31 - 1);
    const paired = type === 'map' || type === 'attribute';
    const attributes = this.#attributes;
    this.#attributes = undefined;
    const aggregate = { type, missing: paired ? 2 * count : count, items: [], attributes };
    if (count === 0) return this.#close(aggregate);
    if (this.#open.length === this.#limits.maxDepth) {
      throw new ProtocolError(`replies nested deeper than ${this.#limits.maxDepth}`);
    }
    this.#open.push(aggregate);
    return 'opened';
  }

  /**
   * Puts a whole element where it belongs, which may make others whole. The outermost reply, if it is whole now.
   * @exercise 2.8
   */
  #place(element: Reply): Reply | undefined {
    let whole: Reply | 'opened' = element;
    for (;;) {
      const parent = this.#open.at(-1);
      if (parent === undefined) return whole;
      parent.items.push(whole);
      if (--parent.missing > 0) return undefined;
      this.#open.pop();
      whole = this.#close(parent);
      if (whole === 'opened') return undefined;
    }
  }

  /** All items are there: a reply, or attributes that wait for theirs. */
  #close({ type, items, attributes }: Aggregate): Reply | 'opened' {
    if (type === 'attribute') {
      this.#attributes = [...(attributes ?? []), ...pairs(items)];
      return 'opened';
    }
    const reply: Reply = type === 'map' ? { type, pairs: pairs(items) } : { type, items };
    if (attributes !== undefined) reply.attributes = attributes;
    return reply;
  }

  #attribute(reply: Reply): Reply {
    if (this.#attributes === undefined) return reply;
    reply.attributes = this.#attributes;
    this.#attributes = undefined;
    return reply;
  }

  protected override wholeLength(): number {
    return this.#bulkType === '' ? 0 : this.#bulkLength + 2;
  }
}

/** A reply that is one line. */
function scalar(type: string, text: string): Reply {
  switch (type) {
    case '+':
      return { type: 'status', text };
    case '-':
      return { type: 'error', text };
    case ':':
      return { type: 'integer', value: parseInteger(text) };
    case '_':
      if (text === '') return { type: 'null' };
      break;
    case '#':
      if (text === 't' || text === 'f') return { type: 'boolean', value: text === 't' };
      break;
    case ',':
      return { type: 'double', value: parseDouble(text), text };
    case '(':
      return { type: 'bignumber', value: BigInt(checked(text, /^[+-]?\d+$/)) };
  }
  throw new ProtocolError(`${JSON.stringify(type + text.slice(0, 32))} is no reply`);
}

/** A reply that has a length before it. */
function bulk(type: string, bytes: Uint8Array): Reply {
  if (type === '$') return { type: 'bulk', bytes };
  if (type === '!') return { type: 'error', text: latin1Slice(bytes, 0, bytes.length) };
  const format = latin1Slice(bytes, 0, Math.min(4, bytes.length));
  checked(format, /^...:$/);
  return { type: 'verbatim', format: format.slice(0, 3), bytes: bytes.subarray(4) };
}

function pairs(items: Reply[]): Pair[] {
  return Array.from(
    { length: items.length / 2 },
    (_, i) => [items[2 * i], items[2 * i + 1]] as Pair,
  );
}

function parseCount(text: string, most: number): number {
  const count = Number(checked(text, /^\d{1,10}$/));
  if (count > most) throw new ProtocolError(`${text} is more than ${most}`);
  return count;
}

/** Exact: a bigint where a number would not be. */
function parseInteger(text: string): number | bigint {
  const value = Number(checked(text, /^[+-]?\d{1,19}$/));
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function parseDouble(text: string): number {
  if (/^[+-]?inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^[+-]?nan$/i.test(text)) return NaN;
  return Number(checked(text, /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i));
}

function checked(text: string, form: RegExp): string {
  if (form.test(text)) return text;
  throw new ProtocolError(`cannot read ${JSON.stringify(text.slice(0, 32))}`);
}

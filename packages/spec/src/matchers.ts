// What a case expects of a reply. An expectation is compiled to parts: literal bytes, and holes that accept
// some replies and not others. Exact expectations are therefore compared byte for byte.

import { type Reply, readReply, toValue, type Value } from './reply.ts';

/** A place in an expected reply where more than one reply is right. `label` names it in a failure. */
export interface Hole {
  readonly label: string;
  accepts(reply: Reply, bytes: Uint8Array): boolean;
}

export type Part = Buffer | Hole;

/** An expectation: bytes and holes in the order in which they must arrive. */
export class Matcher {
  readonly parts: readonly Part[];
  constructor(parts: readonly Part[]) {
    this.parts = parts;
  }
}

/**
 * string and bytes: a bulk string; number and bigint: an integer; null: RESP2's nil bulk; an array: an array.
 * A string is latin1, one character one byte: use `utf8()` for other text.
 */
export type Expected = string | number | bigint | Uint8Array | null | Matcher | readonly Expected[];

/** Bytes of a latin1 string. Throws on characters beyond U+00FF instead of cutting them. */
export function latin1(text: string): Buffer {
  if (/[^\0-\xff]/.test(text)) {
    throw new TypeError(`"${text}" is not latin1: one character is one byte here, use utf8()`);
  }
  return Buffer.from(text, 'latin1');
}

/** Bytes of a text as UTF-8, as an argument or as an expected bulk string. */
export function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

export function toParts(expected: Expected): readonly Part[] {
  if (expected instanceof Matcher) return expected.parts;
  if (expected === null) return [latin1('$-1\r\n')];
  if (typeof expected === 'string') return [bulkBytes(latin1(expected))];
  if (expected instanceof Uint8Array) return [bulkBytes(expected)];
  if (typeof expected === 'number' || typeof expected === 'bigint')
    return line(`:${expected}`).parts;
  return aggregate('*', expected).parts;
}

function bulkBytes(bytes: Uint8Array): Buffer {
  return Buffer.concat([latin1(`$${bytes.length}\r\n`), bytes, latin1('\r\n')]);
}

function line(text: string): Matcher {
  return new Matcher([latin1(`${text}\r\n`)]);
}

function aggregate(type: string, items: readonly Expected[], count = items.length): Matcher {
  return new Matcher([latin1(`${type}${count}\r\n`), ...items.flatMap(toParts)]);
}

function hole(label: string, accepts: Hole['accepts']): Matcher {
  return new Matcher([{ label, accepts }]);
}

/** A simple string, `+text`. */
export const status = (text: string): Matcher => line(`+${text}`);
/** `+OK` */
export const ok: Matcher = status('OK');
/** RESP2's nil, `$-1`. */
export const nil: Matcher = line('$-1');
/** RESP2's nil array, `*-1`. */
export const nilArray: Matcher = line('*-1');
/** RESP3's null, `_`. */
export const nil3: Matcher = line('_');
export const bool = (value: boolean): Matcher => line(value ? '#t' : '#f');
/** RESP3's double; pass a string where the digits matter. */
export const double = (value: number | string): Matcher => line(`,${doubleText(value)}`);
export const bigNumber = (value: bigint | string): Matcher => line(`(${value}`);
/** A RESP3 map in this order; use `pairs` where the order is the server's own business. */
export const map = (entries: readonly (readonly [Expected, Expected])[]): Matcher =>
  aggregate('%', entries.flat(1) as Expected[], entries.length);
/** A RESP3 set in this order; use `unordered` where the order is the server's own business. */
export const set = (items: readonly Expected[]): Matcher => aggregate('~', items);
export const push = (items: readonly Expected[]): Matcher => aggregate('>', items);
export const verbatim = (format: string, text: string): Matcher => {
  const body = latin1(`${format}:${text}`);
  return new Matcher([Buffer.concat([latin1(`=${body.length}\r\n`), body, latin1('\r\n')])]);
};

function doubleText(value: number | string): string {
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  return value === Number.NEGATIVE_INFINITY ? '-inf' : String(value);
}

/** An error with exactly this text ('ERR syntax error'), or one whose text matches. */
export function error(text: string | RegExp): Matcher {
  if (typeof text === 'string') return line(`-${text}`);
  return hole(`an error matching ${text}`, (r) => r.type === '-' && text.test(r.text ?? ''));
}

/** Any reply at all, an error too. */
export const anything: Matcher = hole('anything', () => true);

/** A bulk, verbatim or simple string (latin1) that matches. */
export const matching = (pattern: RegExp): Matcher =>
  hole(`a string matching ${pattern}`, (r) => isText(r) && pattern.test(textOf(r)));

/** A bulk, verbatim or simple string that holds this text. */
export const containing = (text: string): Matcher =>
  hole(`a string containing ${JSON.stringify(text)}`, (r) => isText(r) && textOf(r).includes(text));

/** An integer in [min, max]. */
export const integerBetween = (min: number, max: number): Matcher =>
  hole(`an integer from ${min} to ${max}`, (r) => {
    const n = r.type === ':' ? Number(r.text) : Number.NaN;
    return n >= min && n <= max;
  });

/** Any integer. */
export const integer: Matcher = hole('an integer', (r) => r.type === ':');

/** Any reply of which `accepts` says true; `label` says in words what it wants. */
export const where = (label: string, accepts: (value: Value, type: string) => boolean): Matcher =>
  hole(label, (r) => accepts(toValue(r), r.type));

/** One of several expectations. */
export const either = (...choices: Expected[]): Matcher =>
  hole(choices.map(describe).join(' or '), (r, bytes) =>
    choices.some((choice) => matches(choice, r, bytes)),
  );

/** An array (or RESP3 set) in which every member meets the expectation. */
export const arrayOf = (expected: Expected, count?: number): Matcher =>
  hole(`${count ?? 'any number'} × ${describe(expected)}`, (r, bytes) => {
    if (!'*~'.includes(r.type) || r.text === null) return false;
    if (count !== undefined && r.items.length !== count) return false;
    return r.items.every((item) => matches(expected, item, bytes));
  });

/** An array (or RESP3 set) with exactly these members in any order. */
export const unordered = (items: readonly Expected[]): Matcher =>
  hole(`in any order [${items.map(describe).join(', ')}]`, (r, bytes) => {
    if (!'*~'.includes(r.type) || r.text === null) return false;
    return sameMembers(
      items.map((item) => [item]),
      r.items.map((item) => [item]),
      bytes,
    );
  });

/** Exactly these key-value pairs in any order: a RESP3 map, or RESP2's flat array. */
export const pairs = (entries: readonly (readonly [Expected, Expected])[]): Matcher =>
  hole(
    `pairs ${entries.map(([k, v]) => `${describe(k)}: ${describe(v)}`).join(', ')}`,
    (r, bytes) => {
      if (!'*%'.includes(r.type) || r.text === null || r.items.length % 2 !== 0) return false;
      const actual: Reply[][] = [];
      for (let i = 0; i < r.items.length; i += 2) actual.push(r.items.slice(i, i + 2));
      return sameMembers(entries, actual, bytes);
    },
  );

/** Pairs each expected group with an actual one of its own; exact expectations choose first. */
function sameMembers(
  expected: readonly (readonly Expected[])[],
  actual: readonly (readonly Reply[])[],
  bytes: Uint8Array,
): boolean {
  if (expected.length !== actual.length) return false;
  const left = new Set(actual);
  const holes = (group: readonly Expected[]) =>
    group.flatMap(toParts).filter((part) => !Buffer.isBuffer(part)).length;
  for (const group of [...expected].sort((a, b) => holes(a) - holes(b))) {
    const found = [...left].find((replies) =>
      group.every((wanted, i) => matches(wanted, replies[i] as Reply, bytes)),
    );
    if (!found) return false;
    left.delete(found);
  }
  return true;
}

function isText(reply: Reply): boolean {
  return '$=+'.includes(reply.type) && reply.text !== null;
}

function textOf(reply: Reply): string {
  return reply.type === '=' ? (reply.text ?? '').slice(4) : (reply.text ?? '');
}

function matches(expected: Expected, reply: Reply, bytes: Uint8Array): boolean {
  return compare(toParts(expected), bytes.subarray(reply.start, reply.end)) === undefined;
}

/** Where a reply leaves what was expected: a byte, and the part that wanted something else there. */
export interface Difference {
  readonly offset: number;
  readonly part: Part | undefined;
}

/** The first byte at which broken bytes leave what is expected, as far as the first hole: Infinity when they do not. */
export function firstWrongByte(parts: readonly Part[], actual: Uint8Array): number {
  const hole = parts.findIndex((part) => !Buffer.isBuffer(part));
  const literal = Buffer.concat((hole < 0 ? parts : parts.slice(0, hole)) as Buffer[]);
  const at = literal.findIndex((byte, i) => i < actual.length && actual[i] !== byte);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}

/** Compares a whole reply with what was expected of it; undefined when it is right. */
export function compare(parts: readonly Part[], actual: Uint8Array): Difference | undefined {
  let at = 0;
  for (const part of parts) {
    if (Buffer.isBuffer(part)) {
      for (let i = 0; i < part.length; i++) {
        if (actual[at + i] !== part[i]) return { offset: at + i, part };
      }
      at += part.length;
      continue;
    }
    const reply = readReply(actual, at);
    if (!reply || !part.accepts(reply, actual)) return { offset: at, part };
    at = reply.end;
  }
  return at < actual.length ? { offset: at, part: undefined } : undefined;
}

/** An expectation in one line, for the label of a hole. */
function describe(expected: Expected): string {
  return toParts(expected)
    .map((part) =>
      Buffer.isBuffer(part)
        ? JSON.stringify(part.toString('latin1')).slice(1, -1)
        : `‹${part.label}›`,
    )
    .join('');
}

// The values a key may hold. Strings have three forms, which are Redis's three encodings:
//   Int64      `int`: a number, or a bigint beyond 2^53, ready for INCR
//   string     `embstr` or, beyond 44 bytes, `raw`: one latin1 char a byte, never changed
//   RawString  `raw`: bytes that APPEND and SETRANGE change in place
// Types of later stages are objects that describe themselves.

import { latin1Slice, type ReplyWriter, type Slice } from '@byor/03-event-loop/core';
import { wrongType } from './engine/errors.ts';
import { type Int64, parseInt64 } from './text/numbers.ts';
import { RawString } from './text/raw-string.ts';

export type StringValue = Int64 | string | RawString;

/** A value of a later stage: a sorted set, a list. */
export interface ObjectValue {
  /** What TYPE answers: `zset`. */
  readonly type: string;
  /** What OBJECT ENCODING answers. */
  encoding(): string;
  /** An independent copy, for COPY. */
  copy(): ObjectValue;
  /** An estimate, as MEMORY USAGE is. */
  memoryBytes(): number;
}

export type Value = StringValue | ObjectValue;

/** Longer texts are kept as bytes: V8 has no string of 512 MiB, Redis has. */
const MAX_TEXT_BYTES = 1 << 20;
const EMBEDDED_BYTES = 44;
/** The shortest and the longest integer that is a bigint, sign included: 2^53 has sixteen digits, 2^63 nineteen. */
const BIGINT_BYTES = { least: 16, most: 20 };

/** The stored form of an argument: copied, since the argument is a view that soon dies. */
export function encodeString(argument: Slice): StringValue {
  const lengthBytes = argument.length;
  if (lengthBytes > MAX_TEXT_BYTES) return RawString.of(argument);
  const small = argument.integer();
  if (small !== undefined) return small;
  const text = argument.text();
  if (lengthBytes < BIGINT_BYTES.least || lengthBytes > BIGINT_BYTES.most) return text;
  return parseInt64(text) ?? text;
}

export function isString(value: Value): value is StringValue {
  return typeof value !== 'object' || value instanceof RawString;
}

export function isInteger(value: Value): value is Int64 {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** @throws ReplyError WRONGTYPE */
export function expectString(value: Value): StringValue {
  if (isString(value)) return value;
  throw wrongType();
}

/** One latin1 char a byte. */
export function textOf(value: StringValue): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? latin1Slice(value.bytes, 0, value.length) : String(value);
}

export function lengthOf(value: StringValue): number {
  return isInteger(value) ? String(value).length : value.length;
}

/** Writes the value as a bulk string. */
export function replyString(reply: ReplyWriter, value: StringValue): void {
  if (typeof value === 'string') reply.bulk(value);
  else if (isInteger(value)) reply.bulk(String(value));
  else reply.bulk(value.view());
}

/** The form that may be changed in place; the key must be updated with it. */
export function rawOf(value: StringValue): RawString {
  return value instanceof RawString ? value : RawString.of(textOf(value));
}

export function copyOf(value: Value): Value {
  if (value instanceof RawString) return value.copy();
  return isString(value) ? value : value.copy();
}

export function typeOf(value: Value): string {
  return isString(value) ? 'string' : value.type;
}

export function encodingOf(value: Value): string {
  if (!isString(value)) return value.encoding();
  if (isInteger(value)) return 'int';
  return typeof value === 'string' && value.length <= EMBEDDED_BYTES ? 'embstr' : 'raw';
}

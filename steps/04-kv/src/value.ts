// The values a key may hold: strings, which are bytes in the keyspace's memory, and objects of types that later stages bring.

import { Slice } from '@byor/03-event-loop/core';
import { wrongType } from './engine/errors.ts';
import { parseInt64 } from './text/numbers.ts';

/** A value of a later stage: a sorted set, a list. */
export interface ObjectValue {
  /** What TYPE answers: `zset`. */
  readonly type: string;
  /** What OBJECT ENCODING answers. */
  encoding(): string;
  /** An independent copy, for COPY. */
  copy(): ObjectValue;
  /** All that it holds, for MEMORY USAGE and maxmemory; asked for after nearly each command that may have changed it. O(1) */
  memoryBytes(): number;
}

/** As a keyspace hands it out: a string is a view of its bytes, valid until the next call on that keyspace. */
export type Value = Slice | ObjectValue;

/** As a keyspace takes it: the bytes of a string are copied. Text is one byte a char. */
export type Content = Value | string;

/** How a string came to be, which decides what Redis calls its encoding. */
export const FORMS = {
  /** Set as a whole: `int` if it is the one proper form of an integer, else `embstr` or `raw` by its length. */
  whole: 0,
  /** The sum of an INCRBYFLOAT: never `int`. */
  float: 1,
  /** Changed in place by APPEND or SETRANGE: always `raw`. */
  edited: 2,
} as const;
export type StringForm = (typeof FORMS)[keyof typeof FORMS];

/** The longest string that a keyspace holds: its length is a word of 32 bits. */
export const MAX_STRING_BYTES = 2 ** 31 - 1;

/** Longer strings are `raw`. */
const EMBEDDED_BYTES = 44;

export function isString(value: Content): value is Slice | string {
  return typeof value === 'string' || value instanceof Slice;
}

/** @throws ReplyError WRONGTYPE */
export function expectString(value: Value): Slice {
  if (value instanceof Slice) return value;
  throw wrongType();
}

export function typeOf(value: Value): string {
  return value instanceof Slice ? 'string' : value.type;
}

/** What OBJECT ENCODING answers for a string. */
export function stringEncoding(string: Slice, form: StringForm): 'int' | 'embstr' | 'raw' {
  if (form === FORMS.edited || string.length > EMBEDDED_BYTES) return 'raw';
  return form === FORMS.whole && parseInt64(string.text()) !== undefined ? 'int' : 'embstr';
}

// Numbers as Redis reads and writes them in string values: 64-bit integers in one strict form, and doubles.
// An integer is a `number` where that is exact and a `bigint` beyond 2^53 - 1; never the other way round.

import { parseFloatLiteral, roundToBinary } from './float-literal.ts';

/** From -2^63 to 2^63 - 1. A `bigint` only outside ±(2^53 - 1), so that `===` compares two of them. */
export type Int64 = number | bigint;

export const INT64_MIN = -(2n ** 63n);
export const INT64_MAX = 2n ** 63n - 1n;

/** "-9223372036854775808" */
const LONGEST_INT64 = 20;
/** No sign but `-`, no leading zero, no `-0`, no blank: the one way to write each integer. */
const INTEGER = /^(?:0|-?[1-9]\d*)$/;

/** The integer that `text` is the one proper form of; undefined for all else and beyond 64 bits. As Redis's string2ll. */
export function parseInt64(text: string): Int64 | undefined {
  if (text.length > LONGEST_INT64 || !INTEGER.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : int64(BigInt(text));
}

/** a + b, undefined if that overflows 64 bits. */
export function addInt64(a: Int64, b: Int64): Int64 | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return int64(BigInt(a) + BigInt(b));
}

/** a * b, undefined if that overflows 64 bits. */
export function multiplyInt64(a: Int64, b: Int64): Int64 | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0; // never -0
  }
  return int64(BigInt(a) * BigInt(b));
}

/** -a, undefined for INT64_MIN, whose negation does not fit. */
export function negateInt64(a: Int64): Int64 | undefined {
  return typeof a === 'number' ? 0 - a : int64(-a);
}

function int64(value: bigint): Int64 | undefined {
  if (value < INT64_MIN || value > INT64_MAX) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The usual way to write a score; short enough that it neither overflows nor vanishes. */
const PLAIN_DECIMAL = /^[+-]?\d{1,20}(?:\.\d{1,20})?$/;
const DOUBLE = { precisionBits: 53, minExponent: -1074, maxExponent: 971 };

/**
 * A double in any form C's strtod reads to the end: `1e3`, `.5`, `0x1.8p3`, `-inf`. Undefined for NaN, blanks, anything
 * left over, what is too large, and what is so small that it would become 0. As Redis's string2d.
 */
export function parseDouble(text: string): number | undefined {
  if (PLAIN_DECIMAL.test(text)) return Number(text);
  const literal = parseFloatLiteral(text);
  if (literal === undefined) return undefined;
  const sign = literal.negative ? -1 : 1;
  if (literal.infinite) return sign * Number.POSITIVE_INFINITY;
  const rounded = roundToBinary(literal, DOUBLE);
  if (rounded === undefined) return undefined;
  // Both steps are exact: the mantissa has 53 bits, and a power of two only moves them.
  return sign * Number(rounded.mantissa) * 2 ** rounded.exponent;
}

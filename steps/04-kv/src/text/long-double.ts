// INCRBYFLOAT's arithmetic: Redis computes in C's `long double`, on x86-64 the 80-bit extended format with a 64-bit
// mantissa, and prints 17 decimals. 0.1 + 0.2 is 0.3 there, which no JavaScript number can say; big integers can.
// A value is exactly mantissa × 2^exponent; each operation rounds once, to nearest, ties to even (IEEE 754).

import {
  type BinaryFormat,
  divideToEven,
  parseFloatLiteral,
  roundRatio,
  roundToBinary,
} from './float-literal.ts';

/** |mantissa| < 2^64. Infinity has no size, and its sign never shows: Redis refuses to store it. */
export type LongDouble = { readonly mantissa: bigint; readonly exponent: number } | 'infinite';

const EXTENDED: BinaryFormat = { precisionBits: 64, minExponent: -16445, maxExponent: 16320 };
const ZERO: LongDouble = { mantissa: 0n, exponent: 0 };
/** Redis reads a number through a buffer of 5 KiB with a NUL at its end. */
const MAX_LENGTH = 5 * 1024 - 1;
const DECIMALS = 17;

/** Undefined for NaN, blanks, anything left over, and what is out of range. As Redis's string2ld. */
export function parseLongDouble(text: string): LongDouble | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const literal = parseFloatLiteral(text);
  if (literal === undefined) return undefined;
  if (literal.infinite) return 'infinite';
  const size = roundToBinary(literal, EXTENDED);
  if (size === undefined) return undefined;
  return literal.negative ? { ...size, mantissa: -size.mantissa } : size;
}

/** a + b, undefined if that is infinite or not a number. */
export function addLongDouble(a: LongDouble, b: LongDouble): LongDouble | undefined {
  if (a === 'infinite' || b === 'infinite') return undefined;
  const exponent = Math.min(a.exponent, b.exponent);
  const sum =
    (a.mantissa << BigInt(a.exponent - exponent)) + (b.mantissa << BigInt(b.exponent - exponent));
  if (sum === 0n) return ZERO;
  const size = roundRatio(
    (sum < 0n ? -sum : sum) << BigInt(Math.max(exponent, 0)),
    1n << BigInt(Math.max(-exponent, 0)),
    EXTENDED,
  );
  return size && sum < 0n ? { ...size, mantissa: -size.mantissa } : size;
}

/** Seventeen decimals without their trailing zeros, never an exponent: `%.17Lf` as Redis trims it. */
export function formatLongDouble(value: LongDouble): string {
  if (value === 'infinite') return 'inf';
  const negative = value.mantissa < 0n;
  const size = negative ? -value.mantissa : value.mantissa;
  const scaled = divideToEven(size * 10n ** BigInt(DECIMALS), 1n, -value.exponent);
  const digits = scaled.toString().padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  const text =
    fraction === '' ? digits.slice(0, -DECIMALS) : `${digits.slice(0, -DECIMALS)}.${fraction}`;
  return negative && scaled !== 0n ? `-${text}` : text;
}

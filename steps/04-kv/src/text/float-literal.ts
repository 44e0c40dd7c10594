// Floating-point literals as C's strtod family reads them, and their exact rounding to any binary format.
// A literal is kept as the rational it says, in big integers, so that it is rounded once: to nearest, ties to even.

/** A finite literal's size is digits × 10^exponent10 × 2^exponent2. */
export interface FloatLiteral {
  readonly negative: boolean;
  readonly infinite: boolean;
  readonly digits: bigint;
  readonly exponent10: number;
  readonly exponent2: number;
}

/** Values mantissa × 2^exponent with mantissa < 2^precisionBits and minExponent <= exponent <= maxExponent. */
export interface BinaryFormat {
  readonly precisionBits: number;
  readonly minExponent: number;
  readonly maxExponent: number;
}

/** mantissa × 2^exponent, not negative. */
export interface Binary {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const INFINITE = /^[+-]?inf(?:inity)?$/i;
const DECIMAL = /^[+-]?(?=\.?\d)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;
const HEXADECIMAL = /^[+-]?0x(?=\.?[\da-f])([\da-f]*)(?:\.([\da-f]*))?(?:p([+-]?\d+))?$/i;
/** Decimal magnitudes beyond this are out of every format's range; 10^them would only cost time. */
const MAX_MAGNITUDE = 6000;

/** Undefined if `text` is no literal from its first char to its last, or is NaN. O(length). */
export function parseFloatLiteral(text: string): FloatLiteral | undefined {
  const negative = text.startsWith('-');
  if (INFINITE.test(text)) {
    return { negative, infinite: true, digits: 0n, exponent10: 0, exponent2: 0 };
  }
  const decimal = DECIMAL.exec(text);
  const match = decimal ?? HEXADECIMAL.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  const digits = BigInt(`${decimal === null ? '0x' : ''}${whole}${fraction}`);
  return decimal === null
    ? {
        negative,
        infinite: false,
        digits,
        exponent10: 0,
        exponent2: exponent - 4 * fraction.length,
      }
    : { negative, infinite: false, digits, exponent10: exponent - fraction.length, exponent2: 0 };
}

/** The nearest value of `format`; undefined if the literal is too large for it, or not 0 and would be rounded to 0. */
export function roundToBinary(literal: FloatLiteral, format: BinaryFormat): Binary | undefined {
  const { digits, exponent10, exponent2 } = literal;
  if (digits === 0n) return { mantissa: 0n, exponent: 0 };
  const magnitude = digits.toString().length + exponent10 + exponent2 * Math.log10(2);
  if (Math.abs(magnitude) > MAX_MAGNITUDE) return undefined;
  const tens = 10n ** BigInt(Math.abs(exponent10));
  const twos = 1n << BigInt(Math.abs(exponent2));
  const rounded = roundRatio(
    digits * (exponent10 > 0 ? tens : 1n) * (exponent2 > 0 ? twos : 1n),
    (exponent10 < 0 ? tens : 1n) * (exponent2 < 0 ? twos : 1n),
    format,
  );
  return rounded?.mantissa === 0n ? undefined : rounded;
}

/** The value of `format` nearest to numerator / denominator (both > 0); undefined if that is too large. */
export function roundRatio(
  numerator: bigint,
  denominator: bigint,
  format: BinaryFormat,
): Binary | undefined {
  // This exponent leaves precisionBits or one bit more in the quotient; then one higher is right.
  let exponent = bitLength(numerator) - bitLength(denominator) - format.precisionBits;
  exponent = Math.max(exponent, format.minExponent);
  let mantissa = divideToEven(numerator, denominator, exponent);
  if (bitLength(mantissa) > format.precisionBits) {
    exponent++;
    mantissa = divideToEven(numerator, denominator, exponent);
  }
  if (bitLength(mantissa) > format.precisionBits) {
    exponent++; // all ones were rounded up to the next power of two: halving it is exact
    mantissa >>= 1n;
  }
  return exponent > format.maxExponent ? undefined : { mantissa, exponent };
}

/** numerator / (denominator × 2^exponent) to the nearest integer, a tie to the even one. */
export function divideToEven(numerator: bigint, denominator: bigint, exponent: number): bigint {
  const shift = BigInt(Math.abs(exponent));
  const dividend = exponent < 0 ? numerator << shift : numerator;
  const divisor = exponent > 0 ? denominator << shift : denominator;
  const quotient = dividend / divisor;
  const twiceRest = (dividend % divisor) * 2n;
  const up = twiceRest > divisor || (twiceRest === divisor && (quotient & 1n) === 1n);
  return up ? quotient + 1n : quotient;
}

function bitLength(value: bigint): number {
  const hexadecimal = value.toString(16);
  return hexadecimal.length * 4 - Math.clz32(Number.parseInt(hexadecimal[0] as string, 16)) + 28;
}

// A double as C's printf("%.17g") writes it, which is what Redis 7.0 replies with: 17 significant digits always
// give the same double back. JavaScript's own shortest form is nicer ("0.1"), and not what clients of 7.0 see.

const DIGITS = 17;

/** `0.1` gives `0.10000000000000001`, `1e300` gives `1.0000000000000001e+300`, infinities `inf` and `-inf`. */
export function formatDouble(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15)
    return Object.is(value, -0) ? '-0' : String(value);
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const sign = value < 0 ? '-' : '';
  const [mantissa, exponentText] = roundHalfEven(Math.abs(value)).split('e') as [string, string];
  const digits = mantissa.replace('.', '').replace(/0+$/, '');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= DIGITS) return sign + scientific(digits, exponent);
  return sign + positional(digits, exponent);
}

/** Seventeen digits, `d.dddde±x`. Where a value lies exactly between two of them C takes the even one, JavaScript the greater. */
function roundHalfEven(value: number): string {
  const rounded = value.toExponential(DIGITS - 1);
  const mayBeTie = value.toExponential(DIGITS)[DIGITS + 1] === '5';
  if (!mayBeTie || !/^50+e/.test(value.toExponential(100).slice(DIGITS + 1))) return rounded;
  const [mantissa, exponent] = rounded.split('e') as [string, string];
  const lastDigit = Number(mantissa.at(-1));
  return lastDigit % 2 === 0 ? rounded : `${mantissa.slice(0, -1)}${lastDigit - 1}e${exponent}`;
}

function scientific(digits: string, exponent: number): string {
  const point = digits.length > 1 ? '.' : '';
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${digits[0]}${point}${digits.slice(1)}e${exponent < 0 ? '-' : '+'}${size}`;
}

function positional(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return digits.padEnd(exponent + 1, '0');
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

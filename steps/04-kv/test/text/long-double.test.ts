import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addLongDouble, formatLongDouble, parseLongDouble } from '../../src/text/long-double.ts';
import { describeWithRedis } from '../oracle.ts';

/** INCRBYFLOAT of a key that holds `a`, by `b`. */
function sumOf(a: string, b: string): string {
  const [x, y] = [parseLongDouble(a), parseLongDouble(b)];
  if (x === undefined || y === undefined) return 'ERR value is not a valid float';
  const sum = addLongDouble(x, y);
  return sum ? formatLongDouble(sum) : 'ERR increment would produce NaN or Infinity';
}

describe('long double', () => {
  test.each([
    ['0.1', '0.2', '0.3'],
    ['3.0', '1.5e0', '4.5'],
    ['10.5', '-10.5', '0'],
    ['5.0e3', '200', '5200'],
    ['0x10', '0x1.8p1', '19'],
    ['-1e-18', '0', '0'],
    ['18446744073709551615', '1', '18446744073709551616'],
    ['18446744073709551617', '0', '18446744073709551616'],
    ['1e17', '0.1', '100000000000000000.1015625'],
  ])('%s + %s = %s', (a, b, sum) => {
    expect(sumOf(a, b)).toBe(sum);
  });

  test.each([
    '',
    ' 1',
    '1 ',
    '.',
    '1e',
    'e1',
    '0x',
    '--1',
    'nan',
    'infinit',
    '1e5000',
    '1e-5000',
    '1_0',
    '1\x00',
  ])('%j is no valid float', (text) => expect(parseLongDouble(text)).toBeUndefined());

  test('a sum may be neither infinite nor out of range', () => {
    const error = 'ERR increment would produce NaN or Infinity';
    expect(sumOf('inf', '1')).toBe(error);
    expect(sumOf('inf', '-inf')).toBe(error);
    expect(sumOf('0x1.fffffffffffffffep16383', '0x1p16319')).toBe(error);
  });

  test('an absurd exponent costs no time', () => {
    expect(parseLongDouble('1e-99999999999999999999')).toBeUndefined();
    expect(parseLongDouble('0x1p99999999999999999999')).toBeUndefined();
    expect(formatLongDouble(parseLongDouble('0e99999999999999999999') ?? 'infinite')).toBe('0');
  });

  test('5119 chars are read, not one more', () => {
    expect(parseLongDouble('1'.padStart(5119, '0'))).toBeDefined();
    expect(parseLongDouble('1'.padStart(5120, '0'))).toBeUndefined();
  });
});

const digits = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength });
const hexDigits = fc.string({
  unit: fc.constantFrom(...'0123456789abcdefF'),
  minLength: 1,
  maxLength: 20,
});
const sign = fc.constantFrom('', '', '-', '+');
const join = (parts: (string | number)[]) => parts.join('');
const decimal = fc.tuple(sign, digits(20), fc.constant('.'), digits(20)).map(join);
const literal = fc.oneof(
  decimal,
  fc.tuple(sign, digits(22)).map(join),
  fc.tuple(decimal, fc.constantFrom('e', 'E'), fc.integer({ min: -40, max: 40 })).map(join),
  fc.tuple(decimal, fc.constant('e'), fc.integer({ min: -4970, max: 4940 })).map(join),
  fc.tuple(sign, fc.constant('0x'), hexDigits, fc.constant('.'), hexDigits).map(join),
  fc
    .tuple(sign, fc.constant('0x'), hexDigits, fc.constant('p'), fc.integer({ min: -90, max: 90 }))
    .map(join),
  fc
    .tuple(
      sign,
      fc.constant('0x'),
      hexDigits,
      fc.constant('p'),
      fc.integer({ min: -16540, max: 16390 }),
    )
    .map(join),
  fc.double().map(String),
  fc.string({ unit: fc.constantFrom(...'0019.eExXpPinfa+- '), maxLength: 8 }),
  fc.constantFrom(
    '0x1.fffffffffffffffep16383',
    '0x1p16319',
    '0x1p16318',
    '0x1p-16445',
    '0x1p-16446',
    '0x1.8p-16446',
  ),
);

describeWithRedis('long double', (ask) => {
  test('INCRBYFLOAT gives the same, to the last digit', async () => {
    const cases = fc.array(fc.tuple(literal, literal), { minLength: 100, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(cases, async (pairs) => {
        const answers = await ask(
          pairs.flatMap(([a, b]) => [
            ['SET', 'k', a],
            ['INCRBYFLOAT', 'k', b],
          ]),
        );
        for (const [index, [a, b]] of pairs.entries()) {
          expect([a, b, sumOf(a, b)]).toEqual([a, b, answers[index * 2 + 1]]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addInt64,
  INT64_MAX,
  INT64_MIN,
  type Int64,
  multiplyInt64,
  negateInt64,
  parseDouble,
  parseInt64,
} from '../../src/text/numbers.ts';
import { describeWithRedis } from '../oracle.ts';

const anyInt64 = fc.oneof(
  fc.bigInt({ min: INT64_MIN, max: INT64_MAX }),
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc.constantFrom(INT64_MIN, INT64_MIN + 1n, INT64_MAX, INT64_MAX - 1n),
  fc.constantFrom(2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n) + 1n, -(2n ** 53n), 2n ** 53n + 1n),
);

/** What an Int64 must be: a number exactly where numbers are exact. */
function canonical(value: bigint): Int64 | undefined {
  if (value < INT64_MIN || value > INT64_MAX) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

describe('int64', () => {
  test('every integer of 64 bits is read, as a number where that is exact', () => {
    fc.assert(
      fc.property(anyInt64, (value) => {
        expect(parseInt64(String(value))).toBe(canonical(value));
      }),
    );
  });

  test.each(['', '-', '+1', '-0', '00', '01', '-01', ' 1', '1 ', '1.0', '1e3', '0x1', '1\n'])(
    '%j is no integer',
    (text) => expect(parseInt64(text)).toBeUndefined(),
  );

  test.each(['9223372036854775808', '-9223372036854775809', '99999999999999999999'])(
    '%s does not fit into 64 bits',
    (text) => expect(parseInt64(text)).toBeUndefined(),
  );

  test('a product is exact, or undefined where it does not fit', () => {
    fc.assert(
      fc.property(anyInt64, fc.oneof(anyInt64, fc.constant(1000n)), (a, b) => {
        const product = multiplyInt64(canonical(a) as Int64, canonical(b) as Int64);
        expect(product).toBe(canonical(a * b));
      }),
    );
  });

  test('sums are exact, or undefined when they overflow', () => {
    fc.assert(
      fc.property(anyInt64, anyInt64, (a, b) => {
        const sum = addInt64(canonical(a) as Int64, canonical(b) as Int64);
        expect(sum).toBe(canonical(a + b));
      }),
      { numRuns: 1000 },
    );
  });

  test('every integer but the least has a negation', () => {
    expect(negateInt64(INT64_MIN)).toBeUndefined();
    expect(negateInt64(INT64_MAX)).toBe(-INT64_MAX);
    expect(Object.is(negateInt64(0), 0)).toBe(true);
    expect(negateInt64(7)).toBe(-7);
  });
});

/** Texts near a number, well-formed or just not. */
const nearNumber = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 22 }),
  fc.string({ unit: fc.constantFrom(...'0019.e+-x '), maxLength: 8 }),
  anyInt64.map(String),
  fc.double().map(String),
  fc
    .tuple(fc.double(), fc.integer({ min: 0, max: 40 }))
    .map(([x, digits]) => x.toPrecision(digits + 1)),
  fc.constantFrom(
    'inf',
    '-inf',
    '+Infinity',
    'nan',
    'infx',
    '0x1.8p3',
    '-0X.8',
    '0x',
    '1e400',
    '1e-400',
  ),
  fc.constantFrom(
    '4.9e-324',
    '2.4e-324',
    '2.5e-324',
    '0x1p-1074',
    '0x1p-1075',
    '0x1.8p-1075',
    '1e-320',
  ),
  fc.constantFrom(
    '1.7976931348623158e308',
    '1.7976931348623159e308',
    '0x1.fffffffffffff8p1023',
    '0x1p1024',
  ),
  fc.constantFrom(
    '0x1.00000000000008p0',
    '0x1.00000000000018p0',
    '9007199254740993',
    '0e99999',
    '1\x00',
  ),
);

describe('parseDouble', () => {
  test('reads back what JavaScript writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(parseDouble(String(value))).toBe(value + 0); // String(-0) is '0'
      }),
      { numRuns: 500 },
    );
  });
});

describeWithRedis('numbers', (ask) => {
  test('INCRBY reads, adds and overflows the same', async () => {
    const cases = fc.array(fc.tuple(nearNumber, nearNumber), { minLength: 50, maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(cases, async (pairs) => {
        const answers = await ask(
          pairs.flatMap(([a, b]) => [
            ['SET', 'k', a],
            ['INCRBY', 'k', b],
            ['GET', 'k'],
          ]),
        );
        for (const [index, [a, b]] of pairs.entries()) {
          const isSum = typeof answers[index * 3 + 1] === 'number';
          const real = isSum ? answers[index * 3 + 2] : undefined;
          const [x, y] = [parseInt64(a), parseInt64(b)];
          const sum = x === undefined || y === undefined ? undefined : addInt64(x, y);
          expect([a, b, sum?.toString()]).toEqual([a, b, real]);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('ZADD reads a score the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(nearNumber, { minLength: 50, maxLength: 100 }), async (texts) => {
        const answers = await ask(
          texts.flatMap((text) => [
            ['DEL', 'z'],
            ['ZADD', 'z', text, 'm'],
            ['ZSCORE', 'z', 'm'],
          ]),
        );
        for (const [index, text] of texts.entries()) {
          const answer = answers[index * 3 + 2];
          const real = answer === null ? undefined : scoreOf(answer);
          const ours = parseDouble(text);
          expect([text, ours === undefined ? undefined : ours + 0]).toEqual([text, real]);
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** ZSCORE writes seventeen digits, which give the same double back; the sign of a zero depends on the encoding. */
function scoreOf(answer: unknown): number {
  return Number(String(answer).replace('inf', 'Infinity')) + 0;
}

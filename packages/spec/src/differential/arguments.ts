// Arguments for random commands: few keys, so that commands meet; values and numbers at the edges where bugs live.
// Each list begins with its plainest member, since a failing sequence shrinks towards it.

import fc from 'fast-check';

/** One word of a command, or several. Latin1. */
export type Words = fc.Arbitrary<string | readonly string[]>;

export const KEYS = ['a', 'b', 'c', 'key:1', 'key:2', '', '\xff\0\r\n', 'x'.repeat(70)] as const;

export const key = fc.constantFrom(...KEYS);

/** Numbers around the bounds of int64, of doubles' exact integers, and of what parses as an integer at all. */
export const INTEGERS = [
  '0',
  '1',
  '-1',
  '10',
  '9999',
  '10000',
  '9007199254740991',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775808',
  '-9223372036854775809',
  '18446744073709551616',
];

export const NOT_INTEGERS = [
  '',
  ' 1',
  '1 ',
  '+1',
  '01',
  '-0',
  '1.0',
  '1e3',
  '0x10',
  'abc',
  '--1',
  '-',
  '1\0',
];

const FLOATS = [
  '0',
  '1.5',
  '-0.1',
  '0.1',
  '3.0',
  '1e5',
  '1E-5',
  '1e17',
  '5e-324',
  '1e308',
  '123456789.123456789',
  '0.00000000000000001',
  '9223372036854775807',
  'inf',
  '-inf',
  'nan',
  '0x1p3',
];

export const integer = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -20, max: 20 }).map(String) },
  { weight: 3, arbitrary: fc.constantFrom(...INTEGERS) },
  { weight: 1, arbitrary: fc.constantFrom(...NOT_INTEGERS) },
);

export const float = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...FLOATS) },
  { weight: 1, arbitrary: integer },
  { weight: 1, arbitrary: fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map(String) },
);

const binary = fc
  .uint8Array({ maxLength: 12 })
  .map((bytes) => Buffer.from(bytes).toString('latin1'));

/** Around the 44 bytes up to which Redis keeps a string in one piece with its header. */
const long = fc.constantFrom('v'.repeat(44), 'v'.repeat(45), 'long '.repeat(60));

export const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('v', 'w', 'hello world', '') },
  { weight: 3, arbitrary: integer },
  { weight: 1, arbitrary: float },
  { weight: 2, arbitrary: binary },
  { weight: 1, arbitrary: long },
);

/** A short pattern with every mark that globs know. */
export const pattern = fc.oneof(
  fc.constantFrom(
    '*',
    '?',
    'key:*',
    '[a-c]',
    '[^a]',
    '\\*',
    'k*y:[12]',
    '*\xff*',
    '[',
    '[a',
    '\\',
    '[z-a]',
    '',
  ),
  fc
    .array(fc.constantFrom('*', '?', 'a', 'k', '[', ']', '-', '^', '\\', '1'), { maxLength: 6 })
    .map((p) => p.join('')),
);

/** An index into a short string, from either end. */
export const index = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -12, max: 12 }).map(String) },
  { weight: 1, arbitrary: integer },
);

/** The words themselves, now and then in another case, or one that is not among them. */
export const word = (...words: string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...words) },
    { weight: 2, arbitrary: fc.constantFrom(...words.map((w) => w.toLowerCase())) },
    { weight: 1, arbitrary: fc.constant('NONSENSE') },
  );

/** Any of the words in any order, and now and then one of them twice. */
export const flags = (...words: string[]): fc.Arbitrary<string[]> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant([] as string[]) },
    { weight: 3, arbitrary: fc.shuffledSubarray(words, { maxLength: 1 }) },
    { weight: 1, arbitrary: fc.shuffledSubarray(words) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 3 }) },
  );

/** Several times the same, flattened: keys, or key and value. */
export const many = (...each: Words[]): fc.Arbitrary<string[]> =>
  fc
    .array(fc.tuple(...each), { minLength: 1, maxLength: 4 })
    .map((groups) => groups.flat(2) as string[]);

/** These words, or none. */
export const maybe = (...each: Words[]): fc.Arbitrary<string[]> =>
  fc.oneof(
    fc.constant([] as string[]),
    fc.tuple(...each).map((parts) => parts.flat() as string[]),
  );

/** Exactly this. */
export const just = (text: string): fc.Arbitrary<string> => fc.constant(text);

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDouble } from '../../src/core.ts';

// As ZSCORE of redis-server 7.0.15 wrote them.
test.each([
  [0, '0'],
  [-0, '-0'],
  [1, '1'],
  [-1.5, '-1.5'],
  [0.1, '0.10000000000000001'],
  [3.14, '3.1400000000000001'],
  [100, '100'],
  [1e15, '1000000000000000'],
  [1e16, '10000000000000000'],
  [123456789012345680, '1.2345678901234568e+17'],
  [1e17, '1e+17'],
  [1e21, '1e+21'],
  [1e300, '1.0000000000000001e+300'],
  [0.0001, '0.0001'],
  [0.00001, '1.0000000000000001e-05'],
  [5e-324, '4.9406564584124654e-324'],
  [Number.MAX_VALUE, '1.7976931348623157e+308'],
  [2 ** -25, '2.9802322387695312e-08'],
  [3 * 2 ** -25, '8.9406967163085938e-08'],
  [Infinity, 'inf'],
  [-Infinity, '-inf'],
])('%d is %s', (value, text) => {
  expect(formatDouble(value)).toBe(text);
});

test('every double is read back the same', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Number(formatDouble(value))).toBe(value);
    }),
  );
});

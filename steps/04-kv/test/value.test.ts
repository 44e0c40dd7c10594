// What a string is called: by how it came to be, by its length, by whether it is an integer. And whose value is what.

import { Slice } from '@byor/03-event-loop/core';
import { describe, expect, test } from 'vitest';
import {
  expectString,
  FORMS,
  isString,
  type ObjectValue,
  stringEncoding,
  typeOf,
} from '../src/value.ts';

describe('the encoding of a string', () => {
  test.each([
    ['0', 'int'],
    ['-9007199254740991', 'int'],
    ['9007199254740993', 'int'],
    ['9223372036854775807', 'int'],
    ['-9223372036854775808', 'int'],
    ['9223372036854775808', 'embstr'],
    ['-9223372036854775809', 'embstr'],
    ['-0', 'embstr'],
    ['+1', 'embstr'],
    ['01', 'embstr'],
    [' 1', 'embstr'],
    ['1.5', 'embstr'],
    ['', 'embstr'],
    ['x'.repeat(44), 'embstr'],
    ['x'.repeat(45), 'raw'],
    ['1'.repeat(45), 'raw'],
  ])('of %j, set as a whole, is %s', (text, encoding) => {
    expect(stringEncoding(Slice.of(text), FORMS.whole)).toBe(encoding);
  });

  test('is never int for a sum of floats, and raw for what was edited', () => {
    const encodings = ['7', '7.5', 'x'.repeat(45)].map((text) => [
      stringEncoding(Slice.of(text), FORMS.float),
      stringEncoding(Slice.of(text), FORMS.edited),
    ]);
    expect(encodings).toEqual([
      ['embstr', 'raw'],
      ['embstr', 'raw'],
      ['raw', 'raw'],
    ]);
  });
});

test('a value of a later stage speaks for itself and is no string', () => {
  const zset: ObjectValue = {
    type: 'zset',
    encoding: () => 'skiplist',
    copy: () => zset,
    memoryBytes: () => 0,
  };
  expect([isString(zset), isString('text'), isString(Slice.of('bytes'))]).toEqual([
    false,
    true,
    true,
  ]);
  expect([typeOf(zset), typeOf(Slice.of('bytes'))]).toEqual(['zset', 'string']);
  expect(() => expectString(zset)).toThrow(/^WRONGTYPE/);
});

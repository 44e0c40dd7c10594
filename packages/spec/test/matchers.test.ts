import { describe, expect, test } from 'vitest';
import {
  anything,
  arrayOf,
  bool,
  compare,
  containing,
  double,
  type Expected,
  either,
  error,
  integer,
  integerBetween,
  latin1,
  map,
  matching,
  nil,
  nil3,
  nilArray,
  ok,
  pairs,
  push,
  set,
  toParts,
  unordered,
  utf8,
  verbatim,
  where,
} from '../src/matchers.ts';

const differs = (expected: Expected, actual: string) =>
  compare(toParts(expected), latin1(actual))?.offset;

describe('what a case expects', () => {
  test.each<[string, Expected, string]>([
    ['a string', 'a\0b', '$3\r\na\0b\r\n'],
    ['latin1', '\xff', '$1\r\n\xff\r\n'],
    ['UTF-8', utf8('é'), '$2\r\n\xc3\xa9\r\n'],
    ['a number', -3, ':-3\r\n'],
    ['a bigint', 9223372036854775807n, ':9223372036854775807\r\n'],
    ['null', null, '$-1\r\n'],
    ['an array', ['a', 1, [nil]], '*3\r\n$1\r\na\r\n:1\r\n*1\r\n$-1\r\n'],
    ['nil array', nilArray, '*-1\r\n'],
    ['an error', error('ERR no'), '-ERR no\r\n'],
    ['an error by pattern', error(/^WRONGTYPE /), '-WRONGTYPE x\r\n'],
    ['a map', map([['k', 1]]), '%1\r\n$1\r\nk\r\n:1\r\n'],
    ['a set', set(['k']), '~1\r\n$1\r\nk\r\n'],
    ['a push', push([1]), '>1\r\n:1\r\n'],
    [
      'RESP3 scalars',
      [nil3, bool(false), double(0.5), double(-Infinity)],
      '*4\r\n_\r\n#f\r\n,0.5\r\n,-inf\r\n',
    ],
    ['verbatim', verbatim('txt', 'a'), '=5\r\ntxt:a\r\n'],
    ['anything in between', ['a', anything, 'b'], '*3\r\n$1\r\na\r\n*1\r\n:1\r\n$1\r\nb\r\n'],
    ['a pattern', matching(/^\d+$/), '$2\r\n42\r\n'],
    ['a pattern on verbatim', containing('run_id'), '=10\r\ntxt:run_id\r\n'],
    ['a range', integerBetween(1, 3), ':3\r\n'],
    ['any integer', integer, ':-1\r\n'],
    ['either', either(nil, 'x'), '$1\r\nx\r\n'],
    ['many', arrayOf(integer), '*2\r\n:1\r\n:2\r\n'],
    ['a predicate', where('a pair', (value) => Array.isArray(value)), '*0\r\n'],
    ['any order', unordered(['a', anything, 'b']), '*3\r\n$1\r\nb\r\n$1\r\na\r\n:1\r\n'],
    ['any order of a set', unordered(['a', 'b']), '~2\r\n$1\r\nb\r\n$1\r\na\r\n'],
    [
      'pairs in RESP2',
      pairs([
        ['a', 1],
        ['b', 2],
      ]),
      '*4\r\n$1\r\nb\r\n:2\r\n$1\r\na\r\n:1\r\n',
    ],
    [
      'pairs in RESP3',
      pairs([
        ['a', 1],
        ['b', 2],
      ]),
      '%2\r\n$1\r\nb\r\n:2\r\n$1\r\na\r\n:1\r\n',
    ],
  ])('%s', (_, expected, actual) => {
    expect(differs(expected, actual)).toBeUndefined();
  });

  test.each<[string, Expected, string, number]>([
    ['another value', 'abc', '$3\r\nabd\r\n', 6],
    ['another type', ok, '-OK\r\n', 0],
    ['a sign that Redis would not write', 1, ':+1\r\n', 1],
    ['a member too many', ['a'], '*2\r\n$1\r\na\r\n$1\r\nb\r\n', 1],
    ['a wrong member behind a hole', [anything, 1], '*2\r\n$3\r\nxyz\r\n:2\r\n', 14],
    ['a hole not met', [1, matching(/^a/)], '*2\r\n:1\r\n$1\r\nb\r\n', 8],
    ['an integer where a string is due', matching(/1/), ':1\r\n', 0],
    ['the same member twice', unordered(['a', 'b']), '*2\r\n$1\r\na\r\n$1\r\na\r\n', 0],
    [
      'a key with the value of another',
      pairs([
        ['a', 1],
        ['b', 2],
      ]),
      '%2\r\n$1\r\na\r\n:2\r\n$1\r\nb\r\n:1\r\n',
      0,
    ],
    ['a map that is not one', pairs([['a', 1]]), '~2\r\n$1\r\na\r\n:1\r\n', 0],
    ['too few', arrayOf(integer, 2), '*1\r\n:1\r\n', 0],
    ['nil for many', arrayOf(integer), '*-1\r\n', 0],
    ['out of range', integerBetween(1, 3), ':4\r\n', 0],
  ])('refuses %s', (_, expected, actual, offset) => {
    expect(differs(expected, actual)).toBe(offset);
  });

  test('text beyond latin1 is refused, not cut', () => {
    expect(() => toParts('€')).toThrow('use utf8()');
  });
});

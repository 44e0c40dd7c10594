// GETEX: read a value and change its deadline.

import { error, integerBetween, nil, ok, wire } from '@byor/spec';

const YEAR_2100_S = 4_102_444_800;
const syntaxError = error('ERR syntax error');
const invalid = error("ERR invalid expire time in 'getex' command");

export const cases = [
  wire('reads', 'without an option it is GET', [
    [`SET k v EXAT ${YEAR_2100_S}`, ok],
    ['GETEX k', 'v'],
    ['EXPIRETIME k', YEAR_2100_S],
    ['GETEX missing', nil],
    ['GETEX missing EX 10', nil],
    ['EXISTS missing', 0],
  ]),

  wire('sets', 'EX, PX, EXAT and PXAT give another deadline', [
    ['SET k v', ok],
    ['GETEX k EX 100', 'v'],
    ['TTL k', integerBetween(90, 100)],
    ['GETEX k PX 500000', 'v'],
    ['TTL k', integerBetween(490, 500)],
    [`GETEX k EXAT ${YEAR_2100_S}`, 'v'],
    ['EXPIRETIME k', YEAR_2100_S],
    [`GETEX k PXAT ${YEAR_2100_S}001`, 'v'],
    ['PEXPIRETIME k', YEAR_2100_S * 1000 + 1],
  ]),

  wire('persist', 'PERSIST takes the deadline away', [
    ['SET k v EX 100', ok],
    ['GETEX k PERSIST', 'v'],
    ['TTL k', -1],
    ['GETEX k PERSIST', 'v'],
  ]),

  wire('past', 'a moment of the past: the value is answered, and the key is gone', [
    ['SET k v', ok],
    ['GETEX k EXAT 1', 'v'],
    ['EXISTS k', 0],
  ]),

  wire('syntax', 'one way to say when, and nothing of SET', [
    ['SET k v', ok],
    ['GETEX k EX 10 PX 10', syntaxError],
    ['GETEX k EX 10 PERSIST', syntaxError],
    ['GETEX k PERSIST EX 10', syntaxError],
    ['GETEX k EX', syntaxError],
    ['GETEX k KEEPTTL', syntaxError],
    ['GETEX k NX', syntaxError],
    ['GETEX missing FOO', syntaxError],
    ['TTL k', -1],
  ]),

  wire(
    'invalid-times',
    'a time is looked at only when the key exists',
    [
      ['SET k v', ok],
      ['GETEX k EX 0', invalid],
      ['GETEX k PX -5', invalid],
      ['GETEX k EX 9223372036854775807', invalid],
      ['GETEX k EX x', error('ERR value is not an integer or out of range')],
      ['GETEX missing EX 0', nil],
      ['GETEX missing EX x', nil],
      ['TTL k', -1],
    ],
    { cause: 'Redis finds the key first and reads the time after' },
  ),
];

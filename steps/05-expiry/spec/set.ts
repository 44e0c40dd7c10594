// SET with a time to live, SETEX, PSETEX.

import { error, integerBetween, nil, ok, wire } from '@byor/spec';

const YEAR_2100_S = 4_102_444_800;
const syntaxError = error('ERR syntax error');
const invalid = (command: string) => error(`ERR invalid expire time in '${command}' command`);
const notAnInteger = error('ERR value is not an integer or out of range');

export const cases = [
  wire(
    'delays',
    'EX and PX say for how long the key lives',
    async ({ client }) => {
      await client.call('SET', 'k', 'v', 'EX', 100).expect(ok);
      await client.call('TTL', 'k').expect(integerBetween(90, 100));
      await client.call('PTTL', 'k').expect(integerBetween(90_000, 100_000));
      await client.call('SET', 'k', 'v', 'PX', 100_000).expect(ok);
      await client.call('PTTL', 'k').expect(integerBetween(90_000, 100_000));
      await client.call('GET', 'k').expect('v');
    },
    { cause: 'seconds and milliseconds were mixed up' },
  ),

  wire('moments', 'EXAT and PXAT say when the key dies, and the very moment is kept', [
    [`SET k v EXAT ${YEAR_2100_S}`, ok],
    ['EXPIRETIME k', YEAR_2100_S],
    ['PEXPIRETIME k', YEAR_2100_S * 1000],
    [`SET k v PXAT ${YEAR_2100_S}123`, ok],
    ['PEXPIRETIME k', YEAR_2100_S * 1000 + 123],
  ]),

  wire(
    'new-life',
    'SET begins a new life: the old deadline is gone',
    [
      [`SET k v PXAT ${YEAR_2100_S}000`, ok],
      ['SET k w', ok],
      ['TTL k', -1],
      [`SET k v PXAT ${YEAR_2100_S}000`, ok],
      ['GETSET k w', 'v'],
      ['TTL k', -1],
      [`SET k v PXAT ${YEAR_2100_S}000`, ok],
      ['MSET k w', ok],
      ['TTL k', -1],
    ],
    { cause: 'the value was replaced in place, and the deadline stayed' },
  ),

  wire(
    'same-life',
    'a value that changes keeps its deadline',
    [
      [`SET k 1 EXAT ${YEAR_2100_S}`, ok],
      ['INCR k', 2],
      ['INCRBYFLOAT k 0.5', '2.5'],
      ['APPEND k 0', 4],
      ['SETRANGE k 0 9', 4],
      ['SETNX k x', 0],
      ['GET k', '9.50'],
      ['EXPIRETIME k', YEAR_2100_S],
    ],
    { cause: 'a command that changes a value began a new life for its key' },
  ),

  wire('keepttl', 'KEEPTTL replaces the value and keeps the deadline', [
    [`SET k v EXAT ${YEAR_2100_S}`, ok],
    ['SET k w KEEPTTL', ok],
    ['EXPIRETIME k', YEAR_2100_S],
    ['SET k x KEEPTTL GET XX', 'w'],
    ['EXPIRETIME k', YEAR_2100_S],
    ['GET k', 'x'],
    ['SET new v KEEPTTL', ok],
    ['TTL new', -1],
  ]),

  wire('conditions', 'a condition that is not met leaves value and deadline alone', [
    [`SET k v XX EXAT ${YEAR_2100_S}`, nil],
    ['EXISTS k', 0],
    [`SET k v NX EXAT ${YEAR_2100_S}`, ok],
    ['SET k w NX EX 10', nil],
    ['SET k w NX GET EX 10', 'v'],
    ['EXPIRETIME k', YEAR_2100_S],
    [`SET k w XX GET EXAT ${YEAR_2100_S + 1}`, 'v'],
    ['EXPIRETIME k', YEAR_2100_S + 1],
  ]),

  wire('option-syntax', 'one way to say when, with its number, in any case and any order', [
    ['SET k v EX 10 PX 10', syntaxError],
    ['SET k v EX 10 KEEPTTL', syntaxError],
    ['SET k v KEEPTTL EX 10', syntaxError],
    ['SET k v EX', syntaxError],
    ['SET k v NX EX', syntaxError],
    ['SET k v PERSIST', syntaxError],
    ['EXISTS k', 0],
    ['SET k v EX 10 EX 1000', ok],
    ['TTL k', integerBetween(900, 1000)],
    ['SET k v KEEPTTL KEEPTTL', ok],
    ['TTL k', integerBetween(900, 1000)],
    ['SET k w get ex 10 xx', 'v'],
    ['TTL k', integerBetween(0, 10)],
  ]),

  wire(
    'invalid-times',
    'a time that is not positive, or beyond 64 bits, is refused before anything changes',
    [
      ['SET k old', ok],
      ['SET k v EX 0', invalid('set')],
      ['SET k v PX -1', invalid('set')],
      ['SET k v EXAT 0', invalid('set')],
      ['SET k v PXAT -1', invalid('set')],
      ['SET k v EX 9223372036854775807', invalid('set')],
      ['SET k v EX 9223372036854775', invalid('set')],
      ['SET k v PX 9223372036854775807', invalid('set')],
      ['SET k v EXAT 9223372036854776', invalid('set')],
      ['SET k v EX 9223372036854775808', notAnInteger],
      ['SET k v EX 1.5', notAnInteger],
      ['SET k v GET EX 0', invalid('set')],
      ['SET k v NX EX 0', invalid('set')],
      ['SETEX k 0 v', invalid('setex')],
      ['SETEX k x v', notAnInteger],
      ['SETEX k 9223372036854775807 v', invalid('setex')],
      ['PSETEX k -1 v', invalid('psetex')],
      ['PSETEX k 9223372036854775807 v', invalid('psetex')],
      ['GET k', 'old'],
      ['TTL k', -1],
    ],
    { cause: 'the sum of now and the delay left 64 bits, or doubles lost its last digits' },
  ),

  wire(
    'far-future',
    'the last millisecond of 64 bits is a deadline, and exact',
    [
      ['SET k v PXAT 9223372036854775807', ok],
      ['PEXPIRETIME k', 9223372036854775807n],
      ['EXPIRETIME k', 9223372036854776],
      ['SET k v EXAT 9223372036854775', ok],
      ['PEXPIRETIME k', 9223372036854775000n],
      ['GET k', 'v'],
    ],
    { cause: 'deadlines beyond 2^53 were kept in a double' },
  ),

  wire('setex', 'SETEX and PSETEX set value and delay', [
    ['SETEX k 100 v', ok],
    ['TTL k', integerBetween(90, 100)],
    ['GET k', 'v'],
    ['PSETEX k 100000 w', ok],
    ['PTTL k', integerBetween(90_000, 100_000)],
    ['GET k', 'w'],
    ['SETEX k 10', error("ERR wrong number of arguments for 'setex' command")],
  ]),
];

// EXPIRE, PEXPIRE, EXPIREAT, PEXPIREAT and their conditions.

import { error, integerBetween, ok, type Script, wire } from '@byor/spec';

const YEAR_2100_S = 4_102_444_800;
const YEAR_2200_S = 7_258_118_400;
const notAnInteger = error('ERR value is not an integer or out of range');
const invalid = (command: string) => error(`ERR invalid expire time in '${command}' command`);
const nxAlone = error('ERR NX and XX, GT or LT options at the same time are not compatible');

export const cases = [
  wire('delays', 'EXPIRE counts in seconds, PEXPIRE in milliseconds', [
    ['SET k v', ok],
    ['EXPIRE k 100', 1],
    ['TTL k', integerBetween(90, 100)],
    ['PEXPIRE k 500000', 1],
    ['TTL k', integerBetween(490, 500)],
    ['EXPIRE missing 100', 0],
    ['PEXPIRE missing 100', 0],
  ]),

  wire('moments', 'EXPIREAT and PEXPIREAT take a Unix time', [
    ['SET k v', ok],
    [`EXPIREAT k ${YEAR_2100_S}`, 1],
    ['PEXPIRETIME k', YEAR_2100_S * 1000],
    [`PEXPIREAT k ${YEAR_2100_S}789`, 1],
    ['PEXPIRETIME k', YEAR_2100_S * 1000 + 789],
    ['EXPIREAT missing 1', 0],
    ['GET k', 'v'],
  ]),

  wire(
    'past',
    'a time that is over deletes the key at once, and that counts as done',
    [
      ...died('EXPIRE k 0'),
      ...died('EXPIRE k -1'),
      ...died('PEXPIRE k -9223372036854775808'),
    ].concat(
      died('EXPIREAT k 1'),
      died('EXPIREAT k -1'),
      died('PEXPIREAT k 1'),
      died('PEXPIREAT k -9223372036854775808'),
    ),
    { cause: 'a delay of zero or less was refused; only SET and its family refuse it' },
  ),

  wire('nx-xx', 'NX wants a key without a deadline, XX one with', [
    ['SET k v', ok],
    [`EXPIREAT k ${YEAR_2100_S} XX`, 0],
    ['TTL k', -1],
    [`EXPIREAT k ${YEAR_2100_S} NX`, 1],
    [`EXPIREAT k ${YEAR_2200_S} NX`, 0],
    ['EXPIRETIME k', YEAR_2100_S],
    [`EXPIREAT k ${YEAR_2200_S} XX`, 1],
    ['EXPIRETIME k', YEAR_2200_S],
    ['EXPIREAT missing 1 NX', 0],
  ]),

  wire(
    'gt-lt',
    'GT only puts off, LT only brings forward; a key without a deadline lives for ever',
    [
      ['SET k v', ok],
      [`EXPIREAT k ${YEAR_2100_S} GT`, 0],
      [`EXPIREAT k ${YEAR_2100_S} LT`, 1],
      [`EXPIREAT k ${YEAR_2100_S} LT`, 0],
      [`EXPIREAT k ${YEAR_2100_S} GT`, 0],
      [`EXPIREAT k ${YEAR_2200_S} LT`, 0],
      [`EXPIREAT k ${YEAR_2200_S} GT`, 1],
      ['EXPIRETIME k', YEAR_2200_S],
      [`EXPIREAT k ${YEAR_2100_S} LT XX`, 1],
      ['EXPIRETIME k', YEAR_2100_S],
      [`EXPIREAT k ${YEAR_2200_S} XX GT`, 1],
      ['PERSIST k', 1],
      [`EXPIREAT k ${YEAR_2100_S} XX LT`, 0],
      ['TTL k', -1],
    ],
    { cause: 'no deadline means for ever: never less than another one' },
  ),

  wire('past-under-condition', 'a time that is over must meet the condition too', [
    ['SET k v EX 100', ok],
    ['EXPIRE k -1 NX', 0],
    ['EXPIRE k -1 GT', 0],
    ['EXISTS k', 1],
    ['EXPIRE k -1 LT', 1],
    ['EXISTS k', 0],
  ]),

  wire('conditions-clash', 'conditions that contradict each other are refused', [
    ['SET k v', ok],
    ['EXPIRE k 10 NX XX', nxAlone],
    ['EXPIRE k 10 NX GT', nxAlone],
    ['EXPIRE k 10 LT NX', nxAlone],
    ['EXPIRE k 10 GT LT', error('ERR GT and LT options at the same time are not compatible')],
    ['EXPIRE k 10 foo', error('ERR Unsupported option foo')],
    ['EXPIRE k x FOO', error('ERR Unsupported option FOO')],
    ['EXPIRE k 10 NX XX FOO', error('ERR Unsupported option FOO')],
    ['TTL k', -1],
    ['EXPIRE k 100 nx NX', 1],
  ]),

  wire(
    'overflow',
    'what leaves 64 bits is refused, for missing keys too',
    [
      ['SET k v', ok],
      ['EXPIRE k 9223372036854775807', invalid('expire')],
      ['EXPIRE k 9223372036854775', invalid('expire')],
      ['EXPIRE k -9223372036854775808', invalid('expire')],
      ['EXPIRE k -9223372036854776', invalid('expire')],
      ['PEXPIRE k 9223372036854775807', invalid('pexpire')],
      ['EXPIREAT k 9223372036854776', invalid('expireat')],
      ['EXPIREAT k -9223372036854775808', invalid('expireat')],
      ['EXPIRE missing 9223372036854775807', invalid('expire')],
      ['EXPIRE k x', notAnInteger],
      ['EXPIRE missing x', notAnInteger],
      ['PEXPIREAT k 9223372036854775808', notAnInteger],
      ['TTL k', -1],
      ['PEXPIREAT k 9223372036854775807', 1],
      ['PEXPIRETIME k', 9223372036854775807n],
    ],
    { cause: 'a product or a sum was rounded, or wrapped around' },
  ),
];

function died(command: string): Script {
  return [
    ['SET k v', ok],
    [command, 1],
    ['EXISTS k', 0],
  ];
}

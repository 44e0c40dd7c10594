// The commands of Redis 7.0 about deadlines. Two servers do not run a command in the same millisecond, so deadlines are
// moments of the past or of the far future, which can be compared exactly; delays are long, and only their kind is compared.
// What ends while the sequence runs does so where time passes in it (time.ts).

import fc from 'fast-check';
import { flags, integer, just, key, maybe, value, word } from '../arguments.ts';
import { adjust, type CommandModel, command } from '../model.ts';
import { A_MOMENT, SOON, TIME_PASSES } from '../time.ts';

const FAR_S = ['4102444800', '4102444801', '7258118400', '9223372036854775', '1', '1577836800'];
const FAR_MS = ['4102444800000', '4102444800001', '7258118400500', '9223372036854775807', '1000'];

/** Neither so small that it ends while the test runs, nor an integer at all. */
const BEYOND = ['0', '-1', '-9223372036854775808', '9223372036854775808', '1.5', '', 'x', '+5'];

const seconds = fc.constantFrom(...FAR_S, '9223372036854776', '-9223372036854776', ...BEYOND);
const milliseconds = fc.constantFrom(...FAR_MS, '9223372036854775806', ...BEYOND);
const delay = fc.constantFrom('100000000', '200000000', '9223372036854775', ...BEYOND);

const moment = fc.oneof(fc.tuple(word('EXAT'), seconds), fc.tuple(word('PXAT'), milliseconds));

const conditions = flags('NX', 'XX', 'GT', 'LT');

/** Every reply is the same to the byte. */
export const momentModels: readonly CommandModel[] = [
  adjust(command('SET', key, value, moment, flags('NX', 'XX', 'GET')), { weight: 4 }),
  command('SET', key, value, flags('KEEPTTL', 'GET', 'XX'), maybe(moment)),
  command('GETEX', key, moment),
  command('GETEX', key, flags('PERSIST', 'KEEPTTL'), maybe(moment)),
  adjust(command('EXPIREAT', key, seconds, conditions), { weight: 2 }),
  adjust(command('PEXPIREAT', key, milliseconds, conditions), { weight: 2 }),
  command('PERSIST', key),
  command('EXPIRETIME', key),
  adjust(command('PEXPIRETIME', key), { weight: 2 }),
  adjust(command('TTL', key), { agreement: 'kind' }),
  adjust(command('PTTL', key), { agreement: 'kind' }),
];

/** Keys that are there for a moment, and that moment's end. */
export const passingModels: readonly CommandModel[] = [
  adjust(command(TIME_PASSES), { weight: 4 }),
  adjust(command('SET', key, value, just('PXAT'), just(SOON), flags('NX', 'XX', 'GET')), {
    weight: 4,
  }),
  command('SET', key, value, just('PX'), just(A_MOMENT)),
  command('PSETEX', key, just(A_MOMENT), value),
  command('GETEX', key, just('PXAT'), just(SOON)),
  adjust(command('PEXPIREAT', key, just(SOON), conditions), { weight: 4 }),
  command('PEXPIRE', key, just(A_MOMENT), flags('NX', 'XX')),
];

/** What a delay comes to depends on when the command runs. */
export const delayModels: readonly CommandModel[] = [
  command(
    'SET',
    key,
    value,
    fc.tuple(word('EX', 'PX'), delay),
    flags('NX', 'XX', 'GET', 'KEEPTTL'),
  ),
  command('SETEX', key, delay, value),
  command('PSETEX', key, delay, value),
  command('GETEX', key, fc.tuple(word('EX', 'PX'), delay), flags('PERSIST')),
  command('EXPIRE', key, delay, flags('NX', 'XX')),
  command('PEXPIRE', key, delay, flags('NX', 'XX')),
  command(
    'EXPIRE',
    key,
    integer.filter((text) => !(Number(text) > 0)),
    conditions,
  ),
  command('PERSIST', key),
  ...['TTL', 'PTTL', 'EXPIRETIME', 'PEXPIRETIME'].map((name) =>
    adjust(command(name, key), { agreement: 'kind' }),
  ),
];

// TTL, PTTL, EXPIRETIME, PEXPIRETIME, PERSIST, and what carries a deadline along.

import { error, integerBetween, ok, wire } from '@byor/spec';

const YEAR_2100_S = 4_102_444_800;
const set = [`SET a v EXAT ${YEAR_2100_S}`, ok] as const;

export const cases = [
  wire('missing-or-forever', '-2 for a missing key, -1 for one without a deadline', [
    ['SET k v', ok],
    ['TTL k', -1],
    ['PTTL k', -1],
    ['EXPIRETIME k', -1],
    ['PEXPIRETIME k', -1],
    ['TTL missing', -2],
    ['PTTL missing', -2],
    ['EXPIRETIME missing', -2],
    ['PEXPIRETIME missing', -2],
    ['TTL', error("ERR wrong number of arguments for 'ttl' command")],
  ]),

  wire('rounding', 'seconds are rounded to the nearest', [
    ['SET k v PX 99900', ok],
    ['TTL k', integerBetween(90, 100)],
    ['SET k v PXAT 4102444800499', ok],
    ['EXPIRETIME k', YEAR_2100_S],
    ['SET k v PXAT 4102444800500', ok],
    ['EXPIRETIME k', YEAR_2100_S + 1],
  ]),

  wire('persist', 'PERSIST says whether there was a deadline to take away', [
    ['SET k v EX 100', ok],
    ['PERSIST k', 1],
    ['PERSIST k', 0],
    ['TTL k', -1],
    ['PERSIST missing', 0],
  ]),

  wire(
    'rename-carries',
    'RENAME takes the deadline along, and the overwritten key loses its own',
    [
      set,
      ['RENAME a b', ok],
      ['EXPIRETIME b', YEAR_2100_S],
      ['SET c w', ok],
      ['RENAME c b', ok],
      ['TTL b', -1],
      ['RENAMENX b d', 1],
      ['TTL d', -1],
    ],
    { cause: 'a deadline belongs to the life that goes on, not to the name' },
  ),

  wire('copy-carries', 'COPY copies the deadline too', [
    set,
    ['COPY a b', 1],
    ['EXPIRETIME b', YEAR_2100_S],
    ['SET c w', ok],
    ['COPY c b REPLACE', 1],
    ['TTL b', -1],
    ['EXPIRETIME a', YEAR_2100_S],
    ['COPY a b DB 1', 1],
    ['SELECT 1', ok],
    ['EXPIRETIME b', YEAR_2100_S],
  ]),

  wire('move-carries', 'MOVE and SWAPDB take deadlines to the other database', [
    set,
    ['MOVE a 1', 1],
    ['TTL a', -2],
    ['SELECT 1', ok],
    ['EXPIRETIME a', YEAR_2100_S],
    ['SWAPDB 0 1', ok],
    ['TTL a', -2],
    ['SELECT 0', ok],
    ['EXPIRETIME a', YEAR_2100_S],
  ]),

  wire('hits', 'to ask for a deadline is a hit or a miss', async ({ client }) => {
    await client.call('CONFIG', 'RESETSTAT').expect(ok);
    await client.call('SET', 'a', 'v', 'EX', 100).expect(ok);
    await client.call('EXPIRETIME', 'a').reply();
    await client.call('PERSIST', 'a').expect(1);
    await client.call('TTL', 'a').expect(-1);
    await client.call('PTTL', 'missing').expect(-2);
    const info = String(await client.call('INFO', 'stats').value());
    const told = info.match(/^keyspace_(?:hits|misses):\d+/gm)?.join(' ');
    if (told !== 'keyspace_hits:2 keyspace_misses:1') throw new Error(`INFO says ${told}`);
  }),

  wire('deleted', 'a key that was deleted and comes again has no deadline', [
    set,
    ['DEL a', 1],
    ['SET a v', ok],
    ['TTL a', -1],
    ['EXPIRE a 100', 1],
    ['GETDEL a', 'v'],
    ['APPEND a v', 1],
    ['TTL a', -1],
    ['EXPIRE a 100', 1],
    ['FLUSHDB', ok],
    ['SETNX a v', 1],
    ['TTL a', -1],
  ]),
];

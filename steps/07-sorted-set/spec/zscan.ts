// ZSCAN, ZRANDMEMBER.

import {
  arrayOf,
  double,
  error,
  matching,
  nil,
  nil3,
  ok,
  type WireContext,
  wire,
} from '@byor/spec';

type Client = WireContext['client'];

const wrongType = error('WRONGTYPE Operation against a key holding the wrong kind of value');
const LONG_MAX = '9223372036854775807';

async function fill(client: Client, count: number): Promise<string[]> {
  const members = Array.from({ length: count }, (_, i) => `m${i}`);
  await client.call('ZADD', 'z', ...members.flatMap((member, i) => [i, member])).expect(count);
  return members;
}

/** Every member that a whole ZSCAN answers, with its score. */
async function scanAll(
  client: Client,
  ...options: (string | number)[]
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let cursor = '0';
  do {
    const reply = await client.call('ZSCAN', 'z', cursor, ...options).value();
    const [next, flat] = reply as [string, string[]];
    for (let at = 0; at < flat.length; at += 2) found.set(String(flat[at]), String(flat[at + 1]));
    cursor = next;
  } while (cursor !== '0');
  return found;
}

export const cases = [
  wire('scan-small', 'a small set is answered whole and in order, scores as text', [
    ['ZADD z 3 c 1 a 0.1 t 100000000000000000 h inf i', 5],
    [
      'ZSCAN z 0 COUNT 1',
      [
        '0',
        ['t', '0.10000000000000001', 'a', '1', 'c', '3', 'h', '100000000000000000', 'i', 'inf'],
      ],
    ],
    ['ZSCAN z 0 MATCH [ac]', ['0', ['a', '1', 'c', '3']]],
    ['ZSCAN missing 0', ['0', []]],
  ]),

  wire('scan-large', 'ZSCAN from 0 to 0 answers every member once or more', async ({ client }) => {
    const members = await fill(client, 1000);
    for (const options of [[], ['COUNT', 1], ['COUNT', 5000]]) {
      const found = await scanAll(client, ...options);
      if (found.size !== 1000) throw new Error(`${found.size} members, not 1000`);
      for (const [i, member] of members.entries()) {
        if (found.get(member) !== String(i)) throw new Error(`${member}: ${found.get(member)}`);
      }
    }
    const some = await scanAll(client, 'MATCH', 'm1?');
    if (some.size !== 10) throw new Error(`${some.size} members match m1?, not 10`);
  }),

  wire('scan-errors', 'the cursor, the key, then the options', [
    ['SET s v', ok],
    ['ZADD z 1 a', 1],
    ['ZSCAN s x', error('ERR invalid cursor')],
    ['ZSCAN s 0 FOO', wrongType],
    ['ZSCAN missing 0 FOO', ['0', []]],
    ['ZSCAN z 0 FOO', error('ERR syntax error')],
    ['ZSCAN z 0 TYPE zset', error('ERR syntax error')],
    ['ZSCAN z 0 COUNT 0', error('ERR syntax error')],
    ['ZSCAN z 0 COUNT x', error('ERR value is not an integer or out of range')],
  ]),

  wire('random', 'ZRANDMEMBER draws one, or several different ones', async ({ client }) => {
    await fill(client, 200);
    await client.call('ZRANDMEMBER', 'z').expect(matching(/^m\d+$/));
    for (const count of [1, 10, 150, 199, 200, 500]) {
      const drawn = (await client.call('ZRANDMEMBER', 'z', count).value()) as string[];
      const wanted = Math.min(count, 200);
      if (new Set(drawn).size !== wanted) throw new Error(`${count} drawn: ${drawn.length}`);
    }
    await client.call('ZRANDMEMBER', 'z', -300).expect(arrayOf(matching(/^m\d+$/), 300));
    await client.call('ZRANDMEMBER', 'z', -3, 'WITHSCORES').expect(arrayOf(matching(/^m?\d+$/), 6));
  }),

  wire('random-all', 'all of them come from the last to the first', [
    ['ZADD z 1 a 2 b 3 c', 3],
    ['ZRANDMEMBER z 3', ['c', 'b', 'a']],
    ['ZRANDMEMBER z 9 WITHSCORES', ['c', '3', 'b', '2', 'a', '1']],
    ['ZRANDMEMBER z 0', []],
    ['ZRANDMEMBER missing', nil],
    ['ZRANDMEMBER missing 5', []],
  ]),

  wire('random-resp3', 'in RESP3 members and scores are pairs', async ({ client }) => {
    await client.call('HELLO', 3).reply();
    await client.call('ZADD', 'z', 1, 'a').expect(1);
    await client.call('ZRANDMEMBER', 'z', 1, 'WITHSCORES').expect([['a', double('1')]]);
    await client.call('ZRANDMEMBER', 'z', -2, 'WITHSCORES').expect(arrayOf(['a', double('1')], 2));
    await client.call('ZRANDMEMBER', 'missing').expect(nil3);
  }),

  wire('random-errors', 'ZRANDMEMBER checks its arguments before the key', [
    ['SET s v', ok],
    ['ZRANDMEMBER s x', error('ERR value is not an integer or out of range')],
    ['ZRANDMEMBER s 1 FOO', error('ERR syntax error')],
    ['ZRANDMEMBER s 1 WITHSCORES x', error('ERR syntax error')],
    [`ZRANDMEMBER s ${LONG_MAX} WITHSCORES`, error('ERR value is out of range')],
    [
      'ZRANDMEMBER s -9223372036854775808',
      error(`ERR value is out of range, value must between -${LONG_MAX} and ${LONG_MAX}`),
    ],
    ['ZRANDMEMBER s 1', wrongType],
    ['ZRANDMEMBER s', wrongType],
  ]),
];

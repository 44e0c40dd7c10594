// ZREM, ZCARD, ZSCORE, ZMSCORE, ZRANK, ZREVRANK.

import { double, error, nil, nil3, ok, wire } from '@byor/spec';

const wrongType = error('WRONGTYPE Operation against a key holding the wrong kind of value');

export const cases = [
  wire('rem', 'ZREM counts who left; the last one takes the key along', [
    ['ZADD z 1 a 2 b 3 c', 3],
    ['ZREM z a a missing', 1],
    ['ZCARD z', 2],
    ['ZREM z b c', 2],
    ['EXISTS z', 0],
    ['ZREM z a', 0],
    ['ZCARD z', 0],
  ]),

  wire('score', 'ZSCORE and ZMSCORE answer nil for who is no member', [
    ['ZADD z 1.5 a -inf b', 2],
    ['ZSCORE z a', '1.5'],
    ['ZSCORE z missing', nil],
    ['ZSCORE missing a', nil],
    ['ZMSCORE z a missing b', ['1.5', nil, '-inf']],
    ['ZMSCORE missing a b', [nil, nil]],
  ]),

  wire('score-resp3', 'in RESP3 scores are doubles', async ({ client }) => {
    await client.call('HELLO', 3).reply();
    await client.call('ZADD', 'z', '1.5', 'a', '2', 'b', '-inf', 'c').expect(3);
    await client.call('ZSCORE', 'z', 'a').expect(double('1.5'));
    await client.call('ZSCORE', 'z', 'missing').expect(nil3);
    await client
      .call('ZMSCORE', 'z', 'b', 'missing', 'c')
      .expect([double('2'), nil3, double('-inf')]);
  }),

  wire(
    'rank',
    'ZRANK counts who is in front, ZREVRANK who is behind',
    [
      ['ZADD z 1 c 1 b 1 a 0 d 2 e', 5],
      ['ZRANK z d', 0],
      ['ZRANK z b', 2],
      ['ZREVRANK z e', 0],
      ['ZREVRANK z b', 2],
      ['ZRANK z missing', nil],
      ['ZREVRANK missing a', nil],
    ],
    { cause: 'members with equal scores are ordered by their bytes' },
  ),

  wire('rank-of-many', 'ranks stay right while scores change', async ({ client }) => {
    const pairs = Array.from({ length: 1000 }, (_, i) => [i, `m${i}`]).flat();
    await client.call('ZADD', 'z', ...pairs).expect(1000);
    await client.call('ZADD', 'z', 5000, 'm10', -1, 'm500').expect(0);
    await client.call('ZRANK', 'z', 'm500').expect(0);
    await client.call('ZRANK', 'z', 'm9').expect(10);
    await client.call('ZRANK', 'z', 'm11').expect(11);
    await client.call('ZRANK', 'z', 'm501').expect(500);
    await client.call('ZREVRANK', 'z', 'm10').expect(0);
  }),

  wire('wrong-type', 'all of them refuse a string', [
    ['SET s v', ok],
    ['ZREM s a', wrongType],
    ['ZCARD s', wrongType],
    ['ZSCORE s a', wrongType],
    ['ZMSCORE s a', wrongType],
    ['ZRANK s a', wrongType],
    ['ZREVRANK s a', wrongType],
    ['ZRANK s a b', error("ERR wrong number of arguments for 'zrank' command")],
  ]),
];

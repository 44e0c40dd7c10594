// ZREMRANGEBYRANK, ZREMRANGEBYSCORE, ZREMRANGEBYLEX.

import { error, ok, wire } from '@byor/spec';

const letters = ['ZADD z 1 a 2 b 3 c 4 d 5 e', 5] as const;
const wrongType = error('WRONGTYPE Operation against a key holding the wrong kind of value');

export const cases = [
  wire('rank', 'by rank, from either end', [
    letters,
    ['ZREMRANGEBYRANK z 0 0', 1],
    ['ZREMRANGEBYRANK z -1 -1', 1],
    ['ZREMRANGEBYRANK z 2 1', 0],
    ['ZRANGE z 0 -1', ['b', 'c', 'd']],
    ['ZREMRANGEBYRANK missing 0 -1', 0],
  ]),

  wire('score', 'by score', [
    letters,
    ['ZREMRANGEBYSCORE z (1 3', 2],
    ['ZREMRANGEBYSCORE z 9 -9', 0],
    ['ZRANGE z 0 -1', ['a', 'd', 'e']],
  ]),

  wire('lex', 'by member', [
    ['ZADD z 0 a 0 b 0 c 0 d', 4],
    ['ZREMRANGEBYLEX z [b (d', 2],
    ['ZRANGE z 0 -1', ['a', 'd']],
  ]),

  wire(
    'all',
    'an empty set is no key',
    [
      letters,
      ['ZREMRANGEBYRANK z 0 -1', 5],
      ['EXISTS z', 0],
      letters,
      ['ZREMRANGEBYSCORE z -inf +inf', 5],
      ['EXISTS z', 0],
      letters,
      ['ZREMRANGEBYLEX z - +', 5],
      ['EXISTS z', 0],
    ],
    { cause: 'whoever takes the last member out deletes the key' },
  ),

  wire('errors', 'borders are checked before the key', [
    ['SET s v', ok],
    ['ZREMRANGEBYRANK s x 1', error('ERR value is not an integer or out of range')],
    ['ZREMRANGEBYSCORE s x 1', error('ERR min or max is not a float')],
    ['ZREMRANGEBYLEX s x 1', error('ERR min or max not valid string range item')],
    ['ZREMRANGEBYRANK s 0 1', wrongType],
    ['ZREMRANGEBYSCORE s 0 1', wrongType],
    ['ZREMRANGEBYLEX s - +', wrongType],
  ]),

  wire('large', 'thousands at once, and the rest keeps its order', async ({ client }) => {
    const pairs = Array.from({ length: 5000 }, (_, i) => [i % 100, `m${i}`]).flat();
    await client.call('ZADD', 'z', ...pairs).expect(5000);
    await client.call('ZREMRANGEBYSCORE', 'z', 10, '(99').expect(4450);
    await client.call('ZREMRANGEBYRANK', 'z', 0, 498).expect(499);
    await client.call('ZRANGE', 'z', 0, 1, 'WITHSCORES').expect(['m909', '9', 'm1099', '99']);
  }),
];

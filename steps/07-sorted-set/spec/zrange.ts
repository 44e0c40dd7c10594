// ZRANGE in its three kinds, the commands that it replaced, ZRANGESTORE.

import { double, error, ok, type WireContext, wire } from '@byor/spec';

type Client = WireContext['client'];

const letters = ['ZADD z 1 a 2 b 3 c 4 d 5 e', 5] as const;
const words = ['ZADD w 0 apple 0 banana 0 cherry 0 date', 4] as const;
const notAnInteger = error('ERR value is not an integer or out of range');
const notAFloat = error('ERR min or max is not a float');
const notARange = error('ERR min or max not valid string range item');
const wrongType = error('WRONGTYPE Operation against a key holding the wrong kind of value');
const onlyWithBy = error(
  'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
);

async function fill(client: Client, count: number): Promise<void> {
  const pairs = Array.from({ length: count }, (_, i) => [i, `m${i}`]).flat();
  await client.call('ZADD', 'z', ...pairs).expect(count);
}

export const cases = [
  wire('by-rank', 'ranks count from either end, both ends inclusive', [
    letters,
    ['ZRANGE z 0 -1', ['a', 'b', 'c', 'd', 'e']],
    ['ZRANGE z 1 2', ['b', 'c']],
    ['ZRANGE z -2 -1', ['d', 'e']],
    ['ZRANGE z 3 1', []],
    ['ZRANGE z 5 9', []],
    ['ZRANGE z -100 0', ['a']],
    ['ZRANGE z 0 1 REV', ['e', 'd']],
    ['ZREVRANGE z -2 -1', ['b', 'a']],
    ['ZRANGE z -9223372036854775808 9223372036854775807', ['a', 'b', 'c', 'd', 'e']],
    ['ZRANGE missing 0 -1', []],
  ]),

  wire('with-scores', 'RESP2 lists members and scores in turn', [
    letters,
    ['ZRANGE z 0 1 WITHSCORES', ['a', '1', 'b', '2']],
    ['ZREVRANGE z 0 1 WITHSCORES', ['e', '5', 'd', '4']],
    ['ZRANGEBYSCORE z (4 inf WITHSCORES', ['e', '5']],
  ]),

  wire('with-scores-resp3', 'RESP3 makes pairs of them', async ({ client }) => {
    await client.call('HELLO', 3).reply();
    await client.call('ZADD', 'z', '1.5', 'a', 'inf', 'b').expect(2);
    const pairs = [
      ['a', double('1.5')],
      ['b', double('inf')],
    ];
    await client.call('ZRANGE', 'z', 0, -1, 'WITHSCORES').expect(pairs);
    await client.call('ZREVRANGE', 'z', 0, 0, 'WITHSCORES').expect([['b', double('inf')]]);
    await client.call('ZRANGE', 'z', 0, -1).expect(['a', 'b']);
    await client.call('ZRANGE', 'missing', 0, -1, 'WITHSCORES').expect([]);
  }),

  wire('by-score', 'borders of scores are inclusive, or exclusive after (', [
    letters,
    ['ZRANGE z 2 4 BYSCORE', ['b', 'c', 'd']],
    ['ZRANGE z (2 (4 BYSCORE', ['c']],
    ['ZRANGE z -inf +inf BYSCORE REV', []],
    ['ZRANGE z 4 (2 BYSCORE REV', ['d', 'c']],
    ['ZRANGEBYSCORE z (1 2.5', ['b']],
    ['ZREVRANGEBYSCORE z 2.5 -inf', ['b', 'a']],
    ['ZRANGEBYSCORE z 4 2', []],
    ['ZRANGEBYSCORE z (3 (3', []],
    ['ZCOUNT z (1 +inf', 4],
    ['ZCOUNT z 5 1', 0],
    ['ZCOUNT missing 1 2', 0],
  ]),

  wire(
    'odd-borders',
    'a border is read as C reads a number, a score more strictly',
    async ({ client }) => {
      await client.call('ZADD', 'z', 0, 'a', 1, 'b', 2, 'c').expect(3);
      await client.call('ZCOUNT', 'z', '', ' 1').expect(2);
      await client.call('ZCOUNT', 'z', '(', '0x2').expect(2);
      await client.call('ZCOUNT', 'z', '1\0x', '1e999').expect(2);
      await client.call('ZCOUNT', 'z', '( 1', 'infinity').expect(1);
      for (const border of ['1 ', '  ', '((1', 'nan', 'x', '1,5', '-']) {
        await client.call('ZCOUNT', 'z', border, 1).expect(notAFloat);
      }
    },
    { cause: 'strtod skips blanks in front, stops at a NUL, and takes nothing at all for 0' },
  ),

  wire('by-lex', 'members of equal score by their bytes', [
    words,
    ['ZRANGE w [banana [date BYLEX', ['banana', 'cherry', 'date']],
    ['ZRANGE w (banana (date BYLEX', ['cherry']],
    ['ZRANGE w - [b BYLEX', ['apple']],
    ['ZRANGE w + (b BYLEX REV', ['date', 'cherry', 'banana']],
    ['ZRANGE w + - BYLEX', []],
    ['ZRANGEBYLEX w - (cherry', ['apple', 'banana']],
    ['ZREVRANGEBYLEX w + -', ['date', 'cherry', 'banana', 'apple']],
    ['ZLEXCOUNT w - +', 4],
    ['ZLEXCOUNT w (apple [cherry', 2],
    ['ZLEXCOUNT w + -', 0],
    ['ZLEXCOUNT w [ (', 0],
    ['ZLEXCOUNT missing - +', 0],
  ]),

  wire('limit', 'LIMIT skips and takes', [
    letters,
    ['ZRANGE z -inf inf BYSCORE LIMIT 1 2', ['b', 'c']],
    ['ZRANGE z inf -inf BYSCORE REV LIMIT 1 2', ['d', 'c']],
    ['ZRANGE z -inf inf BYSCORE LIMIT 3 -1', ['d', 'e']],
    ['ZRANGE z -inf inf BYSCORE LIMIT 0 0', []],
    ['ZRANGE z -inf inf BYSCORE LIMIT 9 1', []],
    ['ZRANGE z -inf inf BYSCORE LIMIT -1 1', []],
    ['ZRANGEBYSCORE z 2 5 LIMIT 1 1 WITHSCORES', ['c', '3']],
    words,
    ['ZRANGEBYLEX w - + LIMIT 1 1', ['banana']],
    ['ZREVRANGEBYLEX w + - LIMIT 1 1', ['cherry']],
    ['ZRANGE z 0 -1 LIMIT 0 -1', ['a', 'b', 'c', 'd', 'e']],
    ['ZRANGE z 0 -1 LIMIT 1 -1', ['a', 'b', 'c', 'd', 'e']],
    ['ZRANGE z 0 1 REV LIMIT 1 -1', ['e', 'd']],
    ['ZREVRANGE z 0 1 LIMIT 1 -1', ['e', 'd']],
    ['ZRANGESTORE t z 0 -1 LIMIT 1 -1', 5],
    ['ZRANGE z 0 -1 LIMIT 0 1', onlyWithBy],
  ]),

  wire('syntax', 'options are checked before borders, borders before the key', [
    ['SET s v', ok],
    ['ZRANGE s x y', notAnInteger],
    ['ZRANGE s 1.0 2', notAnInteger],
    ['ZRANGE s x y FOO', error('ERR syntax error')],
    ['ZRANGE s x y BYSCORE', notAFloat],
    ['ZRANGE s x y BYLEX', notARange],
    ['ZRANGE s - -x BYLEX', notARange],
    ['ZRANGE s x y BYSCORE BYLEX', error('ERR syntax error')],
    ['ZRANGE s x y BYSCORE LIMIT 1', error('ERR syntax error')],
    ['ZRANGE s x y BYSCORE LIMIT 1 x', notAnInteger],
    [
      'ZRANGE s x y BYLEX WITHSCORES',
      error('ERR syntax error, WITHSCORES not supported in combination with BYLEX'),
    ],
    ['ZREVRANGE s 0 1 REV', error('ERR syntax error')],
    ['ZREVRANGE s 0 1 LIMIT 0 1', onlyWithBy],
    ['ZRANGEBYSCORE s 0 1 REV', error('ERR syntax error')],
    ['ZRANGESTORE d s 0 1 WITHSCORES', error('ERR syntax error')],
    ['ZRANGE s 0 1 REV rev', error('ERR syntax error')],
    ['ZRANGE s 0 1 BYSCORE BYSCORE', error('ERR syntax error')],
    ['ZCOUNT s x 1', notAFloat],
    ['ZLEXCOUNT s x y', notARange],
    ['ZRANGE s 0 1', wrongType],
    ['ZREVRANGEBYLEX s + -', wrongType],
    ['ZCOUNT s 0 1', wrongType],
    ['ZLEXCOUNT s - +', wrongType],
    ['ZRANGESTORE d s 0 -1', wrongType],
  ]),

  wire('store', 'ZRANGESTORE puts a range into another key, whatever that was', [
    letters,
    ['SET d text', ok],
    ['ZRANGESTORE d z 1 2', 2],
    ['ZRANGE d 0 -1 WITHSCORES', ['b', '2', 'c', '3']],
    ['ZRANGESTORE d z 5 (3 BYSCORE REV LIMIT 1 1', 1],
    ['ZRANGE d 0 -1', ['d']],
    ['ZRANGESTORE z z 0 1', 2],
    ['ZRANGE z 0 -1', ['a', 'b']],
    ['ZRANGESTORE d missing 0 -1', 0],
    ['EXISTS d', 0],
    ['ZRANGESTORE d z (9 (9 BYSCORE', 0],
  ]),

  wire(
    'store-zero',
    'what is stored is put in the order of the range: -0 stays one once the set is large',
    [
      [`ZADD z 1 ${'x'.repeat(65)} -0 a`, 2],
      ['ZRANGESTORE d z 0 -1', 2],
      ['ZSCORE d a', '0'],
      ['ZRANGESTORE d z 0 -1 REV', 2],
      ['ZSCORE d a', '-0'],
    ],
  ),

  wire('large', 'a range deep within a large set', async ({ client }) => {
    await fill(client, 10_000);
    await client.call('ZRANGE', 'z', 5000, 5002).expect(['m5000', 'm5001', 'm5002']);
    await client
      .call('ZRANGE', 'z', '(9997', 'inf', 'BYSCORE', 'WITHSCORES')
      .expect(['m9998', '9998', 'm9999', '9999']);
    await client
      .call('ZREVRANGEBYSCORE', 'z', 'inf', '-inf', 'LIMIT', 9998, 5)
      .expect(['m1', 'm0']);
    await client.call('ZCOUNT', 'z', '(10', '(20').expect(9);
  }),
];

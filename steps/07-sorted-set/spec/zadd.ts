// ZADD, ZINCRBY: what changes, what is answered, what is refused.

import { double, error, nil, nil3, ok, wire } from '@byor/spec';

const incompatible = 'ERR GT, LT, and/or NX options at the same time are not compatible';
const notAFloat = error('ERR value is not a valid float');
const wrongType = error('WRONGTYPE Operation against a key holding the wrong kind of value');

export const cases = [
  wire('add', 'ZADD counts new members; a known one gets the new score', [
    ['ZADD z 1 a 2 b', 2],
    ['ZADD z 3 a 4 c', 1],
    ['ZADD z CH 3 a 5 b 6 d', 2],
    ['ZADD z 1 twice 2 twice', 1],
    ['ZRANGE z 0 -1 WITHSCORES', ['twice', '2', 'a', '3', 'c', '4', 'b', '5', 'd', '6']],
  ]),

  wire('nx-xx', 'NX only adds, XX only changes', [
    ['ZADD z XX 1 a', 0],
    ['EXISTS z', 0],
    ['ZADD z NX 1 a', 1],
    ['ZADD z NX CH 2 a 2 b', 1],
    ['ZADD z XX CH 3 a 3 c', 1],
    ['ZRANGE z 0 -1 WITHSCORES', ['b', '2', 'a', '3']],
  ]),

  wire('gt-lt', 'GT only raises, LT only lowers; both add', [
    ['ZADD z 5 a 5 b', 2],
    ['ZADD z GT CH 4 a 6 b 1 c', 2],
    ['ZADD z LT CH 4 a 7 b 1 d', 2],
    ['ZADD z GT XX CH 9 a 9 e', 1],
    ['ZRANGE z 0 -1 WITHSCORES', ['c', '1', 'd', '1', 'b', '6', 'a', '9']],
  ]),

  wire('incr', 'INCR answers the new score, nil when a condition forbids it', [
    ['ZADD z INCR 1.5 a', '1.5'],
    ['ZADD z INCR 1.5 a', '3'],
    ['ZADD z NX INCR 1 a', nil],
    ['ZADD z XX INCR 1 b', nil],
    ['ZADD z GT INCR -1 a', nil],
    ['ZADD z GT INCR 0 a', nil],
    ['ZADD z LT INCR -1 a', '2'],
    ['ZADD z CH INCR 1 a', '3'],
  ]),

  wire('incr-resp3', 'in RESP3 a score is a double', async ({ client }) => {
    await client.call('HELLO', 3).reply();
    await client.call('ZADD', 'z', 'INCR', '0.1', 'a').expect(double('0.10000000000000001'));
    await client.call('ZINCRBY', 'z', 'inf', 'a').expect(double('inf'));
    await client.call('ZADD', 'z', 'XX', 'INCR', 1, 'b').expect(nil3);
  }),

  wire('zincrby', 'ZINCRBY begins at 0', [
    ['ZINCRBY z 2 a', '2'],
    ['ZINCRBY z -3.5 a', '-1.5'],
    ['ZINCRBY z 0x10 a', '14.5'],
  ]),

  wire(
    'not-a-number',
    'what would be no number is refused',
    [
      ['ZADD z inf a', 1],
      ['ZINCRBY z -inf a', error('ERR resulting score is not a number (NaN)')],
      ['ZADD z INCR -inf a', error('ERR resulting score is not a number (NaN)')],
      ['ZADD z NX INCR -inf a', nil],
      ['ZADD z nan b', notAFloat],
      ['ZINCRBY z nan b', notAFloat],
      ['ZRANGE z 0 -1 WITHSCORES', ['a', 'inf']],
    ],
    { cause: 'infinity minus infinity has no place in an order' },
  ),

  wire('scores', 'scores are written as doubles are', [
    ['ZADD z 1e3 a .5 b 0x1p3 c -inf d +infinity e 1e-320 f 3.0 g', 7],
    [
      'ZMSCORE z a b c d e f g',
      ['1000', '0.5', '8', '-inf', 'inf', '9.9998886718268301e-321', '3'],
    ],
    ['ZADD z 0.1 a 1e17 b 123456789012345678 c -1.1 d', 0],
    [
      'ZMSCORE z a b c d',
      ['0.10000000000000001', '1e+17', '1.2345678901234568e+17', '-1.1000000000000001'],
    ],
  ]),

  wire('no-scores', 'what is no double is refused, before anything is changed', [
    ['ZADD z 1 a x b', notAFloat],
    ['ZADD z "" a', notAFloat],
    ['ZADD z " 1" a', notAFloat],
    ['ZADD z "1 " a', notAFloat],
    ['ZADD z 1e400 a', notAFloat],
    ['ZADD z 1e-400 a', notAFloat],
    ['EXISTS z', 0],
  ]),

  wire(
    'negative-zero',
    '-0 is 0, though not where Redis keeps scores as doubles',
    async ({ client }) => {
      await client.call('ZADD', 'z', '-0', 'a').expect(1);
      await client.call('ZSCORE', 'z', 'a').expect('0');
      await client.call('ZINCRBY', 'z', '-0', 'b').expect('-0'); // the sum, not what is kept
      await client.call('ZSCORE', 'z', 'b').expect('0');
      await client.call('ZADD', 'z', '1', 'x'.repeat(65), '-0', 'c').expect(2);
      await client.call('ZSCORE', 'z', 'c').expect('-0');
      await client.call('ZADD', 'z', 'CH', '0', 'c').expect(0);
      await client.call('ZSCORE', 'z', 'c').expect('-0');
    },
  ),

  wire('syntax', 'options and pairs are checked in this order', [
    ['ZADD z 1', error("ERR wrong number of arguments for 'zadd' command")],
    ['ZADD z 1 a 2', error('ERR syntax error')],
    ['ZADD z NX XX CH', error('ERR syntax error')],
    ['ZADD z NX XX GT 1', error('ERR syntax error')],
    ['ZADD z NX XX x a', error('ERR XX and NX options at the same time are not compatible')],
    ['ZADD z NX GT x a', error(incompatible)],
    ['ZADD z GT LT x a', error(incompatible)],
    ['ZADD z INCR x a y b', error('ERR INCR option supports a single increment-element pair')],
    ['ZADD z nx Ch 1 a', 1],
  ]),

  wire('wrong-type', 'a key of another type is told apart after the scores', [
    ['SET s v', ok],
    ['ZADD s x a', notAFloat],
    ['ZADD s 1 a', wrongType],
    ['ZADD s XX 1 a', wrongType],
    ['ZINCRBY s 1 a', wrongType],
    ['GET s', 'v'],
  ]),

  wire(
    'binary',
    'a member is any bytes, and bytes decide between equal scores',
    async ({ client }) => {
      await client.call('ZADD', 'z', 1, '\xff', 1, '\0', 1, '', 1, 'a\0', 1, 'a', 1, 'B').expect(6);
      await client.call('ZRANGE', 'z', 0, -1).expect(['', '\0', 'B', 'a', 'a\0', '\xff']);
    },
  ),

  wire('many', 'as many pairs as anyone sends', async ({ client }) => {
    const pairs = Array.from({ length: 20_000 }, (_, i) => [20_000 - i, `m${i}`]).flat();
    await client.call('ZADD', 'z', ...pairs).expect(20_000);
    await client.call('ZRANGE', 'z', 0, 1, 'WITHSCORES').expect(['m19999', '1', 'm19998', '2']);
    await client.call('ZRANK', 'z', 'm0').expect(19_999);
  }),
];

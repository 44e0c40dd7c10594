// ZUNION, ZINTER, ZDIFF, their STORE forms, ZINTERCARD.

import { double, error, ok, wire } from '@byor/spec';

const one = ['ZADD one 1 a 2 b 3 c', 3] as const;
const two = ['ZADD two 10 b 20 c 30 d', 3] as const;
const wrongType = error('WRONGTYPE Operation against a key holding the wrong kind of value');
const notAnInteger = error('ERR value is not an integer or out of range');
const atLeast = (name: string) => error(`ERR at least 1 input key is needed for '${name}' command`);

export const cases = [
  wire('union', 'a union has the members of all, their scores added', [
    one,
    two,
    ['ZUNION 2 one two', ['a', 'b', 'c', 'd']],
    ['ZUNION 2 one two WITHSCORES', ['a', '1', 'b', '12', 'c', '23', 'd', '30']],
    ['ZUNION 3 one missing one WITHSCORES', ['a', '2', 'b', '4', 'c', '6']],
    ['ZUNION 1 missing', []],
  ]),

  wire('inter', 'an intersection has those that are in all', [
    one,
    two,
    ['ZINTER 2 one two WITHSCORES', ['b', '12', 'c', '23']],
    ['ZINTER 2 one one WITHSCORES', ['a', '2', 'b', '4', 'c', '6']],
    ['ZINTER 2 one missing', []],
    ['ZINTERCARD 2 one two', 2],
    ['ZINTERCARD 2 one two LIMIT 1', 1],
    ['ZINTERCARD 2 one two LIMIT 0', 2],
    ['ZINTERCARD 2 one missing', 0],
  ]),

  wire('diff', 'a difference has those that are only in the first', [
    one,
    two,
    ['ZDIFF 2 one two WITHSCORES', ['a', '1']],
    ['ZDIFF 2 two one', ['d']],
    ['ZDIFF 2 one missing WITHSCORES', ['a', '1', 'b', '2', 'c', '3']],
    ['ZDIFF 2 missing one', []],
    ['ZDIFF 2 one one', []],
  ]),

  wire('weights', 'WEIGHTS multiply, AGGREGATE says how scores meet', [
    one,
    two,
    ['ZUNION 2 one two WEIGHTS 2 0.5 WITHSCORES', ['a', '2', 'b', '9', 'd', '15', 'c', '16']],
    ['ZUNION 2 one two AGGREGATE MIN WITHSCORES', ['a', '1', 'b', '2', 'c', '3', 'd', '30']],
    ['ZINTER 2 one two AGGREGATE max WITHSCORES', ['b', '10', 'c', '20']],
    ['ZINTER 2 one two AGGREGATE MAX WEIGHTS 100 1 WITHSCORES', ['b', '200', 'c', '300']],
    ['ZUNION 1 one WEIGHTS -1 WITHSCORES', ['c', '-3', 'b', '-2', 'a', '-1']],
  ]),

  wire(
    'not-a-number',
    'what would be no number is 0',
    [
      ['ZADD up inf m', 1],
      ['ZADD down -inf m', 1],
      ['ZUNION 2 up down WITHSCORES', ['m', '0']],
      ['ZINTER 2 up down WITHSCORES', ['m', '0']],
      ['ZUNION 1 up WEIGHTS 0 WITHSCORES', ['m', '0']],
      ['ZUNION 2 up down AGGREGATE MIN WITHSCORES', ['m', '-inf']],
      ['ZINTER 2 up down WEIGHTS 1 0 AGGREGATE MIN WITHSCORES', ['m', 'inf']],
    ],
    { cause: 'infinity minus infinity and 0 times infinity are taken for 0' },
  ),

  wire('resp3', 'in RESP3 members and scores are pairs', async ({ client }) => {
    await client.call('HELLO', 3).reply();
    await client.call('ZADD', 'one', 1, 'a').expect(1);
    await client.call('ZUNION', 1, 'one', 'WITHSCORES').expect([['a', double('1')]]);
    await client.call('ZINTER', 2, 'one', 'one', 'WITHSCORES').expect([['a', double('2')]]);
    await client.call('ZDIFF', 1, 'one').expect(['a']);
  }),

  wire('store', 'the STORE forms put the result into a key, whatever that was', [
    one,
    two,
    ['SET d text', ok],
    ['ZUNIONSTORE d 2 one two WEIGHTS 1 2', 4],
    ['ZRANGE d 0 -1 WITHSCORES', ['a', '1', 'b', '22', 'c', '43', 'd', '60']],
    ['ZINTERSTORE d 2 one two AGGREGATE MIN', 2],
    ['ZRANGE d 0 -1 WITHSCORES', ['b', '2', 'c', '3']],
    ['ZDIFFSTORE d 2 one two', 1],
    ['ZRANGE d 0 -1 WITHSCORES', ['a', '1']],
    ['ZUNIONSTORE one 2 one two', 4],
    ['ZRANGE one 0 -1 WITHSCORES', ['a', '1', 'b', '12', 'c', '23', 'd', '30']],
    ['ZINTERSTORE d 2 one missing', 0],
    ['EXISTS d', 0],
  ]),

  wire('store-ends-deadline', 'what is stored begins a new life', [
    one,
    ['SET d text EX 100', ok],
    ['ZUNIONSTORE d 1 one', 3],
    ['TTL d', -1],
    ['EXPIRE d 100', 1],
    ['ZADD d 9 z', 1],
    ['PERSIST d', 1],
  ]),

  wire('errors', 'the number of keys, the keys, then the options', [
    one,
    ['SET s v', ok],
    ['ZUNION x one', notAnInteger],
    ['ZUNION 0 one', atLeast('zunion')],
    ['ZINTERSTORE d -1 one', atLeast('zinterstore')],
    ['ZINTERCARD 0 one', atLeast('zintercard')],
    ['ZUNION 3 one s', error('ERR syntax error')],
    ['ZUNION 2 one s FOO', wrongType],
    ['ZINTERCARD 2 one s LIMIT -1', wrongType],
    ['ZDIFFSTORE d 2 missing s', wrongType],
    ['ZUNION 1 one WEIGHTS', error('ERR syntax error')],
    ['ZUNION 1 one WEIGHTS x', error('ERR weight value is not a float')],
    ['ZUNION 1 one WEIGHTS nan', error('ERR weight value is not a float')],
    ['ZUNION 1 one AGGREGATE', error('ERR syntax error')],
    ['ZUNION 1 one AGGREGATE avg', error('ERR syntax error')],
    ['ZUNIONSTORE d 1 one WITHSCORES', error('ERR syntax error')],
    ['ZDIFF 1 one WEIGHTS 1', error('ERR syntax error')],
    ['ZINTERCARD 1 one LIMIT -1', error("ERR LIMIT can't be negative")],
    ['ZINTERCARD 1 one LIMIT x', error("ERR LIMIT can't be negative")],
    ['ZINTERCARD 1 one WITHSCORES', error('ERR syntax error')],
    ['EXISTS d', 0],
  ]),

  wire(
    'order-of-sums',
    'scores are added from the smallest set on',
    async ({ client }) => {
      await client.call('ZADD', 'large', '1e16', 'm', 0, 'x', 0, 'y').expect(3);
      await client.call('ZADD', 'small', 1, 'm').expect(1);
      await client.call('ZADD', 'middle', 1, 'm', 0, 'x').expect(2);
      await client.call('ZUNIONSTORE', 'd', 3, 'large', 'small', 'middle').expect(3);
      await client.call('ZSCORE', 'd', 'm').expect('10000000000000002');
    },
    { cause: '1e16 + 1 is 1e16: where the small numbers are added first, they count' },
  ),
];

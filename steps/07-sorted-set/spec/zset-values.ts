// A sorted set as a value among others: what it is, what may be done to its key, and who refuses it.

import {
  error,
  integerBetween,
  nil,
  ok,
  status,
  unordered,
  type WireContext,
  wire,
} from '@byor/spec';

type Client = WireContext['client'];

const wrongType = error('WRONGTYPE Operation against a key holding the wrong kind of value');

async function fill(client: Client, count: number): Promise<void> {
  const pairs = Array.from({ length: count }, (_, i) => [i, `m${i}`]).flat();
  await client.call('ZADD', 'z', ...pairs).expect(count);
}

export const cases = [
  wire('type', 'TYPE and SCAN know it', [
    ['ZADD z 1 a', 1],
    ['SET s v', ok],
    ['TYPE z', status('zset')],
    ['SCAN 0 TYPE zset COUNT 100', ['0', ['z']]],
    ['SCAN 0 TYPE string COUNT 100', ['0', ['s']]],
    ['KEYS *', unordered(['z', 's'])],
  ]),

  wire(
    'encoding',
    'a small set of short members is a listpack, and once it was not it stays so',
    async ({ client }) => {
      await fill(client, 128);
      await client.call('OBJECT', 'ENCODING', 'z').expect('listpack');
      await client.call('ZADD', 'z', 1, 'one more').expect(1);
      await client.call('OBJECT', 'ENCODING', 'z').expect('skiplist');
      await client.call('ZREMRANGEBYRANK', 'z', 0, 126).expect(127);
      await client.call('OBJECT', 'ENCODING', 'z').expect('skiplist');
      await client.call('ZUNIONSTORE', 'small', 1, 'z').expect(2);
      await client.call('OBJECT', 'ENCODING', 'small').expect('listpack');
      await client.call('ZADD', 'long', 1, 'x'.repeat(64)).expect(1);
      await client.call('OBJECT', 'ENCODING', 'long').expect('listpack');
      await client.call('ZADD', 'long', 1, 'x'.repeat(65)).expect(1);
      await client.call('OBJECT', 'ENCODING', 'long').expect('skiplist');
    },
  ),

  wire(
    'limits',
    'CONFIG moves the limits, under their older names too',
    async ({ client, after }) => {
      const set = (...words: (string | number)[]) =>
        client.call('CONFIG', 'SET', ...words).expect(ok);
      after(() => set('zset-max-listpack-entries', 128, 'zset-max-listpack-value', 64));
      await set('zset-max-ziplist-entries', 2);
      await client.call('ZADD', 'z', 1, 'a', 2, 'b').expect(2);
      await client.call('OBJECT', 'ENCODING', 'z').expect('listpack');
      await client.call('ZADD', 'z', 3, 'c').expect(1);
      await client.call('OBJECT', 'ENCODING', 'z').expect('skiplist');
      await set('zset-max-listpack-value', '1kb', 'zset-max-listpack-entries', 4);
      await client
        .call('CONFIG', 'GET', 'zset-max-ziplist-value')
        .expect(['zset-max-ziplist-value', '1024']);
      await client.call('ZADD', 'y', 1, 'x'.repeat(1024)).expect(1);
      await client.call('OBJECT', 'ENCODING', 'y').expect('listpack');
      const names = (await client.call('CONFIG', 'GET', 'zset-*').value()) as string[];
      if (names.length !== 8) throw new Error(`two parameters by two names: ${names}`);
    },
  ),

  wire('copy', 'COPY makes a set of its own, RENAME moves it', [
    ['ZADD z 1 a 2 b', 2],
    ['COPY z y', 1],
    ['ZADD y 9 a 3 c', 1],
    ['ZRANGE z 0 -1 WITHSCORES', ['a', '1', 'b', '2']],
    ['ZRANGE y 0 -1 WITHSCORES', ['b', '2', 'c', '3', 'a', '9']],
    ['COPY z y', 0],
    ['COPY z y REPLACE', 1],
    ['ZRANGE y 0 -1', ['a', 'b']],
    ['RENAME y x', ok],
    ['ZCARD x', 2],
    ['MOVE x 1', 1],
    ['EXISTS x', 0],
    ['DEL z', 1],
  ]),

  wire('copy-encoding', 'a copy has the form of the original', async ({ client }) => {
    await fill(client, 129);
    await client.call('ZREMRANGEBYRANK', 'z', 0, 127).expect(128);
    await client.call('COPY', 'z', 'y').expect(1);
    await client.call('OBJECT', 'ENCODING', 'y').expect('skiplist');
  }),

  wire('deadline', 'it expires like any other value, and changes do not touch its deadline', [
    ['ZADD z 1 a', 1],
    ['EXPIREAT z 4102444800', 1],
    ['ZADD z 2 b', 1],
    ['ZINCRBY z 5 a', '6'],
    ['ZREM z b', 1],
    ['EXPIRETIME z', 4102444800],
    ['ZPOPMIN z', ['a', '6']],
    ['ZADD z 1 a', 1],
    ['EXPIRETIME z', -1],
    ['EXPIREAT z 1', 1],
    ['ZCARD z', 0],
  ]),

  wire('refused', 'commands on strings refuse a sorted set', [
    ['ZADD z 1 a', 1],
    ['GET z', wrongType],
    ['SET z v GET', wrongType],
    ['GETSET z v', wrongType],
    ['GETDEL z', wrongType],
    ['GETEX z', wrongType],
    ['APPEND z v', wrongType],
    ['STRLEN z', wrongType],
    ['GETRANGE z 0 1', wrongType],
    ['SETRANGE z 0 v', wrongType],
    ['INCR z', wrongType],
    ['DECRBY z 1', wrongType],
    ['INCRBYFLOAT z 1', wrongType],
    ['LCS z z', error('ERR The specified keys must contain string values')],
    ['MGET z missing', [nil, nil]],
    ['SETNX z v', 0],
    ['ZRANGE z 0 -1', ['a']],
  ]),

  wire('replaced', 'SET takes the place of whatever was there', [
    ['ZADD z 1 a', 1],
    ['SET z v', ok],
    ['TYPE z', status('string')],
    ['ZADD z 1 a', wrongType],
    ['MSET z w y x', ok],
    ['GETSET z u', 'w'],
  ]),

  wire('memory', 'MEMORY USAGE and DEBUG OBJECT look at it', async ({ client }) => {
    await fill(client, 1);
    await client.call('MEMORY', 'USAGE', 'z').expect(integerBetween(40, 2000));
    await client.call('DEL', 'z').expect(1);
    await fill(client, 1000);
    await client.call('MEMORY', 'USAGE', 'z').expect(integerBetween(30_000, 400_000));
    await client.call('OBJECT', 'REFCOUNT', 'z').expect(1);
    const text = String(await client.call('DEBUG', 'OBJECT', 'z').value());
    if (!/ refcount:1 encoding:skiplist serializedlength:\d+ /.test(text)) throw new Error(text);
  }),

  wire('getkeys', 'COMMAND GETKEYS finds keys that are counted', [
    ['COMMAND GETKEYS ZADD z 1 a', ['z']],
    ['COMMAND GETKEYS ZUNION 2 a b WEIGHTS 1 2', ['a', 'b']],
    ['COMMAND GETKEYS ZUNIONSTORE d 2 a b', ['d', 'a', 'b']],
    ['COMMAND GETKEYS ZRANGESTORE d s 0 -1', ['d', 's']],
    ['COMMAND GETKEYS ZMPOP 1 a MIN', ['a']],
    ['COMMAND GETKEYS ZUNION x a', error('ERR Invalid arguments specified for command')],
    ['COMMAND GETKEYS ZUNION 5 a b', error('ERR Invalid arguments specified for command')],
    ['COMMAND GETKEYS ZUNIONSTORE d 0 a b', error('ERR Invalid arguments specified for command')],
  ]),
];

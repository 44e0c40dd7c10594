// SET, GET and their family.

import { error, nil, nil3, ok, wire } from '@byor/spec';

export const cases = [
  wire('set-get', 'GET answers what SET stored', [
    ['SET k hello', ok],
    ['GET k', 'hello'],
    ['SET k again', ok],
    ['GET k', 'again'],
    ['GET missing', nil],
  ]),

  wire('keys-are-case-sensitive', 'names of commands ignore case, names of keys do not', [
    ['set K 1', ok],
    ['GeT K', '1'],
    ['GET k', nil],
  ]),

  wire(
    'binary',
    'keys and values are bytes, not text',
    async ({ client }) => {
      const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      await client.call('SET', every, every).expect(ok);
      await client.call('GET', every).expect(every);
      await client.call('SET', '', '').expect(ok);
      await client.call('GET', '').expect('');
    },
    { cause: 'bytes went through a text encoding on their way in or out' },
  ),

  wire('large-value', 'a value of five megabytes comes back whole', async ({ client }) => {
    const large = new Uint8Array(5_000_000).map((_, at) => at % 251);
    await client.call('SET', 'k', large).expect(ok);
    await client.call('GET', 'k').expect(large);
    await client.call('STRLEN', 'k').expect(5_000_000);
  }),

  wire(
    'integer-forms',
    'only the one proper form of an integer is an integer; every other text comes back as it was',
    [
      ['MSET a 007 b -0 c +5 d " 5" e 5 f 9223372036854775808', ok],
      ['MGET a b c d e f', ['007', '-0', '+5', ' 5', '5', '9223372036854775808']],
    ],
    { cause: 'a value that looks like a number was stored as one and printed differently' },
  ),

  wire('set-nx', 'SET NX leaves an existing key alone', [
    ['SET k old NX', ok],
    ['SET k new NX', nil],
    ['GET k', 'old'],
  ]),

  wire('set-xx', 'SET XX does nothing for a missing key', [
    ['SET k new XX', nil],
    ['EXISTS k', 0],
    ['SET k old', ok],
    ['SET k new xx', ok],
    ['GET k', 'new'],
  ]),

  wire('set-get-option', 'SET GET answers the old value, written or not', [
    ['SET k a GET', nil],
    ['SET k b GET', 'a'],
    ['SET k c GET NX', 'b'],
    ['GET k', 'b'],
    ['SET k d XX GET', 'b'],
    ['GET k', 'd'],
  ]),

  wire('set-syntax', 'SET refuses options that it does not know or that contradict each other', [
    ['SET k v NX XX', error('ERR syntax error')],
    ['SET k v FOO', error('ERR syntax error')],
    ['SET k', error("ERR wrong number of arguments for 'set' command")],
    ['EXISTS k', 0],
  ]),

  wire(
    'set-later-options',
    'an option that belongs to a later stage is refused like any unknown word',
    [
      ['SET k v EX 10', error('ERR syntax error')],
      ['SET k v KEEPTTL', error('ERR syntax error')],
      ['EXISTS k', 0],
    ],
    { until: '04', notOnRedis: 'Redis knows these options; stage 05 brings them' },
  ),

  wire('getset', 'GETSET answers the old value', [
    ['GETSET k 1', nil],
    ['GETSET k 2', '1'],
    ['GET k', '2'],
  ]),

  wire('getdel', 'GETDEL answers the value and deletes the key', [
    ['SET k v', ok],
    ['GETDEL k', 'v'],
    ['GETDEL k', nil],
    ['EXISTS k', 0],
  ]),

  wire('setnx', 'SETNX says whether it wrote', [
    ['SETNX k a', 1],
    ['SETNX k b', 0],
    ['GET k', 'a'],
  ]),

  wire(
    'mset-mget',
    'MSET writes all pairs, the last of a repeated key wins; MGET answers in order',
    [
      ['MSET a 1 b 2 a 3', ok],
      ['MGET b missing a a', ['2', nil, '3', '3']],
    ],
  ),

  wire(
    'mset-odd',
    'MSET with a key that has no value changes nothing',
    [
      ['MSET a 1 b', error("ERR wrong number of arguments for 'mset' command")],
      ['MSETNX a 1 b', error("ERR wrong number of arguments for 'msetnx' command")],
      ['EXISTS a', 0],
    ],
    { cause: 'the arguments are checked while writing, not before' },
  ),

  wire(
    'msetnx',
    'MSETNX writes all or nothing',
    [
      ['MSETNX a 1 b 2', 1],
      ['MSETNX c 3 a 4', 0],
      ['MGET a b c', ['1', '2', nil]],
      ['MSETNX d 1 d 2', 1],
      ['GET d', '2'],
    ],
    { cause: 'MSETNX must look at every key before it writes the first' },
  ),

  wire('resp3-null', 'a missing value is a null of RESP3 after HELLO 3', async ({ client }) => {
    await client.call('HELLO', 3).value();
    await client.call('GET', 'missing').expect(nil3);
    await client.call('MGET', 'missing').expect([nil3]);
  }),
];

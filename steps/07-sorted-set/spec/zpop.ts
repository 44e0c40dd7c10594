// ZPOPMIN, ZPOPMAX, ZMPOP.

import { double, error, nil3, nilArray, ok, wire } from '@byor/spec';

const letters = ['ZADD z 1 a 2 b 3 c', 3] as const;
const notPositive = error('ERR value is out of range, must be positive');
const wrongType = error('WRONGTYPE Operation against a key holding the wrong kind of value');

export const cases = [
  wire('pop', 'from the least, or from the greatest; the last one takes the key along', [
    letters,
    ['ZPOPMIN z', ['a', '1']],
    ['ZPOPMAX z 1', ['c', '3']],
    ['ZPOPMIN z 9', ['b', '2']],
    ['EXISTS z', 0],
    ['ZPOPMIN z', []],
    ['ZPOPMAX z 2', []],
    letters,
    ['ZPOPMAX z 2', ['c', '3', 'b', '2']],
    ['ZPOPMIN z 0', []],
  ]),

  wire('pop-resp3', 'RESP3 has pairs when there is a count', async ({ client }) => {
    await client.call('HELLO', 3).reply();
    await client.call('ZADD', 'z', 1, 'a', 2, 'b', 3, 'c').expect(3);
    await client.call('ZPOPMIN', 'z').expect(['a', double('1')]);
    await client.call('ZPOPMAX', 'z', 1).expect([['c', double('3')]]);
    await client.call('ZMPOP', 1, 'z', 'MIN').expect(['z', [['b', double('2')]]]);
    await client.call('ZMPOP', 1, 'z', 'MIN').expect(nil3);
    await client.call('ZPOPMIN', 'z').expect([]);
  }),

  wire('pop-errors', 'ZPOPMIN checks its count before the key', [
    ['SET s v', ok],
    ['ZPOPMIN s x', notPositive],
    ['ZPOPMIN s -1', notPositive],
    ['ZPOPMIN s 1 2', error('ERR syntax error')],
    ['ZPOPMIN s 0', wrongType],
    ['ZPOPMAX s', wrongType],
  ]),

  wire('mpop', 'ZMPOP takes from the first key that has members', [
    letters,
    ['ZMPOP 2 missing z MIN', ['z', [['a', '1']]]],
    [
      'ZMPOP 1 z MAX COUNT 5',
      [
        'z',
        [
          ['c', '3'],
          ['b', '2'],
        ],
      ],
    ],
    ['ZMPOP 2 missing z MAX', nilArray],
    ['EXISTS z', 0],
  ]),

  wire('mpop-errors', 'ZMPOP checks everything before the keys', [
    ['SET s v', ok],
    ['ZMPOP 0 s MIN', error('ERR numkeys should be greater than 0')],
    ['ZMPOP x s MIN', error('ERR numkeys should be greater than 0')],
    ['ZMPOP 2 s MIN', error('ERR syntax error')],
    ['ZMPOP 1 s FOO', error('ERR syntax error')],
    ['ZMPOP 1 s MIN COUNT', error('ERR syntax error')],
    ['ZMPOP 1 s MIN COUNT 0', error('ERR count should be greater than 0')],
    ['ZMPOP 1 s MIN COUNT x', error('ERR count should be greater than 0')],
    ['ZMPOP 1 s MIN COUNT 1 COUNT 2', error('ERR syntax error')],
    ['ZMPOP 2 missing s MIN', wrongType],
    ['ZMPOP 1 s', error("ERR wrong number of arguments for 'zmpop' command")],
  ]),
];

// Parts of strings, and what two strings have in common.

import { error, nil, ok, wire } from '@byor/spec';

export const cases = [
  wire('append', 'APPEND creates or lengthens, and answers the new length', [
    ['APPEND k Hello', 5],
    ['APPEND k " World"', 11],
    ['GET k', 'Hello World'],
    ['APPEND k ""', 11],
  ]),

  wire(
    'append-number',
    'APPEND works on a value that is kept as a number',
    [
      ['SET n 10', ok],
      ['APPEND n 5', 3],
      ['GET n', '105'],
      ['INCR n', 106],
      ['STRLEN n', 3],
    ],
    { cause: 'a number and a text are two forms of one value' },
  ),

  wire('strlen', 'STRLEN counts bytes', [
    ['SET k "a\\x00b\\xff"', ok],
    ['STRLEN k', 4],
    ['STRLEN missing', 0],
  ]),

  wire('getrange', 'GETRANGE takes both ends inclusive, negative from the end, clamped', [
    ['SET k "This is a string"', ok],
    ['GETRANGE k 0 3', 'This'],
    ['GETRANGE k -3 -1', 'ing'],
    ['GETRANGE k 0 -1', 'This is a string'],
    ['GETRANGE k 10 100', 'string'],
    ['GETRANGE k 5 4', ''],
    ['GETRANGE k 100 200', ''],
    ['GETRANGE k -100 1', 'Th'],
    ['GETRANGE k -100 -200', ''],
    ['GETRANGE k -200 -100', 'T'],
    ['SUBSTR k 0 3', 'This'],
    ['GETRANGE missing 0 -1', ''],
    ['GETRANGE k a 1', error('ERR value is not an integer or out of range')],
  ]),

  wire('getrange-number', 'GETRANGE reads the digits of a number', [
    ['SET n -1234', ok],
    ['GETRANGE n 0 1', '-1'],
  ]),

  wire('setrange', 'SETRANGE overwrites and fills a gap with zero bytes', [
    ['SET k "Hello World"', ok],
    ['SETRANGE k 6 Redis', 11],
    ['GET k', 'Hello Redis'],
    ['SETRANGE k 13 !', 14],
    ['GET k', 'Hello Redis\x00\x00!'],
    ['SETRANGE new 2 ab', 4],
    ['GET new', '\x00\x00ab'],
    ['SETRANGE missing 5 ""', 0],
    ['GET missing', nil],
  ]),

  wire('setrange-errors', 'SETRANGE refuses offsets that make no sense', [
    ['SETRANGE k -1 x', error('ERR offset is out of range')],
    [
      'SETRANGE k 536870912 x',
      error('ERR string exceeds maximum allowed size (proto-max-bulk-len)'),
    ],
    ['SETRANGE k a x', error('ERR value is not an integer or out of range')],
    ['EXISTS k', 0],
  ]),

  wire('lcs', 'LCS answers the longest common subsequence, its length or its ranges', [
    ['MSET a ohmytext b mynewtext', ok],
    ['LCS a b', 'mytext'],
    ['LCS a b LEN', 6],
    [
      'LCS a b IDX',
      [
        'matches',
        [
          [
            [4, 7],
            [5, 8],
          ],
          [
            [2, 3],
            [0, 1],
          ],
        ],
        'len',
        6,
      ],
    ],
    ['LCS a b IDX MINMATCHLEN 4 WITHMATCHLEN', ['matches', [[[4, 7], [5, 8], 4]], 'len', 6]],
    ['LCS a missing', ''],
    ['LCS a b LEN IDX', error('ERR If you want both the length and indexes, please just use IDX.')],
    ['LCS a b MINMATCHLEN x', error('ERR value is not an integer or out of range')],
    ['LCS a b FOO', error('ERR syntax error')],
  ]),
];

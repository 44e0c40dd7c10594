// INCR and its family.

import { error, ok, wire } from '@byor/spec';

const notAnInteger = error('ERR value is not an integer or out of range');
const overflow = error('ERR increment or decrement would overflow');

export const cases = [
  wire('incr', 'INCR counts from 0 for a missing key', [
    ['INCR n', 1],
    ['INCR n', 2],
    ['DECR n', 1],
    ['DECR m', -1],
    ['GET n', '1'],
  ]),

  wire('incrby', 'INCRBY and DECRBY take any 64-bit step', [
    ['INCRBY n 10', 10],
    ['DECRBY n 25', -15],
    ['INCRBY n -5', -20],
    ['DECRBY n -5', -15],
    ['INCRBY n 1.5', notAnInteger],
    ['INCRBY n ""', notAnInteger],
    ['INCRBY n 9223372036854775808', notAnInteger],
    ['GET n', '-15'],
  ]),

  wire('not-a-number', 'a value that is not an integer is left alone', [
    ['SET k abc', ok],
    ['INCR k', notAnInteger],
    ['SET k " 1"', ok],
    ['INCR k', notAnInteger],
    ['SET k 01', ok],
    ['INCR k', notAnInteger],
    ['SET k 9223372036854775808', ok],
    ['INCR k', notAnInteger],
    ['GET k', '9223372036854775808'],
  ]),

  wire(
    'exact-beyond-doubles',
    'integers beyond 2^53 are exact',
    [
      ['SET n 9007199254740991', ok],
      ['INCR n', 9007199254740992n],
      ['INCR n', 9007199254740993n],
      ['INCRBY n 2', 9007199254740995n],
      ['GET n', '9007199254740995'],
      ['DECRBY n 9007199254740995', 0],
    ],
    { cause: 'a double holds integers exactly up to 2^53 only; int64 needs more' },
  ),

  wire('overflow', 'an increment that leaves 64 bits is refused and changes nothing', [
    ['SET n 9223372036854775807', ok],
    ['INCR n', overflow],
    ['INCRBY n 9223372036854775807', overflow],
    ['GET n', '9223372036854775807'],
    ['DECR n', 9223372036854775806n],
    ['SET n -9223372036854775808', ok],
    ['DECR n', overflow],
    ['DECRBY n -9223372036854775808', error('ERR decrement would overflow')],
    ['GET n', '-9223372036854775808'],
  ]),

  wire(
    'incrbyfloat',
    'INCRBYFLOAT adds as a long double does and prints no superfluous digit',
    [
      ['INCRBYFLOAT f 0.1', '0.1'],
      ['INCRBYFLOAT f 0.2', '0.3'],
      ['SET f 3.0e3', ok],
      ['INCRBYFLOAT f 200', '3200'],
      ['INCRBYFLOAT f -3200', '0'],
      ['INCRBYFLOAT f -1e-17', '-0.00000000000000001'],
    ],
    {
      cause: 'Redis computes in 80-bit long doubles and prints 17 decimals without trailing zeros',
    },
  ),

  wire('incrbyfloat-errors', 'INCRBYFLOAT refuses what is not a finite number', [
    ['SET s abc', ok],
    ['INCRBYFLOAT s 1', error('ERR value is not a valid float')],
    ['INCRBYFLOAT f " 1"', error('ERR value is not a valid float')],
    ['INCRBYFLOAT f nan', error('ERR value is not a valid float')],
    ['INCRBYFLOAT f inf', error('ERR increment would produce NaN or Infinity')],
    ['EXISTS f', 0],
    ['GET s', 'abc'],
  ]),
];

import { nil, ok, unordered, wire } from '../../../../../src/index.ts';

export const cases = [
  wire('get-set', 'what SET stores GET gives', [
    ['SET key "a value\\r\\n\\x00"', ok],
    ['GET key', 'a value\r\n\0'],
  ]),
  wire('nil', 'a missing key is not an empty value', [['GET nothing', nil]], {
    cause: 'a key that is not found is read as an empty string',
    section: 'get',
  }),
  wire('keys', 'KEYS lists every key', [
    ['MSET a 1 b 2', ok],
    ['KEYS *', unordered(['b', 'a'])],
  ]),
  wire('modern', 'a command that redis-server 7.0 lacks', [['MODERN', ok]], {
    notOnRedis: 'MODERN came later',
  }),
  wire('debug', 'DEBUG may be forbidden', [['DEBUG SET-ACTIVE-EXPIRE 1', ok]]),
];

// DEBUG: what test harnesses ask of a server.

import {
  bigNumber,
  bool,
  double,
  error,
  map,
  matching,
  nil,
  nil3,
  ok,
  set,
  verbatim,
  wire,
} from '@byor/spec';

export const cases = [
  wire('sleep', 'SLEEP answers when it has slept', [
    ['DEBUG SLEEP 0.01', ok],
    ['DEBUG SLEEP x', ok],
  ]),

  wire('object', 'OBJECT describes a value', async ({ client }) => {
    await client.call('DEBUG', 'OBJECT', 'missing').expect(error('ERR no such key'));
    const line = (encoding: string, length: number, references: number) =>
      matching(
        new RegExp(
          `^Value at:0x[0-9a-f]+ refcount:${references} encoding:${encoding} ` +
            `serializedlength:${length} lru:\\d+ lru_seconds_idle:\\d+$`, // a small number is one object for all: as old as the server
        ),
      );
    await client.call('SET', 'k', 'hello').expect(ok);
    await client.call('DEBUG', 'OBJECT', 'k').expect(line('embstr', 6, 1));
    for (const [value, length, references] of [
      [1, 2, 2147483647],
      [-128, 2, 1],
      [128, 3, 2147483647],
      [-32768, 3, 1],
      [40_000, 5, 1],
      [2147483648, 11, 1],
    ] as const) {
      await client.call('SET', 'k', value).expect(ok);
      await client.call('DEBUG', 'OBJECT', 'k').expect(line('int', length, references));
    }
  }),

  wire('populate', 'POPULATE makes keys, and leaves those that are there', [
    ['SET key:1 mine', ok],
    ['DEBUG POPULATE 3', ok],
    ['DBSIZE', 3],
    ['MGET key:0 key:1 key:2', ['value:0', 'mine', 'value:2']],
    ['DEBUG POPULATE 1 other 10', ok],
    ['GET other:0', 'value:0\0\0\0'],
    ['DEBUG POPULATE 1 short 3', ok],
    ['GET short:0', 'val'],
    ['DEBUG POPULATE -1', error('ERR value is out of range, must be positive')],
  ]),

  wire('error', 'ERROR answers with that error', [
    ['DEBUG ERROR "MYCODE and why"', error('MYCODE and why')],
  ]),

  wire('switches', 'switches that change nothing here are accepted', [
    ['DEBUG SET-ACTIVE-EXPIRE 0', ok],
    ['DEBUG SET-ACTIVE-EXPIRE 1', ok],
    ['DEBUG QUICKLIST-PACKED-THRESHOLD 100b', ok],
  ]),

  wire('errors', 'what DEBUG does not know, or is given too much of', [
    ['DEBUG', error("ERR wrong number of arguments for 'debug' command")],
    [
      'DEBUG FOO',
      error("ERR unknown subcommand or wrong number of arguments for 'FOO'. Try DEBUG HELP."),
    ],
    [
      'DEBUG SLEEP',
      error("ERR unknown subcommand or wrong number of arguments for 'SLEEP'. Try DEBUG HELP."),
    ],
  ]),

  wire('protocol-2', 'PROTOCOL sends every kind of reply, in RESP2 as it falls back', [
    ['DEBUG PROTOCOL string', 'Hello World'],
    ['DEBUG PROTOCOL integer', 12345],
    ['DEBUG PROTOCOL double', '3.141'],
    ['DEBUG PROTOCOL bignum', '1234567999999999999999999999999999999'],
    ['DEBUG PROTOCOL null', nil],
    ['DEBUG PROTOCOL array', [0, 1, 2]],
    ['DEBUG PROTOCOL set', [0, 1, 2]],
    ['DEBUG PROTOCOL map', [0, 0, 1, 1, 2, 0]],
    ['DEBUG PROTOCOL attrib', 'Some real reply following the attribute'],
    ['DEBUG PROTOCOL push', error('ERR RESP2 is not supported by this command')],
    ['DEBUG PROTOCOL verbatim', 'This is a verbatim\nstring'],
    ['DEBUG PROTOCOL true', 1],
    ['DEBUG PROTOCOL FALSE', 0],
    [
      'DEBUG PROTOCOL foo',
      error(/^ERR Wrong protocol type name\. Please use one of the following/),
    ],
  ]),

  wire('protocol-3', 'and in RESP3 as itself', async ({ client }) => {
    await client.call('HELLO', 3).reply();
    const protocol = (type: string) => client.call('DEBUG', 'PROTOCOL', type);
    await protocol('double').expect(double('3.141'));
    await protocol('bignum').expect(bigNumber('1234567999999999999999999999999999999'));
    await protocol('null').expect(nil3);
    await protocol('set').expect(set([0, 1, 2]));
    const pairs = [
      [0, bool(false)],
      [1, bool(true)],
      [2, bool(false)],
    ] as const;
    await protocol('map').expect(map(pairs));
    await protocol('verbatim').expect(verbatim('txt', 'This is a verbatim\nstring'));
    await protocol('true').expect(bool(true));
    protocol('attrib').unread();
    await client.expectRaw(
      '|1\r\n$14\r\nkey-popularity\r\n*2\r\n$7\r\nkey:123\r\n:90\r\n' +
        '$39\r\nSome real reply following the attribute\r\n',
    );
    protocol('push').unread();
    await client.expectRaw(
      '>2\r\n$16\r\nserver-cpu-usage\r\n:42\r\n$40\r\nSome real reply following the push reply\r\n',
    );
  }),
];

// The first commands, and the words for those there are not.

import { error, integerBetween, map, ok, status, wire } from '@byor/spec';

const anyId = integerBetween(1, Number.MAX_SAFE_INTEGER);

/** What HELLO says of the server. */
const facts = (protocol: number) =>
  [
    ['server', 'redis'],
    ['version', '7.0.15'],
    ['proto', protocol],
    ['id', anyId],
    ['mode', 'standalone'],
    ['role', 'master'],
    ['modules', []],
  ] as const;

const inResp2 = facts(2).flat();
const inResp3 = map(facts(3));

const unknown = (name: string, args: string) =>
  error(`ERR unknown command '${name}', with args beginning with: ${args}`);

const synopsis = (option: string) => error(`ERR Syntax error in HELLO option '${option}'`);

export const cases = [
  wire('ping', 'PING is answered with PONG, or with what one says', [
    ['PING', status('PONG')],
    ['PING hello', 'hello'],
    ['PING ""', ''],
  ]),
  wire(
    'case',
    'The case of a command does not matter',
    [
      ['ping', status('PONG')],
      ['PiNg', status('PONG')],
      ['eChO aBc', 'aBc'],
    ],
    { cause: 'a name is compared byte by byte' },
  ),
  wire('echo', 'ECHO gives back its argument', [
    ['ECHO hello', 'hello'],
    ['ECHO ""', ''],
  ]),
  wire(
    'arity',
    'Too few or too many arguments are refused, with the name in lower case',
    [
      ['PING a b', error("ERR wrong number of arguments for 'ping' command")],
      ['ECHO', error("ERR wrong number of arguments for 'echo' command")],
      ['EcHo a b', error("ERR wrong number of arguments for 'echo' command")],
      ['PING', status('PONG')],
    ],
    {
      cause:
        'the number of arguments is not checked, or the error repeats the name as it was typed',
    },
  ),
  wire(
    'quit',
    'QUIT is answered, then the server closes',
    async ({ client }) => {
      await client.call('QUIT').expect(ok);
      await client.expectClosed();
    },
    { cause: 'the connection is closed before the reply has left, or not at all' },
  ),
  wire(
    'quit-pipelined',
    'What follows QUIT is not answered',
    async ({ client }) => {
      client.send('PING\r\nQUIT\r\nPING\r\n');
      await client.expectRaw('+PONG\r\n+OK\r\n');
      await client.expectClosed();
    },
    { cause: 'requests that came in the same read are still run' },
  ),

  wire('unknown', 'An unknown command is repeated as it was typed, with its arguments', [
    ['FOO', unknown('FOO', '')],
    ['foo a "b c" ""', unknown('foo', "'a' 'b c' '' ")],
    ['""', unknown('', '')],
    ['PING', status('PONG')],
  ]),
  wire(
    'unknown-long',
    'Of the name 128 bytes are repeated, and of the arguments as many together',
    [
      [`${'n'.repeat(200)} a`, unknown('n'.repeat(128), "'a' ")],
      [`foo ${'a'.repeat(200)} b`, unknown('foo', `'${'a'.repeat(128)}' `)],
      [`foo ${'a'.repeat(125)} b`, unknown('foo', `'${'a'.repeat(125)}' `)],
      [`foo ${'a'.repeat(124)} bc d`, unknown('foo', `'${'a'.repeat(124)}' 'b' `)],
    ],
    { cause: 'the quotes and blanks count too: an argument gets what is left of 128' },
  ),
  wire(
    'unknown-bytes',
    'A line break in an error becomes a blank, and a zero byte ends the text',
    [
      ['foo "a\\r\\nb"', unknown('foo', "'a  b' ")],
      ['"f\\x00o" "a\\x00b" c', unknown('f', "'a' 'c' ")],
      ['foo \xff\xfe', unknown('foo', "'\xff\xfe' ")],
    ],
    { cause: 'a line break in an error would end the reply in the middle' },
  ),

  wire('hello', 'HELLO describes the server', [
    ['HELLO', inResp2],
    ['HELLO 2', inResp2],
  ]),
  wire(
    'hello-3',
    'HELLO 3 changes to RESP3 and answers in it; HELLO 2 changes back',
    async ({ client }) => {
      await client.call('HELLO', 3).expect(inResp3);
      await client.call('hello').expect(inResp3);
      await client.call('PING').expect(status('PONG'));
      await client.call('HELLO', 2).expect(inResp2);
    },
    { cause: 'the reply to HELLO 3 is already in RESP3: a map' },
  ),
  wire(
    'hello-own',
    'The protocol is a matter of one connection',
    async ({ client, connect }) => {
      await client.call('HELLO', 3).expect(inResp3);
      client.end();
      await client.expectClosed();
      await (await connect()).call('HELLO').expect(inResp2);
    },
    { cause: 'the protocol is kept in one place for all clients' },
  ),
  wire('hello-versions', 'Other versions are refused, and change nothing', [
    ['HELLO 1', error('NOPROTO unsupported protocol version')],
    ['HELLO 4', error('NOPROTO unsupported protocol version')],
    ['HELLO -3', error('NOPROTO unsupported protocol version')],
    ['HELLO three', error('ERR Protocol version is not an integer or out of range')],
    ['HELLO 3.0', error('ERR Protocol version is not an integer or out of range')],
    ['HELLO 03', error('ERR Protocol version is not an integer or out of range')],
    ['HELLO ""', error('ERR Protocol version is not an integer or out of range')],
    ['HELLO', inResp2],
  ]),
  wire('hello-options', 'HELLO takes a user and a name', [
    ['HELLO 3 AUTH default anything', inResp3],
    ['HELLO 3 SETNAME reader', inResp3],
    ['HELLO 3 setname "" auth default x setname again', inResp3],
  ]),
  wire('hello-bad-options', 'HELLO refuses what it does not know, and changes nothing', [
    ['HELLO 3 FOO', synopsis('FOO')],
    ['HELLO 3 AUTH default', synopsis('AUTH')],
    ['HELLO 3 SETNAME', synopsis('SETNAME')],
    ['HELLO 3 SETNAME a b', synopsis('b')],
    [
      'HELLO 3 AUTH nobody pw',
      error('WRONGPASS invalid username-password pair or user is disabled.'),
    ],
    [
      'HELLO 3 SETNAME "two words"',
      error('ERR Client names cannot contain spaces, newlines or special characters.'),
    ],
    ['HELLO', inResp2],
  ]),
];

// PING, ECHO, SELECT, RESET, QUIT, and HELLO's two protocols.

import { anything, error, integer, map, nil, nil3, ok, status, wire } from '@byor/spec';

export const cases = [
  wire('ping', 'PING answers PONG, or what it is given', [
    ['PING', status('PONG')],
    ['ping hello', 'hello'],
    ['PING a b', error("ERR wrong number of arguments for 'ping' command")],
  ]),

  wire('echo', 'ECHO answers its argument', [
    ['ECHO "a b"', 'a b'],
    ['ECHO ""', ''],
    ['ECHO', error("ERR wrong number of arguments for 'echo' command")],
  ]),

  wire('unknown', 'an unknown command is quoted with the first of its arguments', [
    ['FOO', error("ERR unknown command 'FOO', with args beginning with: ")],
    ['FOO a "b c"', error("ERR unknown command 'FOO', with args beginning with: 'a' 'b c' ")],
  ]),

  wire('select', 'databases are apart, and there are sixteen', [
    ['SET k zero', ok],
    ['SELECT 1', ok],
    ['GET k', nil],
    ['SET k one', ok],
    ['SELECT 0', ok],
    ['GET k', 'zero'],
    ['SELECT 15', ok],
    ['SELECT 16', error('ERR DB index is out of range')],
    ['SELECT -1', error('ERR DB index is out of range')],
    ['SELECT one', error('ERR value is not an integer or out of range')],
    ['SELECT " 1"', error('ERR value is not an integer or out of range')],
    [
      'SELECT 4294967296',
      error('ERR value is out of range, value must between -2147483648 and 2147483647'),
    ],
  ]),

  wire('select-is-per-client', 'one client’s SELECT does not move another', async (context) => {
    const { client } = context;
    const other = await context.connect();
    await client.call('SELECT', 3).expect(ok);
    await other.call('SET', 'k', 'v').expect(ok);
    await client.call('EXISTS', 'k').expect(0);
    await other.call('EXISTS', 'k').expect(1);
  }),

  wire('hello', 'HELLO describes the server, in RESP3 as a map', async ({ client }) => {
    const about = (protocol: number) =>
      map([
        ['server', 'redis'],
        ['version', anything],
        ['proto', protocol],
        ['id', integer],
        ['mode', 'standalone'],
        ['role', 'master'],
        ['modules', []],
      ]);
    await client.call('HELLO', 3).expect(about(3));
    await client.call('GET', 'missing').expect(nil3);
    await client.call('HELLO').expect(about(3));
    const flat = ['server', 'redis', 'version', anything, 'proto', 2, 'id', integer];
    await client
      .call('HELLO', 2)
      .expect([...flat, 'mode', 'standalone', 'role', 'master', 'modules', []]);
    await client.call('GET', 'missing').expect(nil);
  }),

  wire('hello-errors', 'HELLO says what it does not understand, and changes nothing', [
    ['HELLO 4', error('NOPROTO unsupported protocol version')],
    ['HELLO 1', error('NOPROTO unsupported protocol version')],
    ['HELLO three', error('ERR Protocol version is not an integer or out of range')],
    ['HELLO 3 SETNAME', error("ERR Syntax error in HELLO option 'SETNAME'")],
    ['HELLO 3 AUTH default', error("ERR Syntax error in HELLO option 'AUTH'")],
    ['HELLO 3 FOO bar', error("ERR Syntax error in HELLO option 'FOO'")],
    [
      'HELLO 3 SETNAME "a b"',
      error('ERR Client names cannot contain spaces, newlines or special characters.'),
    ],
    ['GET missing', nil],
  ]),

  wire('hello-setname', 'HELLO SETNAME names the connection', [
    ['HELLO 2 SETNAME bob', anything],
    ['CLIENT GETNAME', 'bob'],
  ]),

  wire('reset', 'RESET makes the connection new', [
    ['HELLO 3 SETNAME bob', anything],
    ['SELECT 5', ok],
    ['RESET', status('RESET')],
    ['CLIENT GETNAME', nil],
    ['SET k v', ok],
    ['SELECT 0', ok],
    ['GET k', 'v'],
    ['RESET now', error("ERR wrong number of arguments for 'reset' command")],
  ]),

  wire('quit', 'QUIT answers and closes; what follows is not run', async ({ client, connect }) => {
    client.send('SET k before\r\nQUIT now\r\nSET k after\r\n');
    await client.expectRaw('+OK\r\n+OK\r\n');
    await client.expectClosed();
    await (await connect()).call('GET', 'k').expect('before');
  }),
];

// Requests as they come off a wire: whole, in pieces, many at once, typed by hand.

import { error, status, wire } from '@byor/spec';

const PING = '*1\r\n$4\r\nPING\r\n';
const PONG = '+PONG\r\n';

/** `line` is typed by hand; the reply is a bulk string, or the raw bytes given. */
const typed = (line: string, reply: string) => [line, `$${reply.length}\r\n${reply}\r\n`] as const;

export const cases = [
  wire(
    'binary',
    'Every byte is only a byte',
    async ({ client }) => {
      const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      await client.call('ECHO', all).expect(all);
      await client.call('ECHO', '\r\n$5\r\n').expect('\r\n$5\r\n');
      await client.call('ECHO', PING).expect(PING);
      await client.call('ECHO', '\0').expect('\0');
    },
    { cause: 'arguments are decoded as UTF-8, or searched for their end instead of counted' },
  ),
  wire(
    'large',
    'A megabyte is one argument like any other',
    async ({ client }) => {
      const value = '0123456789abcdef'.repeat(65_536);
      await client.call('ECHO', value).expect(value);
      await client.call('PING').expect(status('PONG'));
    },
    { cause: 'a request is expected to fit into one read' },
  ),
  wire(
    'pipeline',
    'Requests that come together are answered one by one, in order',
    async ({ client }) => {
      const numbers = Array.from({ length: 1000 }, (_, i) => client.call('ECHO', i));
      for (const [i, pending] of numbers.entries()) await pending.expect(`${i}`);
    },
    { cause: 'only the first request of a read is answered' },
  ),
  wire(
    'pipeline-write',
    'Ten thousand requests in one write are answered',
    async ({ client }) => {
      client.send(PING.repeat(10_000));
      await client.expectRaw(PONG.repeat(10_000));
    },
    { cause: 'a request that is cut by the end of a read is lost' },
  ),
  wire(
    'fragments',
    'A request may come byte by byte',
    async ({ client }) => {
      await client.sendInPieces('*2\r\n$4\r\nECHO\r\n$7\r\na\r\n$1\r\n\r\nPING\r\nPING "x y"\r\n');
      await client.expectRaw('$7\r\na\r\n$1\r\n\r\n+PONG\r\n$3\r\nx y\r\n');
    },
    { cause: 'what has come is taken for a whole request' },
  ),
  wire(
    'fragments-pipeline',
    'Requests may be cut at any place',
    async ({ client }) => {
      for (const size of [3, 7, 11]) {
        await client.sendInPieces(PING.repeat(20), size);
        await client.expectRaw(PONG.repeat(20));
      }
    },
    { cause: 'what is left of a read is not kept for the next' },
  ),
  wire(
    'half-close',
    'A client that ends its side still gets its replies',
    async ({ client }) => {
      client.send(PING.repeat(3) + PING.slice(0, 5));
      client.end();
      await client.expectRaw(PONG.repeat(3));
      await client.expectClosed();
    },
    { cause: 'replies are dropped when the end of the input is read' },
  ),
  wire(
    'empty',
    'Empty requests get no reply',
    async ({ client }) => {
      client.send(`*0\r\n*-1\r\n\r\n\n  \r\n*-20\r\n${PING}`);
      await client.expectRaw(PONG);
    },
    { cause: 'a request without arguments is answered, or ends the connection' },
  ),
  wire(
    'empty-name',
    'A request whose name is empty is not an empty request',
    async ({ client }) => {
      client.send('*1\r\n$0\r\n\r\n');
      await client.expect(error("ERR unknown command '', with args beginning with: "));
    },
    { cause: 'empty is not the same as none' },
  ),

  wire('inline', 'A request can be typed by hand', async ({ client }) => {
    client.send('PING\r\n');
    await client.expectRaw(PONG);
    client.send('ping\n');
    await client.expectRaw(PONG);
    client.send('  ECHO \t hello  \r\n');
    await client.expectRaw('$5\r\nhello\r\n');
  }),
  wire(
    'inline-mixed',
    'Typed requests and others may alternate',
    async ({ client }) => {
      client.send(`PING\r\n${PING}ECHO a\n${PING}`);
      await client.expectRaw(`${PONG}${PONG}$1\r\na\r\n${PONG}`);
    },
    { cause: 'the kind of a request is decided once a connection, not by its first byte' },
  ),
  wire(
    'inline-quotes',
    'Quotes and escapes are those of redis-cli',
    async ({ client }) => {
      for (const [line, reply] of [
        typed('ECHO "a b"', 'a b'),
        typed('ECHO ""', ''),
        typed("ECHO ''", ''),
        typed('ECHO "\\x41\\x00\\xfF"', 'A\0\xff'),
        typed('ECHO "\\n\\r\\t\\b\\a\\q\\\\\\""', '\n\r\t\b\x07q\\"'),
        typed('ECHO "\\x4" ', 'x4'),
        typed('ECHO \\x41', '\\x41'),
        typed("ECHO 'a\\n'", 'a\\n'),
        typed("ECHO 'it\\'s'", "it's"),
        typed('ECHO a"b c"', 'ab c'),
        typed('"ECHO" \xff', '\xff'),
      ]) {
        client.send(`${line}\r\n`);
        await client.expectRaw(reply);
      }
    },
    {
      cause:
        "double quotes take \\n \\r \\t \\b \\a \\xHH and \\ before any byte; single quotes only \\'",
    },
  ),
];

// Bytes that are no request: the server says what is wrong with them and hangs up, for it cannot know where the next one begins.

import { wire } from '@byor/spec';

const PING = '*1\r\n$4\r\nPING\r\n';
const TOO_LONG = 65_537;

/** After `input` the server answers with this protocol error, and closes. */
const breaks = (
  id: string,
  title: string,
  inputs: string | string[],
  text: string,
  cause?: string,
) =>
  wire(
    id,
    title,
    async ({ client, connect }) => {
      for (const [i, input] of [inputs].flat().entries()) {
        const peer = i === 0 ? client : await connect();
        peer.send(PING + input);
        await peer.expectRaw(`+PONG\r\n-ERR Protocol error: ${text}\r\n`);
        await peer.expectClosed();
        peer.close();
      }
    },
    cause === undefined ? {} : { cause },
  );

export const cases = [
  breaks(
    'count',
    'The number of arguments is a decimal without sign, blank or leading zero, below 2^31',
    [
      '*x\r\n',
      '*\r\n',
      '*+1\r\n',
      '*01\r\n',
      '*1 \r\n',
      '*-0\r\n',
      '*1.0\r\n',
      '*2147483648\r\n',
      '*99999999999999999999\r\n',
    ],
    'invalid multibulk length',
  ),
  breaks(
    'count-lf',
    'A length ends with CR LF, not with LF alone',
    `*1\n${PING}`,
    'invalid multibulk length',
    'a lone LF ends only what is typed by hand',
  ),
  breaks('dollar', 'An argument begins with $', '*1\r\nx4\r\n', "expected '$', got 'x'"),
  breaks(
    'dollar-type',
    'An argument is a bulk string, not another type',
    '*1\r\n:4\r\n',
    "expected '$', got ':'",
  ),
  breaks(
    'dollar-line',
    'A line break in the error becomes a blank',
    '*1\r\n\r\n',
    "expected '$', got ' '",
  ),
  breaks(
    'length',
    'The length of an argument is a decimal from 0 to 512 MiB',
    [
      '*1\r\n$x\r\n',
      '*1\r\n$\r\n',
      '*1\r\n$-1\r\n',
      '*1\r\n$+4\r\n',
      '*1\r\n$04\r\n',
      '*1\r\n$536870913\r\n',
      '*1\r\n$99999999999999999999\r\n',
    ],
    'invalid bulk length',
  ),
  breaks(
    'quotes',
    'A quote must be closed, and a blank follow it',
    ['ECHO "a\r\n', "ECHO 'a\r\n", 'ECHO a"b\r\n', 'ECHO "a"b\r\n', "ECHO 'a\\'\r\n"],
    'unbalanced quotes in request',
  ),
  breaks(
    'long-inline',
    'What is typed ends after 64 KiB',
    'x'.repeat(TOO_LONG),
    'too big inline request',
    'a client that never ends its line must not fill the memory',
  ),
  breaks(
    'long-count',
    'So does the number of arguments',
    `*${'1'.repeat(TOO_LONG)}`,
    'too big mbulk count string',
  ),
  breaks(
    'long-length',
    'So does the length of an argument',
    `*1\r\n$${'1'.repeat(TOO_LONG)}`,
    'too big bulk count string',
  ),
  wire(
    'greatest',
    'The greatest numbers are taken, and cost nothing until the bytes come',
    async ({ client, connect }) => {
      for (const input of ['*2147483647\r\n', '*1\r\n$536870912\r\n']) {
        const stranger = input.startsWith('*2') ? client : await connect();
        stranger.send(PING + input);
        await stranger.expectRaw('+PONG\r\n');
        stranger.close();
      }
    },
    { cause: 'memory is reserved for what a client merely announces' },
  ),
  wire(
    'unchecked',
    'The bytes behind a length and behind an argument are not looked at',
    async ({ client }) => {
      client.send(`*1\rx$4\rxPINGxx${PING}`);
      await client.expectRaw('+PONG\r\n+PONG\r\n');
    },
    { cause: 'not a promise of Redis, but what it does: two bytes are skipped' },
  ),
];

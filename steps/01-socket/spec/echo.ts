// The echo server as seen from outside. From stage 02 on the server speaks RESP, so each case ends with this stage.

import { type WireRun, wire } from '@byor/spec';

const until = '01';
const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);

const echo = (id: string, title: string, cause: string, run: WireRun) =>
  wire(id, title, run, { until, cause });

export const cases = [
  echo(
    'bytes',
    'What is sent comes back, byte for byte',
    'the bytes were decoded as text on their way (not every byte is UTF-8), or cut at a zero or a line end',
    async ({ client }) => {
      client.send('hello\r\n');
      await client.expectRaw('hello\r\n');
      client.send(everyByte);
      await client.expectRaw(everyByte);
    },
  ),
  echo(
    'no-messages',
    'A byte alone comes back at once: a stream has no lines and no messages',
    'the server waits for a line end or a full buffer before it answers',
    async ({ client }) => {
      for (const letter of 'stream') {
        client.send(letter);
        await client.expectRaw(letter);
      }
    },
  ),
  echo(
    'large',
    'Half a megabyte comes back whole and in order',
    'write(2) took a part of the bytes and the rest was dropped: it returns how many it took',
    async ({ client }) => {
      const bytes = Uint8Array.from({ length: 512 * 1024 }, (_, index) => (index * 31) % 251);
      client.send(bytes);
      await client.expectRaw(bytes);
    },
  ),
  echo(
    'half-close',
    'A client that has ended its side still hears everything, then the server ends too',
    'read(2) returned 0 and the connection was closed before all was written, or it was never closed',
    async ({ client }) => {
      const bytes = new Uint8Array(512 * 1024).fill(7);
      client.send(bytes);
      client.end();
      await client.expectRaw(bytes);
      await client.expectClosed();
    },
  ),
  echo(
    'reset',
    'A client that vanishes does not take the server with it',
    'ECONNRESET or EPIPE ended the server: a failed connection is the business of that connection alone',
    async ({ client, connect }) => {
      client.send('x');
      await client.expectRaw('x');
      client.reset();
      const next = await connect();
      next.send('still here');
      await next.expectRaw('still here');
    },
  ),
  echo(
    'one-at-a-time',
    'A second client waits until the first has gone',
    'the server takes connections while it talks: fine, but then it is ahead of this stage',
    async ({ client, connect }) => {
      const second = await connect();
      second.send('second');
      client.send('first');
      await client.expectRaw('first');
      await second.expectNothing();
      client.close();
      await second.expectRaw('second');
    },
  ),
];

// Many clients at once: what one of them does, or leaves undone, is never at the others' expense.

import { status, wire } from '@byor/spec';

const PING = '*1\r\n$4\r\nPING\r\n';
const PONG = '+PONG\r\n';
const pong = status('PONG');

const echo = (text: string) => `*2\r\n$4\r\nECHO\r\n$${text.length}\r\n${text}\r\n`;
const bulk = (text: string) => `$${text.length}\r\n${text}\r\n`;

export const cases = [
  wire(
    'second',
    'A second client is answered while the first one says nothing',
    async ({ client, connect }) => {
      await client.call('PING').expect(pong);
      const second = await connect();
      await second.call('PING').expect(pong);
      await client.call('PING').expect(pong);
    },
    { cause: 'the server waits in read(2) of one client' },
  ),
  wire(
    'crowd',
    '200 clients are connected at once, and each gets its own replies',
    async ({ connect }) => {
      const clients = await Promise.all(Array.from({ length: 200 }, () => connect()));
      for (const round of ['first', 'second']) {
        const pending = clients.map((each, i) => each.call('ECHO', `${round} ${i}`));
        for (const [i, reply] of pending.entries()) await reply.expect(`${round} ${i}`);
      }
    },
    { cause: 'connections share a buffer, or only so many are watched' },
  ),
  wire(
    'half-a-request',
    'Half a request waits for its other half while another client is answered',
    async ({ client, connect }) => {
      const whole = echo('in two halves');
      client.send(whole.slice(0, 20));
      const other = await connect();
      for (let i = 0; i < 10; i++) await other.call('PING').expect(pong);
      client.send(whole.slice(20));
      await client.expectRaw(bulk('in two halves'));
    },
    {
      cause: 'the server reads on until the request is whole, or keeps one parser for all clients',
    },
  ),
  wire(
    'pipelines',
    'Two clients send 10,000 requests in one write each, and get their own replies in order',
    async ({ client, connect }) => {
      const other = await connect();
      const numbers = Array.from({ length: 10_000 }, (_, i) => i);
      client.send(numbers.map((i) => echo(`mine ${i}`)).join(''));
      other.send(numbers.map((i) => echo(`theirs ${i}`)).join(''));
      await client.expectRaw(numbers.map((i) => bulk(`mine ${i}`)).join(''));
      await other.expectRaw(numbers.map((i) => bulk(`theirs ${i}`)).join(''));
    },
    { cause: 'what is left of a read is lost when another client has its turn' },
  ),
  wire(
    'slow-reader',
    'A client that does not read its replies keeps nobody waiting, and loses none of them',
    async ({ client, connect }) => {
      const text = 'x'.repeat(64 * 1024);
      client.socket.pause();
      client.send(echo(text).repeat(192));
      const other = await connect();
      for (let i = 0; i < 100; i++) await other.call('PING').expect(pong);
      client.socket.resume();
      await client.expectRaw(bulk(text).repeat(192));
    },
    {
      cause: 'the server waits in write(2), or drops what the socket does not take',
      timeoutMs: 20_000,
    },
  ),
  wire(
    'half-close',
    'A client that has nothing more to send still gets every reply, then the end',
    async ({ client }) => {
      client.send(PING.repeat(100));
      client.end();
      await client.expectRaw(PONG.repeat(100));
      await client.expectClosed();
    },
    {
      cause: 'the end of the input is taken for the end of the connection before replies are sent',
    },
  ),
  wire(
    'reset',
    'A client that resets its connection amid replies harms no other',
    async ({ client, connect }) => {
      for (let i = 0; i < 10; i++) {
        const rude = await connect();
        rude.send(PING.repeat(10_000));
        rude.reset();
        await client.call('PING').expect(pong);
      }
    },
    { cause: 'ECONNRESET or EPIPE of one connection ends the server' },
  ),
];

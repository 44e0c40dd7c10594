// The worked solutions of the challenges do what their chapters ask.

import net from 'node:net';
import { Listener, Stream } from '@byor/01-socket';
import { chooseTransport } from '@byor/03-event-loop';
import { expect, onTestFinished, test } from 'vitest';
import { Room } from '../programs/chat.ts';
import { Lines } from '../programs/lines.ts';
import { tally } from '../programs/tally.ts';

/** Two ends of one connection, in one process: the kernel completes it before `accept` is called. */
function pair(): [Stream, Stream] {
  const listener = Listener.open({ host: '127.0.0.1', port: 0 });
  const near = Stream.connect({ host: '127.0.0.1', port: listener.address.port });
  const far = listener.accept();
  onTestFinished(() => {
    near.close();
    far.close();
    listener.close();
  });
  return [near, far];
}

test('01: lines come whole, however they were cut, the last one without an end too', () => {
  const [near, far] = pair();
  const lines = new Lines(far);
  near.writeAll(Buffer.from('hello\nwor'));
  expect(lines.next()).toBe('hello');
  near.writeAll(Buffer.from('ld\n\nhalf a lin'));
  expect(lines.next()).toBe('world');
  expect(lines.next()).toBe('');
  near.writeAll(Buffer.from('é'));
  near.shutdown();
  expect(lines.next()).toBe('half a liné');
  expect(lines.next()).toBeUndefined();
});

test('01: a line longer than the buffer comes whole', () => {
  const [near, far] = pair();
  near.writeAll(Buffer.from(`${'x'.repeat(10_000)}\n`));
  expect(new Lines(far).next()).toHaveLength(10_000);
});

test('02: commands are counted, wherever the bytes are cut', () => {
  const bytes = Buffer.from('*1\r\n$4\r\nPING\r\n*2\r\n$3\r\nGET\r\n$4\r\nping\r\nping\r\n');
  const whole = [
    ['PING', 2],
    ['GET', 1],
  ];
  expect([...tally([bytes])]).toEqual(whole);
  expect([...tally(Array.from(bytes, (byte) => Uint8Array.of(byte)))]).toEqual(whole);
});

test('03: everybody else hears what one says, and who has left does not', () => {
  const room = new Room();
  const [ada, grace, linus] = [room.enter(), room.enter(), room.enter()];
  const heard = (guest: typeof ada) => {
    const text = Buffer.from(guest.output.bytes()).toString('latin1');
    guest.output.consume(guest.output.length);
    return text;
  };
  linus.closed();
  ada.input.feed(Buffer.from('SAY hello\r\nSAY\r\nPING\r\n'));
  ada.process();
  expect(heard(grace)).toBe('$5\r\nhello\r\n');
  expect(heard(linus)).toBe('');
  expect(heard(ada)).toBe(":1\r\n-ERR wrong number of arguments for 'say' command\r\n+PONG\r\n");
});

test('03: the room on real sockets', async () => {
  const transport = chooseTransport();
  const room = new Room();
  const { port } = await transport.listen({ host: '127.0.0.1', port: 0 }, () => room.enter());
  const ended = transport.loop.run();
  const [ada, grace] = [net.connect(port, '127.0.0.1'), net.connect(port, '127.0.0.1')];
  const hears = (socket: net.Socket) =>
    new Promise<string>((heard) => socket.once('data', (bytes) => heard(String(bytes))));
  // Both are in when both were answered.
  const both = Promise.all([hears(ada), hears(grace)]);
  for (const socket of [ada, grace]) socket.write('PING\r\n');
  await both;
  const message = hears(grace);
  ada.write('SAY hello\r\n');
  expect(await message).toBe('$5\r\nhello\r\n');
  for (const socket of [ada, grace]) socket.destroy();
  transport.loop.stop();
  await ended;
  transport.close();
});

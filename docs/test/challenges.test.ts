// The worked solutions of the challenges do what their chapters ask.

import net from 'node:net';
import { Listener, Stream } from '@byor/01-socket';
import { chooseTransport } from '@byor/03-event-loop';
import { Engine, layers, pageHost } from '@byor/05-expiry/core';
import { LogDirectory } from '@byor/06-aof/core';
import { layers as allLayers, MemoryFileSystem } from '@byor/07-sorted-set/core';
import { expect, onTestFinished, test } from 'vitest';
import { Room } from '../programs/chat.ts';
import { Lines } from '../programs/lines.ts';
import { median } from '../programs/median.ts';
import { rateLimit } from '../programs/rate-limit.ts';
import { setIfEqual } from '../programs/set-if-equal.ts';
import { takeBack } from '../programs/take-back.ts';
import { tally } from '../programs/tally.ts';
import { talkTo } from './talk.ts';

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

test('04: a value is written only over the expected one, and only then recorded', () => {
  const engine = new Engine(pageHost()).use(...layers, setIfEqual);
  const records: string[] = [];
  engine.hooks.write.push((_, request) => records.push(request.strings().join(' ')));
  const say = talkTo(engine);
  expect(say('SETIFEQ', 'k', '', 'v')).toBe(':0\r\n');
  expect(say('EXISTS', 'k')).toBe(':0\r\n');
  say('SET', 'k', 'old');
  expect(say('SETIFEQ', 'k', 'older', 'new')).toBe(':0\r\n');
  expect(say('SETIFEQ', 'k', 'old', 'new')).toBe(':1\r\n');
  expect(say('GET', 'k')).toBe('$3\r\nnew\r\n');
  expect(records).toEqual(['SET k old', 'SETIFEQ k old new']);
});

test('05: hits count in their window, and what is logged says when it ends', () => {
  let nowMs = 1_700_000_000_000;
  const engine = new Engine(pageHost({ now: () => nowMs })).use(...layers, rateLimit);
  const records: string[] = [];
  engine.hooks.write.push((_, request) => records.push(request.strings().join(' ')));
  const say = talkTo(engine);
  const hit = () => Number(say('HIT', 'api', '2', '1000').slice(1));
  expect([hit(), hit(), hit()]).toEqual([1, 0, -1]);
  nowMs += 600;
  expect(say('PTTL', 'api')).toBe(':400\r\n');
  expect(hit()).toBe(-1);
  nowMs += 401;
  expect(hit()).toBe(1);
  expect(records).toEqual([
    'SET api 1 PXAT 1700000001000',
    'SET api 2 PXAT 1700000001000',
    'DEL api',
    'SET api 1 PXAT 1700000002001',
  ]);
});

const NAMES = { directory: 'appendonlydir', prefix: 'appendonly.aof' };

/** A server with a log on this disk. */
function startLogged(disk: MemoryFileSystem) {
  const report = { note() {}, warn() {} };
  const engine = new Engine(pageHost()).use(...allLayers({ disk, report }));
  engine.config.start('appendonly', 'yes');
  return { engine, say: talkTo(engine) };
}

test('06: FLUSHALL is taken back, with all that came after it', () => {
  const disk = new MemoryFileSystem();
  const before = startLogged(disk);
  before.say('FLUSHALL');
  before.say('SET', 'greeting', 'hello');
  before.say('flushall', 'ASYNC');
  before.say('SET', 'later', 'x');
  before.engine.persist();
  const directory = new LogDirectory(disk, NAMES);
  expect(() => takeBack(directory)).toThrow('in use by another server');
  before.engine.stop();
  expect(takeBack(directory)).toBeGreaterThan(0);
  const after = startLogged(disk.afterCrash('least'));
  expect(after.say('GET', 'greeting')).toBe('$5\r\nhello\r\n');
  expect(after.say('EXISTS', 'later')).toBe(':0\r\n');
});

test('06: without FLUSHALL the log stays as it is', () => {
  const disk = new MemoryFileSystem();
  const before = startLogged(disk);
  before.say('SET', 'greeting', 'hello');
  before.engine.stop();
  expect(takeBack(new LogDirectory(disk, NAMES))).toBe(0);
  expect(startLogged(disk).say('GET', 'greeting')).toBe('$5\r\nhello\r\n');
});

test('07: the member in the middle', () => {
  const report = { note() {}, warn() {} };
  const engine = new Engine().use(...allLayers({ disk: new MemoryFileSystem(), report }), median);
  const say = talkTo(engine);
  say('ZADD', 'race', '312', 'ada', '298', 'grace', '305', 'linus');
  expect(say('ZMEDIAN', 'race')).toBe('$5\r\nlinus\r\n');
  expect(say('ZMEDIAN', 'missing')).toBe('$-1\r\n');
});

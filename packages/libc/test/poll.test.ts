import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  PollFds,
  poll,
  read,
  SHUT_WR,
  shutdown,
  write,
} from '../src/index.ts';
import { connected, LONG_MS, listening, outputOf, runProgram } from './support.ts';

test('poll tells which entries are ready, and for what', () => {
  const { listener } = listening();
  const { near, far } = connected();
  const entries = new PollFds(3);
  entries.set(0, listener, POLLIN);
  entries.set(1, near, POLLIN | POLLOUT);
  entries.set(2, far, POLLIN);
  expect(poll(entries, 3, 0)).toBe(1);
  expect([0, 1, 2].map((index) => entries.revents(index))).toEqual([0, POLLOUT, 0]);
  write(near, Buffer.from('x'));
  entries.set(1, near, POLLIN);
  expect(poll(entries, 3, LONG_MS)).toBe(1);
  expect([0, 1, 2].map((index) => entries.revents(index))).toEqual([0, 0, POLLIN]);
  expect([0, 1, 2].map((index) => entries.fd(index))).toEqual([listener, near, far]);
  expect([0, 1, 2].map((index) => entries.events(index))).toEqual([POLLIN, POLLIN, POLLIN]);
});

test('poll looks only at the first `count` entries', () => {
  const { near } = connected();
  const entries = new PollFds(2);
  entries.set(1, near, POLLOUT);
  entries.set(0, near, POLLIN);
  expect(poll(entries, 1, 0)).toBe(0);
  expect(poll(entries, 2, 0)).toBe(1);
  expect(() => poll(entries, 3, 0)).toThrow(RangeError);
});

test('an entry moves, a negative descriptor is skipped, a closed one is POLLNVAL', () => {
  const { near, far } = connected();
  const entries = new PollFds(2);
  entries.set(0, -1, POLLIN);
  entries.set(1, near, POLLOUT);
  expect(poll(entries, 2, 0)).toBe(1);
  entries.move(1, 0);
  expect([entries.fd(0), entries.events(0)]).toEqual([near, POLLOUT]);
  expect(poll(entries, 1, 0)).toBe(1);
  const grown = entries.grown(4);
  grown.set(3, 9999, POLLIN);
  expect(poll(grown, 4, 0)).toBe(3);
  expect(grown.revents(3)).toBe(POLLNVAL);
  expect(grown.fd(1)).toBe(near);
  expect(read(far, new Uint8Array(0))).toBe(0);
});

test('the end of the stream makes an entry readable, the end of both sides hangs it up', () => {
  const { near, far } = connected();
  const entries = new PollFds(1);
  entries.set(0, far, POLLIN);
  shutdown(near, SHUT_WR);
  expect(poll(entries, 1, LONG_MS)).toBe(1);
  expect(entries.revents(0) & POLLIN).toBe(POLLIN);
  shutdown(far, SHUT_WR);
  expect(poll(entries, 1, LONG_MS)).toBe(1);
  expect(entries.revents(0) & POLLHUP).toBe(POLLHUP);
});

describe('a wait that a signal interrupts', () => {
  const linuxOnly = process.platform === 'linux' ? ['poll', 'epoll'] : ['poll'];
  test.each(linuxOnly)('%s returns 0, so that the handler runs', async (kind) => {
    const program = runProgram('wait', kind);
    await once(program.stdout, 'data');
    // One signal could come before the wait has begun; so they come until the program has ended.
    const ended = outputOf(program);
    while (program.exitCode === null && program.kill('SIGUSR2')) await delay(2);
    const output = await ended;
    expect(output).toMatch(/^waiting\n(0 ready\n)+delivered\n$/);
  });
});

test('a read that signals interrupt goes on until bytes come', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const program = runProgram('read', String((server.address() as net.AddressInfo).port));
  const [socket] = (await once(server, 'connection')) as [net.Socket];
  server.close();
  while (!program.text().includes('reading')) await once(program.stdout, 'data');
  for (let i = 0; i < 25; i++) {
    program.kill('SIGUSR2');
    await delay(2);
  }
  socket.end('bytes');
  expect(await outputOf(program)).toBe('reading\n5 bytes\n');
});

// One suite for every poller over real sockets: what the kernel says must look the same through each.

import {
  accept,
  bind,
  close,
  connect,
  domainOf,
  EAGAIN,
  getsockname,
  listen,
  read,
  setNonBlocking,
  setResetOnClose,
  socket,
  write,
} from '@byor/libc';
import { afterEach, describe, expect, test } from 'vitest';
import { type Poller, READABLE, WRITABLE } from '../src/core.ts';
import { EpollPoller } from '../src/loop/epoll-poller.ts';
import { PollPoller } from '../src/loop/poll-poller.ts';
import { whyNot } from '../src/transport/choose-transport.ts';

const HOST = '127.0.0.1';
const BYTE = Uint8Array.of(42);
/** Long enough to be sure of an event that has happened already; never waited for in full. */
const SOON_MS = 10_000;

const open = new Set<number>();

function opened(fd: number): number {
  open.add(fd);
  return fd;
}

function closeNow(fd: number): void {
  open.delete(fd);
  close(fd);
}

afterEach(() => {
  for (const fd of open) closeNow(fd);
});

/** Connected sockets: `count` pairs of client and server, all non-blocking. */
function pairs(count: number): { client: number; server: number }[] {
  const listener = opened(socket(domainOf(HOST)));
  bind(listener, { host: HOST, port: 0 });
  listen(listener, count);
  const made = Array.from({ length: count }, () => {
    const client = opened(socket(domainOf(HOST)));
    connect(client, { host: HOST, port: getsockname(listener).port });
    setNonBlocking(client);
    return { client, server: opened(accept(listener, true)) };
  });
  closeNow(listener);
  return made;
}

function pair(): { client: number; server: number } {
  return pairs(1)[0] as { client: number; server: number };
}

function ready(poller: Poller, timeoutMs = 0): [number, number][] {
  const count = poller.wait(timeoutMs);
  const found = Array.from({ length: count }, (_, i): [number, number] => [
    poller.fd(i),
    poller.events(i),
  ]);
  return found.sort(([a], [b]) => a - b);
}

describe.each([
  { name: 'poll' as const, make: () => new PollPoller() },
  { name: 'epoll' as const, make: () => new EpollPoller() },
])('$name', ({ name, make }) => {
  const reason = whyNot(name);
  if (reason !== undefined) {
    test.skip(`not here: ${reason}`, () => {});
    return;
  }

  test('tells readable and writable, each only to those who asked', () => {
    const poller = make();
    const { client, server } = pair();
    poller.add(server, READABLE);
    expect(ready(poller)).toEqual([]);
    poller.modify(server, READABLE | WRITABLE);
    expect(ready(poller)).toEqual([[server, WRITABLE]]);
    write(client, BYTE);
    poller.modify(server, READABLE);
    expect(ready(poller, SOON_MS)).toEqual([[server, READABLE]]);
    expect(ready(poller)).toEqual([[server, READABLE]]);
    read(server, new Uint8Array(8));
    expect(ready(poller)).toEqual([]);
    poller.close();
  });

  test('a socket whose buffer is full is not writable until it is read', () => {
    const poller = make();
    const { client, server } = pair();
    const chunk = new Uint8Array(1 << 20);
    while (write(server, chunk) !== -EAGAIN);
    poller.add(server, WRITABLE);
    expect(ready(poller)).toEqual([]);
    poller.add(client, READABLE);
    while (ready(poller, SOON_MS).every(([fd]) => fd !== server)) read(client, chunk);
    poller.close();
  });

  test('the end of the stream is readable, a reset is readable and writable whatever was asked for', () => {
    const poller = make();
    const [ended, reset] = pairs(2) as [ReturnType<typeof pair>, ReturnType<typeof pair>];
    poller.add(ended.server, READABLE);
    closeNow(ended.client);
    expect(ready(poller, SOON_MS)).toEqual([[ended.server, READABLE]]);
    poller.remove(ended.server);
    poller.add(reset.server, WRITABLE);
    setResetOnClose(reset.client);
    closeNow(reset.client);
    expect(ready(poller, SOON_MS)).toEqual([[reset.server, READABLE | WRITABLE]]);
    poller.close();
  });

  test('finds each of 200 descriptors, also after every third was removed', () => {
    const poller = make();
    const all = pairs(200);
    for (const { server } of all) poller.add(server, READABLE);
    const removed = all.filter((_, index) => index % 3 === 0);
    for (const { server } of removed) poller.remove(server);
    for (const { client } of all) write(client, BYTE);
    const expected = all.filter((each) => !removed.includes(each)).map(({ server }) => server);
    const found = new Set<number>();
    while (found.size < expected.length) for (const [fd] of ready(poller, SOON_MS)) found.add(fd);
    expect([...found].sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
    poller.close();
  });

  test('refuses to watch twice, or to change what is not watched', () => {
    const poller = make();
    const { server } = pair();
    poller.add(server, READABLE);
    expect(() => poller.add(server, READABLE)).toThrow();
    poller.remove(server);
    expect(() => poller.remove(server)).toThrow();
    expect(() => poller.modify(server, READABLE)).toThrow();
    poller.close();
  });
});

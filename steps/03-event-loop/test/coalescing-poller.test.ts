// When the poller rests before it asks again, and when it must not.

import { once } from 'node:events';
import net from 'node:net';
import { respond, Session } from '@byor/02-protocol';
import { expect, test } from 'vitest';
import { READABLE, SimulatedPoller, WRITABLE } from '../src/core.ts';
import { CoalescingPoller } from '../src/loop/coalescing-poller.ts';
import { whyNot } from '../src/transport/choose-transport.ts';
import { DescriptorTransport } from '../src/transport/descriptor-transport.ts';

const LONG_MS = 100;

/** Clients who ask in turn, and a clock that the test sets. */
class Crowd {
  readonly kernel = new SimulatedPoller();
  nowMs = 1000;
  rests = 0;
  readonly poller = new CoalescingPoller(
    this.kernel,
    () => this.nowMs,
    () => this.rests++,
  );
  #next = 0;

  constructor(clients: number) {
    for (let fd = 0; fd < clients; fd++) this.poller.add(fd, READABLE);
  }

  /** One wait that finds the next `ready` clients. */
  turn(ready: number, timeoutMs = LONG_MS): number {
    const fds = [...this.kernel.interests.keys()];
    for (const fd of fds) this.kernel.setReady(fd, 0);
    for (let count = 0; count < ready; count++) {
      this.kernel.setReady(fds[this.#next++ % fds.length] as number, READABLE);
    }
    return this.poller.wait(timeoutMs);
  }

  /** @returns how often it rested */
  turns(count: number, ready = 1): number {
    const before = this.rests;
    for (let turn = 0; turn < count; turn++) this.turn(ready);
    return this.rests - before;
  }
}

test('of a crowd that comes one by one, it lets more arrive before each wait', () => {
  const crowd = new Crowd(50);
  expect(crowd.turns(75)).toBe(0); // until each has been seen one and a half times
  expect(crowd.turns(10)).toBe(10);
});

test('a crowd that leaves time between its questions never waits for it', () => {
  const crowd = new Crowd(50);
  for (let ms = 0; ms < 100; ms++) {
    expect(crowd.turns(74)).toBe(0);
    crowd.nowMs++;
  }
});

test('a few clients never wait for it, however often they ask', () => {
  const crowd = new Crowd(39);
  expect(crowd.turns(1000)).toBe(0);
});

test('the crowd of the last millisecond counts, an older one does not', () => {
  const crowd = new Crowd(50);
  crowd.turns(75);
  crowd.nowMs++;
  expect(crowd.turns(5)).toBe(5);
  crowd.nowMs++;
  expect(crowd.turn(1)).toBe(1);
  expect(crowd.turns(5)).toBe(0);
});

test('after a silence nobody waits for a crowd that was', () => {
  const crowd = new Crowd(50);
  crowd.turns(75);
  crowd.nowMs += 2;
  crowd.turn(1);
  expect(crowd.turns(5)).toBe(0);
});

test('clients of many milliseconds are no crowd', () => {
  const crowd = new Crowd(50);
  for (let ms = 0; ms < 100; ms++) {
    expect(crowd.turns(10)).toBe(0);
    crowd.nowMs++;
  }
});

test('a turn that found enough, or nobody, is followed by no rest', () => {
  const crowd = new Crowd(50);
  crowd.turns(75);
  crowd.turn(8);
  expect(crowd.turns(1)).toBe(0);
  expect(crowd.turns(1)).toBe(1);
  crowd.turn(0);
  expect(crowd.turns(1)).toBe(0);
});

test('who only wants to look is not kept', () => {
  const crowd = new Crowd(50);
  crowd.turns(75);
  const { rests } = crowd;
  crowd.turn(1, 0);
  expect(crowd.rests).toBe(rests);
});

test('all else is the kernel’s', () => {
  const { poller, kernel } = new Crowd(2);
  expect(poller.name).toBe('simulated');
  poller.modify(1, WRITABLE);
  kernel.setReady(1, READABLE | WRITABLE);
  expect(poller.wait(LONG_MS)).toBe(1);
  expect([poller.fd(0), poller.events(0)]).toEqual([1, WRITABLE]);
  poller.remove(1);
  expect([...kernel.interests]).toEqual([[0, READABLE]]);
  poller.close();
  expect(kernel.interests.size).toBe(0);
});

const reason = whyNot('poll');

test.skipIf(reason)('a transport rests for a crowd, whose requests are all answered', async () => {
  let rests = 0;
  const oneMoment = () => 1000; // whoever asks does so in this millisecond
  const transport = new DescriptorTransport('poll', oneMoment, () => rests++);
  const listener = await transport.listen(
    { host: '127.0.0.1', port: 0 },
    () => new Session(respond),
  );
  const end = transport.loop.run();
  const sockets = Array.from({ length: 45 }, () => net.connect(listener.port, '127.0.0.1'));
  for (const socket of [...sockets, ...sockets]) {
    socket.write('PING\r\n');
    expect(String((await once(socket, 'data'))[0])).toBe('+PONG\r\n');
  }
  expect(rests).toBeGreaterThan(0);
  for (const socket of sockets) socket.destroy();
  transport.loop.stop();
  await end;
  transport.close();
});

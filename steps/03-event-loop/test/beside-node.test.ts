// Our loop and Node's in one thread: neither starves the other, whether ours is busy or asleep.

import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EventLoop, READABLE, SimulatedPoller } from '../src/core.ts';
import { besideNode } from '../src/loop/beside-node.ts';
import { PollPoller } from '../src/loop/poll-poller.ts';
import { whyNot } from '../src/transport/choose-transport.ts';

/** A descriptor that never stops being ready: the busiest loop there is. */
function busyLoop(): { loop: EventLoop; calls: () => number } {
  const poller = new SimulatedPoller();
  const loop = new EventLoop(poller, Date.now, besideNode);
  let calls = 0;
  loop.watch(1000, READABLE, () => calls++);
  poller.setReady(1000, READABLE);
  return { loop, calls: () => calls };
}

/** Nothing ever happens: the loop sleeps in the kernel. */
function idleLoop(): { loop: EventLoop } {
  const loop = new EventLoop(new PollPoller(), Date.now, besideNode);
  onTestFinished(() => loop.poller.close());
  return { loop };
}

const reason = whyNot('poll');

describe.skipIf(reason)(`beside Node's loop${reason ? ` (not here: ${reason})` : ''}`, () => {
  test.each([
    ['busy', busyLoop],
    ['idle', idleLoop],
  ])('a %s loop lets timers fire and files be read', async (_, make) => {
    const { loop } = make();
    const end = loop.run();
    for (let i = 0; i < 5; i++) await delay(1);
    expect(await readFile(import.meta.filename, 'utf8')).toContain('Nothing ever happens');
    loop.stop();
    await end;
  });

  test('Node does not starve our loop either', async () => {
    const { loop, calls } = busyLoop();
    let immediates = 0;
    let spinning = true;
    const spin = () => {
      immediates++;
      if (spinning) setImmediate(spin);
    };
    spin();
    const end = loop.run();
    while (immediates < 50) await delay(1);
    expect(calls()).toBeGreaterThan(0);
    spinning = false;
    loop.stop();
    await end;
  });

  test('what a callback of Node leaves to be sent is sent before the next wait', async () => {
    const poller = new SimulatedPoller();
    const loop = new EventLoop(poller, Date.now, besideNode);
    const order: string[] = [];
    poller.onWait = () => order.push('wait');
    loop.beforeSleep('flush', () => order.push('flush'));
    const end = loop.run();
    await delay(1);
    order.length = 0; // here a callback of Node runs
    while (order.length === 0) await delay(1);
    expect(order[0]).toBe('flush');
    loop.stop();
    await end;
  });

  test('while somebody waits in setImmediate the kernel is only asked, not waited in', async () => {
    const poller = new SimulatedPoller();
    const loop = new EventLoop(poller, Date.now, besideNode);
    const waits: number[] = [];
    poller.onWait = (timeoutMs) => waits.push(timeoutMs);
    const end = loop.run();
    await delay(1);
    waits.length = 0;
    setImmediate(() => {});
    while (waits.length < 2) await delay(1);
    expect(waits[0]).toBe(0);
    expect(waits[1]).toBeGreaterThan(0);
    loop.stop();
    await end;
  });

  test('an error in a callback ends the run', async () => {
    const { loop } = idleLoop();
    loop.after(1, () => {
      throw new Error('nobody expected this');
    });
    await expect(loop.run()).rejects.toThrow('nobody expected this');
  });
});

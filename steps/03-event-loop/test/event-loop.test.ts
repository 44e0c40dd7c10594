import { describe, expect, test } from 'vitest';
import { EventLoop, READABLE, SimulatedPoller, WRITABLE } from '../src/core.ts';

/** A loop in a world without a kernel: time passes only in waits, and at once. */
function simulation() {
  const poller = new SimulatedPoller();
  const world = { nowMs: 1000, clockReads: 0, waits: [] as number[] };
  const loop = new EventLoop(poller, () => {
    world.clockReads++;
    return world.nowMs;
  });
  poller.onWait = (timeoutMs) => world.waits.push(timeoutMs);
  return { poller, world, loop };
}

describe('a turn', () => {
  test('calls whoever is ready, with what it is ready for among what it watches', () => {
    const { poller, loop } = simulation();
    const calls: [string, number][] = [];
    loop.watch(7, READABLE, (events) => calls.push(['seven', events]));
    loop.watch(9, READABLE | WRITABLE, (events) => calls.push(['nine', events]));
    poller.setReady(9, READABLE | WRITABLE);
    poller.setReady(7, WRITABLE);
    expect(loop.turn(0)).toBe(1);
    expect(calls).toEqual([['nine', READABLE | WRITABLE]]);
  });

  test('is level-triggered: who has not read is called again', () => {
    const { poller, loop } = simulation();
    let calls = 0;
    loop.watch(3, READABLE, () => calls++);
    poller.setReady(3, READABLE);
    loop.turn(0);
    loop.turn(0);
    poller.setReady(3, 0);
    loop.turn(0);
    expect(calls).toBe(2);
  });

  test('watching again changes interest and callback; unwatching ends it, twice is harmless', () => {
    const { poller, loop } = simulation();
    const calls: string[] = [];
    loop.watch(3, READABLE, () => calls.push('old'));
    loop.watch(3, WRITABLE, () => calls.push('new'));
    poller.setReady(3, READABLE);
    loop.turn(0);
    poller.setReady(3, WRITABLE);
    loop.turn(0);
    loop.unwatch(3);
    loop.unwatch(3);
    expect(loop.turn(0)).toBe(0);
    expect(calls).toEqual(['new']);
  });

  test('does not call whom an earlier callback of the same turn has closed', () => {
    const { poller, loop } = simulation();
    const calls: number[] = [];
    const closesTheOther = (own: number, other: number) => () => {
      calls.push(own);
      loop.unwatch(other);
    };
    loop.watch(3, READABLE, closesTheOther(3, 4));
    loop.watch(4, READABLE, closesTheOther(4, 3));
    poller.setReady(3, READABLE);
    poller.setReady(4, READABLE);
    loop.turn(0);
    expect(calls).toEqual([3]);
  });

  test('runs callbacks, then timers, then maintain, persist, flush, whatever the order of registration', () => {
    const { poller, loop } = simulation();
    const order: string[] = [];
    loop.beforeSleep('flush', () => order.push('flush'));
    loop.beforeSleep('maintain', () => order.push('maintain'));
    loop.beforeSleep('persist', () => order.push('persist 1'));
    loop.beforeSleep('persist', () => order.push('persist 2'));
    loop.after(0, () => order.push('timer'));
    loop.watch(3, READABLE, () => order.push('callback'));
    poller.setReady(3, READABLE);
    loop.turn(0);
    expect(order).toEqual(['callback', 'timer', 'maintain', 'persist 1', 'persist 2', 'flush']);
  });
});

describe('time', () => {
  test('is read once a turn, between the wait and the callbacks', () => {
    const { poller, world, loop } = simulation();
    world.clockReads = 0;
    poller.onWait = () => {
      world.nowMs += 5;
    };
    const seen: number[] = [];
    for (const fd of [3, 4]) {
      loop.watch(fd, READABLE, () => {
        seen.push(loop.now);
        world.nowMs += 100;
      });
      poller.setReady(fd, READABLE);
    }
    loop.turn(0);
    expect(seen).toEqual([1005, 1005]);
    expect(world.clockReads).toBe(1);
  });

  test('a wait lasts until the next timer, and no longer than asked for', () => {
    const { world, loop } = simulation();
    loop.turn(100);
    loop.after(30, () => {});
    loop.turn(100);
    loop.turn(10);
    expect(world.waits).toEqual([100, 30, 10]);
  });

  test('every and after run when their time has come', () => {
    const { poller, world, loop } = simulation();
    poller.onWait = (timeoutMs) => {
      world.nowMs += timeoutMs;
    };
    const ran: [string, number][] = [];
    loop.after(25, () => ran.push(['after', loop.now]));
    const beat = loop.every(10, () => ran.push(['every', loop.now]));
    while (loop.now < 1030) loop.turn(1000);
    beat.cancel();
    loop.turn(50);
    expect(ran).toEqual([
      ['every', 1010],
      ['every', 1020],
      ['after', 1025],
      ['every', 1030],
    ]);
  });

  test('a clock that is set back takes the timers with it', () => {
    const { world, loop } = simulation();
    let runs = 0;
    loop.after(10, () => runs++);
    world.nowMs -= 3_600_000;
    loop.turn(0);
    world.nowMs += 10;
    loop.turn(0);
    expect(runs).toBe(1);
  });
});

describe('run', () => {
  test('turns until stop, and the last turn is a whole one', async () => {
    const { poller, loop } = simulation();
    let flushes = 0;
    loop.beforeSleep('flush', () => flushes++);
    loop.watch(3, READABLE, () => {
      if (flushes === 2) loop.stop();
    });
    poller.setReady(3, READABLE);
    await loop.run();
    expect(flushes).toBe(3);
  });

  test('rejects with what a callback throws', async () => {
    const { poller, loop } = simulation();
    loop.watch(3, READABLE, () => {
      throw new Error('nobody expected this');
    });
    poller.setReady(3, READABLE);
    await expect(loop.run()).rejects.toThrow('nobody expected this');
  });
});

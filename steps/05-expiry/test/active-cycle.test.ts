// The active cycle on a clock of its own: how long it works, when it rests, whose turn it is.

import { describe, expect, test } from 'vitest';
import { ActiveCycle } from '../src/active-cycle.ts';
import { Frequency } from '../src/eviction/frequency.ts';
import { ExpiringKeyspace } from '../src/expiring-keyspace.ts';
import { startEngine } from './talk.ts';

/** Databases of so many dead keys each; a key takes `keyUs` to go. */
function open(counts: readonly number[], keyUs = 1) {
  const time = { us: 0, frozen: false };
  const context = {
    seed: [1, 2] as const,
    now: () => 1000,
    random: () => 0,
    lookups: { hits: 0, misses: 0 },
  };
  const mortality = {
    frozen: () => time.frozen,
    reaped: () => {
      time.us += keyUs;
    },
    evicted: () => {},
    frequency: new Frequency(context),
  };
  const databases = counts.map((count) => {
    const database = new ExpiringKeyspace(context, mortality);
    for (let n = 0; n < count; n++) database.set(`k${n}`, 'v', 1);
    database.set('alive', 'v', 1000);
    return database;
  });
  const cycle = new ActiveCycle(() => time.us);
  return {
    time,
    cycle,
    run: () => cycle.run(databases),
    sizes: () => databases.map(({ size }) => size - 1),
  };
}

describe('the active cycle', () => {
  test('takes what is due, in every database, and nothing else', () => {
    const { run, sizes, cycle } = open([3, 0, 40]);
    expect([run(), sizes()]).toEqual([false, [0, 0, 0]]);
    expect([cycle.elapsedUs, cycle.capReached]).toEqual([43, 0]);
  });

  test('ends within its budget, and says that there is more', () => {
    const { run, time, cycle } = open([100_000]);
    expect(run()).toBe(true);
    expect(time.us).toBeLessThan(1000);
    expect([cycle.elapsedUs, cycle.capReached]).toEqual([time.us, 1]);
  });

  test('rests for as long as it worked', () => {
    const { run, time, sizes } = open([100_000]);
    run();
    const [left] = sizes();
    const workedUs = time.us;
    time.us += workedUs - 1;
    expect([run(), sizes()]).toEqual([true, [left]]);
    time.us += 1;
    run();
    expect(sizes()[0]).toBeLessThan(left as number);
  });

  test('does not let one database keep the others waiting', () => {
    const { run, time, sizes } = open([100_000, 10, 100_000]);
    for (let turns = 0; turns < 3; turns++) {
      run();
      time.us += 10_000;
    }
    const [first = 0, second, third = 0] = sizes();
    expect([first < 100_000, second, third < 100_000]).toEqual([true, 0, true]);
  });

  test('does nothing while it is off, or while the log is replayed', () => {
    const { run, time, sizes, cycle } = open([5]);
    cycle.enabled = false;
    expect([run(), sizes()]).toEqual([false, [5]]);
    cycle.enabled = true;
    time.frozen = true;
    expect([run(), sizes()]).toEqual([false, [5]]);
    time.frozen = false;
    expect([run(), sizes()]).toEqual([false, [0]]);
  });
});

describe('in the maintain phase', () => {
  test('keys go when their time has come, without anybody asking', () => {
    const { engine, clock, connect } = startEngine();
    const client = connect();
    client.say('SET k v PX 100');
    client.say('SELECT 9');
    client.say('SET k v PX 200');
    clock.nowMs += 101;
    expect(engine.maintain()).toBe(false);
    expect(engine.databases.map(({ size }) => size)).toEqual([
      ...Array(9).fill(0),
      1,
      ...Array(6).fill(0),
    ]);
    clock.nowMs += 100;
    engine.maintain();
    expect(client.say('DBSIZE')).toBe(':0\r\n');
    expect(client.say('INFO stats')).toMatch(/\r\nexpired_keys:2\r\n/);
  });

  test('INFO tells what share of those with a deadline is dead and still here', () => {
    const { clock, connect } = startEngine();
    const client = connect();
    for (let n = 0; n < 60; n++) client.say(`SET k${n} v PX ${n < 15 ? 100 : 1000}`);
    client.say('SET immortal v');
    expect(client.say('INFO stats')).toMatch(/\r\nexpired_stale_perc:0.00\r\n/);
    clock.nowMs += 101;
    expect(client.say('INFO stats')).toMatch(/\r\nexpired_stale_perc:25.00\r\n/);
  });

  test('DEBUG SET-ACTIVE-EXPIRE 0 keeps them until somebody asks', () => {
    const { engine, clock, connect } = startEngine();
    const client = connect();
    expect(client.say('DEBUG SET-ACTIVE-EXPIRE 0')).toBe('+OK\r\n');
    client.say('SET k v PX 100');
    clock.nowMs += 101;
    engine.maintain();
    expect(client.say('DBSIZE')).toBe(':1\r\n');
    client.say('DEBUG SET-ACTIVE-EXPIRE 1');
    engine.maintain();
    expect(client.say('DBSIZE')).toBe(':0\r\n');
  });
});

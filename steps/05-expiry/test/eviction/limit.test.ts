// The limit itself: who is refused, how long a turn may evict, and that the memory in use stays below it.

import { keyspaceBytes } from '@byor/04-kv/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { open } from './open.ts';

const OOM = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";
const VALUE = 'v'.repeat(1000);

describe('where nothing may go', () => {
  test.each(['noeviction', 'volatile-lru', 'volatile-random', 'volatile-ttl'])(
    'under %s what would take more is refused, and the rest goes on',
    (policy) => {
      const { client, evicted } = open({ 'maxmemory-policy': policy });
      client.say('SET k v');
      client.say('CONFIG SET maxmemory 1');
      for (const line of ['SET l v', 'APPEND k v', 'INCR n', 'COPY k l', 'GETSET k v']) {
        expect(client.say(line), line).toBe(OOM);
      }
      expect(client.say('GET k')).toBe('$1\r\nv\r\n');
      expect(client.say('EXPIRE missing 100')).toBe(':0\r\n');
      expect(client.say('RENAME k l')).toBe('+OK\r\n');
      expect(client.say('DEL l')).toBe(':1\r\n');
      expect(evicted()).toBe(0);
    },
  );

  test('a refusal is counted as one, and a command of wrong arity is told that first', () => {
    const { client } = open();
    client.say('SET k v');
    client.say('CONFIG SET maxmemory 1');
    client.say('SET k w');
    expect(client.say('SET k')).toMatch(/^-ERR wrong number of arguments/);
    const info = client.say('INFO commandstats');
    expect(info).toMatch(/cmdstat_set:calls=1,.*,rejected_calls=2,failed_calls=0/);
    expect(client.say('INFO errorstats')).toContain('errorstat_OOM:count=1');
  });

  test('a higher limit lets them in again', () => {
    const { client } = open();
    client.say('SET k v');
    client.say('CONFIG SET maxmemory 1');
    expect(client.say('SET k w')).toBe(OOM);
    client.say('CONFIG SET maxmemory 1gb');
    expect(client.say('SET k w')).toBe('+OK\r\n');
  });
});

describe('a turn', () => {
  const start = () => {
    const server = open({ 'maxmemory-policy': 'allkeys-random' });
    for (let n = 0; n < 1000; n++) server.client.call('SET', `k${n}`, VALUE);
    server.clock.commandUs = 200; // each look at the clock
    return server;
  };

  test('evicts for as long as it may, and the maintain phase goes on', () => {
    const { client, engine, evicted, usedBytes } = start();
    client.say('CONFIG SET maxmemory 500kb');
    expect(evicted()).toBeLessThan(100);
    expect(client.say('SET k v')).toBe('+OK\r\n'); // there is something left to evict: nobody is refused
    let turns = 0;
    while (engine.maintain()) turns++;
    expect(turns).toBeGreaterThan(5);
    expect(usedBytes()).toBeLessThanOrEqual(500 * 1024);
    expect(evicted()).toBeGreaterThan(400);
  });

  test('evicts without end if it is told to', () => {
    const { client, usedBytes } = start();
    client.say('CONFIG SET maxmemory-eviction-tenacity 100');
    client.say('CONFIG SET maxmemory 500kb');
    expect(usedBytes()).toBeLessThanOrEqual(500 * 1024);
  });

  test('how long it was too much is told by INFO, and set back', () => {
    const { client, engine } = start();
    client.say('CONFIG SET maxmemory 500kb');
    expect(client.say('INFO stats')).toMatch(/current_eviction_exceeded_time:[1-9]/);
    while (engine.maintain());
    const info = client.say('INFO stats');
    expect(info).toMatch(/total_eviction_exceeded_time:[1-9]/);
    expect(info).toMatch(/current_eviction_exceeded_time:0/);
    client.say('CONFIG RESETSTAT');
    expect(client.say('INFO stats')).toMatch(/evicted_keys:0.*total_eviction_exceeded_time:0/s);
  });
});

test('nothing is evicted while the log is replayed, and then all that must', () => {
  const { client, engine, evicted } = open({ 'maxmemory-policy': 'allkeys-lru' });
  engine.loading = true;
  client.say('CONFIG SET maxmemory 1');
  for (let n = 0; n < 10; n++) expect(client.say(`SET k${n} v`)).toBe('+OK\r\n');
  engine.maintain();
  expect(engine.database(0).size).toBe(10);
  engine.loading = false;
  engine.maintain();
  expect([engine.database(0).size, evicted()]).toEqual([0, 10]);
});

test('what clients keep in their buffers counts, as it was a tenth of a second ago', () => {
  const { client, clock, connect, evicted } = open({
    'maxmemory-policy': 'allkeys-lru',
    maxmemory: '2mb',
  });
  for (let n = 0; n < 1000; n++) client.call('SET', `k${n}`, VALUE);
  expect(evicted()).toBe(0);
  const other = connect();
  other.client.input.feed(new Uint8Array(1_500_000));
  client.say('PING');
  expect(evicted()).toBe(0);
  clock.nowMs += 100;
  client.say('PING');
  const gone = evicted();
  expect(gone).toBeGreaterThan(300);
  other.leave();
  clock.nowMs += 100;
  for (let n = 0; n < gone; n++) client.call('SET', `k${n}`, VALUE);
  expect(evicted()).toBe(gone);
});

test('so does what the engine took at the start', () => {
  const { client } = open({ maxmemory: '2mb' }, 1, 3_000_000);
  expect(client.say('SET k v')).toBe(OOM);
});

/** The buckets may double, and a deadline takes its place. */
const TABLE_BYTES = 4096;

const name = fc.nat({ max: 300 }).map((n) => `key:${n}`);
const length = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 3000 }), fc.constant(40_000));
const write = fc.tuple(name, length, fc.constantFrom('SET', 'APPEND', 'GETSET'), fc.boolean());
const policy = fc.constantFrom(
  ...['allkeys-lru', 'allkeys-lfu', 'allkeys-random', 'volatile-lru', 'volatile-ttl', 'noeviction'],
);

test('whatever is written, no more is in use than may be and the last value', () => {
  fc.assert(
    fc.property(policy, fc.array(write, { maxLength: 200 }), (policy, writes) => {
      const limit = 150_000;
      const server = open({
        'maxmemory-policy': policy,
        'maxmemory-samples': '5',
        maxmemory: String(limit),
      });
      for (const [key, lengthBytes, verb, mortal] of writes) {
        const before = keyspaceBytes(server.engine);
        const reply = server.client.call(verb, key, 'v'.repeat(lengthBytes));
        const after = keyspaceBytes(server.engine);
        if (reply === OOM) {
          expect(after).toBeLessThanOrEqual(before); // what may go has gone, and it was not enough
          continue;
        }
        const valueBytes = server.engine.database(0).keyBytes(key) as number;
        expect(after).toBeLessThanOrEqual(limit + valueBytes + TABLE_BYTES);
        if (mortal) server.client.say(`EXPIRE ${key} 1000`);
        server.clock.nowMs += 10;
      }
    }),
    { numRuns: 40 },
  );
});

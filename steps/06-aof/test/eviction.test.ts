// Keys that had to make room are gone from the log too: whoever replays it, with another limit or none, holds the same.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemoryFileSystem } from '../src/core.ts';
import { bags } from './bags.ts';
import { contentsOf } from './contents.ts';
import { type LoggedEngine, startLogged, type Talk } from './talk.ts';

const POLICIES = ['allkeys-lru', 'allkeys-lfu', 'allkeys-random', 'volatile-ttl'] as const;
const VALUE = 'v'.repeat(500);

function start(policy: string, disk = new MemoryFileSystem()) {
  const flags = { 'maxmemory-policy': policy, maxmemory: '150000' };
  const server = startLogged(disk, flags, bags);
  return { disk, server, client: server.connect() };
}

function write(client: Talk, n: number): void {
  client.call('SELECT', String(n % 3));
  client.call('SET', `k${n}`, VALUE, 'EX', String(1000 + n));
  if (n % 5 === 0) client.call('BAGPUT', `bag${n % 7}`, `m${n}`, String(n));
}

function evictedOf(client: Talk): number {
  return Number(/evicted_keys:(\d+)/.exec(client.say('INFO stats'))?.[1]);
}

/** What the file holds after a power cut that took nothing, without any limit. */
function replayed(disk: MemoryFileSystem): string {
  return contentsOf(startLogged(disk.afterCrash('most'), {}, bags).engine);
}

async function endTurn(server: LoggedEngine): Promise<void> {
  server.engine.maintain();
  server.engine.persist();
  await Promise.resolve();
  await Promise.resolve();
}

describe.each(POLICIES)('under %s', (policy) => {
  test('the log gives the keys that are left', async () => {
    const { disk, server, client } = start(policy);
    for (let n = 0; n < 500; n++) write(client, n);
    await endTurn(server);
    expect(evictedOf(client)).toBeGreaterThan(200);
    expect(replayed(disk)).toBe(contentsOf(server.engine));
  });

  test('so do base and increment of a rewrite that ran while keys went', async () => {
    const { disk, server, client } = start(policy);
    for (let n = 0; n < 300; n++) write(client, n);
    await endTurn(server);
    server.clock.commandUs = 500; // a rewrite's share of a turn is a few requests
    client.say('BGREWRITEAOF');
    const before = evictedOf(client);
    let turns = 0;
    for (let n = 300; client.say('INFO persistence').includes('in_progress:1'); n++) {
      write(client, n);
      await endTurn(server);
      if (++turns > 5000) throw new Error('the rewrite does not end');
    }
    expect(evictedOf(client)).toBeGreaterThan(before);
    await endTurn(server);
    expect(replayed(disk)).toBe(contentsOf(server.engine));
  });
});

test('nothing is evicted while a log is loaded that is too large; afterwards it is, and that is logged', async () => {
  const { disk, server, client } = start('allkeys-random');
  client.say('CONFIG SET maxmemory 0');
  for (let n = 0; n < 300; n++) write(client, n);
  await endTurn(server);
  const whole = contentsOf(server.engine);
  const copy = disk.afterCrash('most');
  const flags = { 'maxmemory-policy': 'allkeys-random', maxmemory: '100000' };
  const again = startLogged(copy, flags, bags);
  expect(contentsOf(again.engine)).toBe(whole);
  while (again.engine.maintain());
  await endTurn(again);
  expect(contentsOf(again.engine)).not.toBe(whole);
  expect(replayed(copy)).toBe(contentsOf(again.engine));
});

const step = fc.record({
  policy: fc.option(fc.constantFrom(...POLICIES, 'noeviction'), { freq: 9, nil: undefined }),
  n: fc.nat({ max: 400 }),
  rewrite: fc.boolean(),
  endTurn: fc.boolean(),
});

test('whatever was written and evicted, at any moment the log is what the server holds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
      const { disk, server, client } = start('allkeys-lru');
      server.clock.commandUs = 300;
      for (const { policy, n, rewrite, endTurn: ends } of steps) {
        if (policy !== undefined) client.say(`CONFIG SET maxmemory-policy ${policy}`);
        if (rewrite) client.say('BGREWRITEAOF');
        write(client, n);
        server.clock.nowMs += 100;
        if (ends) await endTurn(server);
      }
      await endTurn(server);
      await endTurn(server); // a sync that ran may have put the last write off
      expect(replayed(disk)).toBe(contentsOf(server.engine));
    }),
    { numRuns: 25 },
  );
});

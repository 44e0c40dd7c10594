// A rewrite of the log while sorted sets of all sizes change: base and increment together are what the server holds.

import { contentsOf } from '@byor/06-aof/testing/contents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryFileSystem } from '../src/core.ts';
import { type LoggedEngine, startLogged } from './talk.ts';

const key = fc.constantFrom('k0', 'k1', 'k2', 'large');
const member = fc.nat(600).map((n) => `m${n}`);
const score = fc.constantFrom('0', '1', '-1', '0.1', 'inf');
const count = fc.constantFrom('1', '3', '200');
const change = fc.oneof(
  fc.tuple(fc.constant('ZADD'), key, score, member, score, member),
  fc.tuple(fc.constant('ZADD'), key, fc.constantFrom('NX', 'XX', 'GT', 'INCR'), score, member),
  fc.tuple(fc.constant('ZINCRBY'), key, fc.constantFrom('5', '-0.5'), member),
  fc.tuple(fc.constant('ZREM'), key, member, member),
  fc.tuple(fc.constantFrom('ZPOPMIN', 'ZPOPMAX'), key, count),
  fc.tuple(fc.constant('ZMPOP 2'), key, key, fc.constantFrom('MIN', 'MAX COUNT 9')),
  fc.tuple(
    fc.constant('ZREMRANGEBYRANK'),
    key,
    fc.constantFrom('5', '-9'),
    fc.constantFrom('9', '-2'),
  ),
  fc.tuple(fc.constant('ZREMRANGEBYSCORE'), key, score, fc.constantFrom('(1', '0.1')),
  fc.tuple(fc.constant('ZRANGESTORE'), key, key, fc.constantFrom('0', '100'), fc.constant('-1')),
  fc.tuple(
    fc.constantFrom('ZUNIONSTORE', 'ZINTERSTORE', 'ZDIFFSTORE'),
    key,
    fc.constant('2'),
    key,
    key,
  ),
  fc.tuple(fc.constantFrom('RENAME', 'COPY'), key, key),
  fc.tuple(fc.constantFrom('DEL', 'PERSIST'), key),
  fc.tuple(fc.constant('PEXPIREAT'), key, fc.constantFrom('1700000009999', '1700000000500')),
  fc.tuple(fc.constant('MOVE'), key, fc.constantFrom('0', '1')),
  fc.tuple(fc.constantFrom('SWAPDB 0 1', 'SELECT 0', 'SELECT 1')),
  fc.tuple(fc.constantFrom('TICK', 'TICK', 'TICK')),
);
const line = change.map((words) => words.join(' '));

/** A turn of which a rewrite has a small share. */
function endTurn(server: LoggedEngine): void {
  server.clock.commandUs = 500;
  server.engine.maintain();
  server.engine.persist();
}

async function finishRewrite(server: LoggedEngine): Promise<void> {
  const client = server.connect();
  for (let turn = 0; client.say('INFO persistence').includes('in_progress:1'); turn++) {
    if (turn > 2000) throw new Error('the rewrite does not end');
    endTurn(server);
    await Promise.resolve();
    await Promise.resolve();
  }
}

test('whatever is done to sorted sets meanwhile, base and increment are what the server holds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 5, maxLength: 60 }), async (meanwhile) => {
      const disk = new MemoryFileSystem();
      const server = startLogged(disk);
      const client = server.connect();
      const pairs = Array.from({ length: 500 }, (_, i) => [String(i % 90), `m${i}`]).flat();
      client.call('ZADD', 'large', ...pairs);
      for (const name of ['k0', 'k1', 'k2']) client.call('ZADD', name, ...pairs.slice(0, 20));
      client.say('BGREWRITEAOF');
      for (const each of meanwhile) {
        if (each === 'TICK') {
          server.clock.nowMs += 300;
          endTurn(server);
        } else client.say(each);
      }
      await finishRewrite(server);
      client.say('SET done 1');
      endTurn(server);
      const again = startLogged(disk.afterCrash('most'));
      again.clock.nowMs = server.clock.nowMs;
      expect(contentsOf(again.engine)).toBe(contentsOf(server.engine));
    }),
    { numRuns: 200 },
  );
});

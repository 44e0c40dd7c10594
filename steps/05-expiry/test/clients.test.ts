// What programs do with expiry every day, in ioredis and node-redis, unmodified: on this stage and on redis-server.

import { type RunningServer, startRedis, startStage } from '@byor/spec';
import { requireTool } from '@byor/spec/vitest';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const servers = [
  { name: 'stage 05', missing: false, start: () => startStage('05') },
  { name: 'redis-server', missing: requireTool('redis-server').missing, start: () => startRedis() },
];

describe.each(servers)('on $name', ({ missing, start }) => {
  describe.skipIf(missing)('clients', () => {
    let server: RunningServer;
    let ioredis: Redis;
    let nodeRedis: ReturnType<typeof createClient>;

    beforeAll(async () => {
      server = await start();
      const { host, port } = server;
      ioredis = new Redis({ host, port });
      nodeRedis = createClient({ socket: { host, port } });
      await nodeRedis.connect();
    });
    afterAll(async () => {
      ioredis?.disconnect();
      nodeRedis?.destroy();
      await server?.stop();
    });
    beforeEach(() => ioredis.flushall());

    test('a session store: each visit puts the end off', async () => {
      const session = JSON.stringify({ user: 42 });
      await ioredis.set('session:1', session, 'EX', 100);
      expect(await ioredis.getex('session:1', 'EX', 1000)).toBe(session);
      expect(await ioredis.ttl('session:1')).toBeGreaterThan(100);
      expect(await nodeRedis.getEx('session:1', { type: 'EX', value: 5000 })).toBe(session);
      expect(await nodeRedis.ttl('session:1')).toBeGreaterThan(1000);
      expect(await nodeRedis.getEx('session:2', { type: 'EX', value: 5000 })).toBeNull();
      await nodeRedis.set('session:1', '{}', { expiration: 'KEEPTTL', condition: 'XX' });
      expect(await ioredis.ttl('session:1')).toBeGreaterThan(1000);
      expect(await ioredis.expire('session:1', 0)).toBe(1);
      expect(await nodeRedis.get('session:1')).toBeNull();
    });

    test('a rate limiter: a counter that dies with its minute', async () => {
      const hit = async () => {
        const replies = await ioredis.pipeline().incr('hits:me').expire('hits:me', 60, 'NX').exec();
        return replies?.map(([error, reply]) => error ?? reply);
      };
      expect(await hit()).toEqual([1, 1]);
      expect(await hit()).toEqual([2, 0]);
      expect(await nodeRedis.pTTL('hits:me')).toBeGreaterThan(50_000);
    });

    test('a lock: one holder, for a while', async () => {
      expect(
        await nodeRedis.set('lock', 'a', {
          condition: 'NX',
          expiration: { type: 'PX', value: 50_000 },
        }),
      ).toBe('OK');
      expect(await ioredis.set('lock', 'b', 'PX', 50_000, 'NX')).toBeNull();
      expect(await ioredis.pexpireat('lock', 1)).toBe(1);
      expect(await ioredis.set('lock', 'b', 'PX', 50_000, 'NX')).toBe('OK');
      expect(await nodeRedis.get('lock')).toBe('b');
    });

    test('moments are kept to the millisecond', async () => {
      await ioredis.set('k', 'v', 'PXAT', 4_102_444_800_123);
      expect(await ioredis.pexpiretime('k')).toBe(4_102_444_800_123);
      expect(await nodeRedis.expireTime('k')).toBe(4_102_444_800);
      expect(await nodeRedis.persist('k')).toBe(1);
      expect(await nodeRedis.pExpireTime('k')).toBe(-1);
    });
  });
});

// What programs written with ioredis do every day, unmodified, on this stage and on redis-server.

import type { RunningServer } from '@byor/spec';
import { Redis, type RedisOptions } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bothProtocols, PASSWORD } from './servers.ts';

type Options = Omit<RedisOptions, 'replyMapping'>;

describe.each(bothProtocols)('ioredis on $name, RESP$protocol', ({ missing, start, protocol }) => {
  describe.skipIf(missing)('everyday tasks', () => {
    let server: RunningServer;
    let guarded: RunningServer;
    let redis: Redis;
    const open: Redis[] = [];

    beforeAll(async () => {
      [server, guarded] = await Promise.all([start(), start(['--requirepass', PASSWORD])]);
    });
    afterAll(() => Promise.all([server?.stop(), guarded?.stop()]));
    beforeEach(async () => {
      redis = connect();
      await redis.flushall();
    });
    afterEach(() => {
      for (const client of open.splice(0)) client.disconnect();
    });

    function connect(options: Options = {}, { host, port } = server): Redis {
      const client = new Redis({ ...options, protocol, host, port });
      client.on('error', () => undefined); // the promises tell what failed
      open.push(client);
      return client;
    }

    test('connects, and becomes ready by asking INFO', async () => {
      const client = connect();
      await new Promise((resolve) => client.once('ready', resolve));
      expect(client.status).toBe('ready');
      expect(await client.ping()).toBe('PONG');
      expect(await client.info('server')).toMatch(/^redis_version:7\.\d+\.\d+\r$/m);
    });

    test('strings, several at a time', async () => {
      expect(await redis.set('greeting', 'hello')).toBe('OK');
      expect(await redis.get('greeting')).toBe('hello');
      expect(await redis.get('nothing')).toBeNull();
      expect(await redis.set('greeting', 'again', 'NX')).toBeNull();
      expect(await redis.mset({ a: '1', b: '2' })).toBe('OK');
      expect(await redis.mget('a', 'nothing', 'b')).toEqual(['1', null, '2']);
      expect(await redis.msetnx('b', '3', 'c', '3')).toBe(0);
      expect(await redis.append('greeting', ' world')).toBe(11);
      expect(await redis.getrange('greeting', -5, -1)).toBe('world');
      expect(await redis.setrange('greeting', 0, 'J')).toBe(11);
      expect(await redis.getdel('greeting')).toBe('Jello world');
      expect(await redis.exists('a', 'b', 'greeting')).toBe(2);
      expect(await redis.del('a', 'b', 'c')).toBe(2);
    });

    test('counters', async () => {
      expect(await redis.incr('visits')).toBe(1);
      expect(await redis.incrby('visits', 41)).toBe(42);
      expect(await redis.decr('visits')).toBe(41);
      expect(await redis.incrbyfloat('ratio', '0.1')).toBe('0.1');
      await redis.set('word', 'x');
      await expect(redis.incr('word')).rejects.toThrow(
        'ERR value is not an integer or out of range',
      );
    });

    test('a pipeline answers each command by itself, errors too', async () => {
      const results = await redis.pipeline().set('k', 'v').incr('k').get('k').call('NOSUCH').exec();
      expect(results?.map(([error, value]) => error?.message.split(',')[0] ?? value)).toEqual([
        'OK',
        'ERR value is not an integer or out of range',
        'v',
        "ERR unknown command 'NOSUCH'",
      ]);
    });

    test('10,000 commands in one pipeline', async () => {
      const pipeline = redis.pipeline();
      for (let i = 0; i < 10_000; i++) pipeline.incr('n');
      const results = await pipeline.exec();
      expect(results?.map(([, value]) => value)).toEqual(results?.map((_, i) => i + 1));
    });

    test('1,000 promises at once, each with its own answer', async () => {
      const client = connect({ enableAutoPipelining: true });
      const numbers = Array.from({ length: 1000 }, (_, i) => i);
      await Promise.all(numbers.map((i) => client.set(`key:${i}`, `value ${i}`)));
      const values = await Promise.all(numbers.map((i) => client.get(`key:${i}`)));
      expect(values).toEqual(numbers.map((i) => `value ${i}`));
    });

    test('every byte, as key and as value', async () => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
      await redis.set(bytes, bytes);
      expect(await redis.getBuffer(bytes)).toEqual(bytes);
      await redis.set('text', 'naïve ☃ 𝄞');
      expect(await redis.get('text')).toBe('naïve ☃ 𝄞');
      expect(await redis.strlen('text')).toBe(Buffer.byteLength('naïve ☃ 𝄞'));
    });

    test('values of a megabyte and more', async () => {
      const big = Buffer.alloc(5 * 1024 * 1024, 'abcdefg\r\n');
      await redis.set('big', big);
      expect((await redis.getBuffer('big'))?.equals(big)).toBe(true);
      expect(await redis.strlen('big')).toBe(big.length);
    });

    test('scanStream sees every key', async () => {
      await redis.mset(
        Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`user:${i}`, i])),
      );
      await redis.set('other', 1);
      const seen = new Set<string>();
      for await (const keys of redis.scanStream({ match: 'user:*', count: 100 })) {
        for (const key of keys as string[]) seen.add(key);
      }
      expect(seen.size).toBe(1000);
    });

    test('key prefixes, databases, connection names', async () => {
      const other = connect({ db: 3, keyPrefix: 'app:', connectionName: 'worker-1' });
      await other.set('k', 'v');
      expect(await other.client('GETNAME')).toBe('worker-1');
      expect(await redis.dbsize()).toBe(0);
      await redis.select(3);
      expect(await redis.keys('*')).toEqual(['app:k']);
      expect(await redis.client('LIST')).toContain('name=worker-1');
    });

    test('comes back by itself when its connection is killed', async () => {
      const id = await redis.client('ID');
      const admin = connect();
      const reconnected = new Promise((resolve) => redis.once('reconnecting', resolve));
      expect(await admin.call('CLIENT', 'KILL', 'ID', id)).toBe(1);
      await reconnected;
      expect(await redis.set('k', 'after')).toBe('OK');
      expect(await redis.client('ID')).not.toBe(id);
    });

    test('a password: wanted, wrong, right', async () => {
      const once = { maxRetriesPerRequest: 0, retryStrategy: () => null };
      await expect(connect({ ...once, enableReadyCheck: false }, guarded).get('k')).rejects.toThrow(
        'NOAUTH',
      );
      const failed = new Promise<Error>((resolve) => {
        connect({ ...once, password: 'wrong' }, guarded).on('error', resolve);
      });
      expect((await failed).message).toContain('WRONGPASS');
      expect(await connect({ password: PASSWORD }, guarded).ping()).toBe('PONG');
      expect(await connect({ username: 'default', password: PASSWORD }, guarded).ping()).toBe(
        'PONG',
      );
    });

    test('monitor shows what others do', async () => {
      const monitor = await redis.monitor();
      open.push(monitor);
      const seen = new Promise((resolve) => monitor.on('monitor', (_, args) => resolve(args)));
      await redis.set('watched', 'yes');
      expect(await seen).toEqual(['set', 'watched', 'yes']);
    });

    test('quit waits for what is under way, then the connection ends', async () => {
      const client = connect();
      const ended = new Promise((resolve) => client.once('end', resolve));
      const pending = client.set('last', 'words');
      expect(await client.quit()).toBe('OK');
      expect(await pending).toBe('OK');
      await ended;
      expect(await redis.get('last')).toBe('words');
    });
  });
});

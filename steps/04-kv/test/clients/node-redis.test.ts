// What programs written with node-redis (the package `redis`) do every day, unmodified, in RESP2 and RESP3.

import type { RunningServer } from '@byor/spec';
import { createClient, RESP_TYPES } from 'redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bothProtocols, PASSWORD } from './servers.ts';

type Options = Omit<NonNullable<Parameters<typeof createClient>[0]>, 'RESP' | 'modules'>;

describe.each(bothProtocols)(
  'node-redis on $name, RESP$protocol',
  ({ missing, start, protocol: RESP }) => {
    describe.skipIf(missing)('everyday tasks', () => {
      let server: RunningServer;
      let guarded: RunningServer;
      let redis: Awaited<ReturnType<typeof connect>>;
      const open: { isOpen: boolean; destroy(): void }[] = [];

      beforeAll(async () => {
        [server, guarded] = await Promise.all([start(), start(['--requirepass', PASSWORD])]);
      });
      afterAll(() => Promise.all([server?.stop(), guarded?.stop()]));
      beforeEach(async () => {
        redis = await connect();
        await redis.flushAll();
      });
      afterEach(() => {
        for (const client of open.splice(0)) if (client.isOpen) client.destroy();
      });

      async function connect(options: Options = {}, to = server) {
        const { socket, ...rest } = options;
        const client = createClient({
          RESP,
          socket: { host: to.host, port: to.port, ...socket },
          ...rest,
        });
        client.on('error', () => undefined); // the promises tell what failed
        open.push(client);
        return client.connect();
      }

      test('connects by the protocol asked for', async () => {
        expect(redis.isReady).toBe(true);
        expect(await redis.ping()).toBe('PONG');
        const info = await redis.clientInfo();
        expect(info.id).toBeGreaterThan(0);
        expect(String(await redis.sendCommand(['CLIENT', 'LIST']))).toContain(`resp=${RESP}`);
      });

      test('strings, several at a time', async () => {
        expect(await redis.set('greeting', 'hello')).toBe('OK');
        expect(await redis.get('greeting')).toBe('hello');
        expect(await redis.get('nothing')).toBeNull();
        expect(await redis.set('greeting', 'again', { condition: 'NX' })).toBeNull();
        expect(
          await redis.mSet([
            ['a', '1'],
            ['b', '2'],
          ]),
        ).toBe('OK');
        expect(await redis.mGet(['a', 'nothing', 'b'])).toEqual(['1', null, '2']);
        expect(await redis.append('greeting', ' world')).toBe(11);
        expect(await redis.getRange('greeting', -5, -1)).toBe('world');
        expect(await redis.getDel('greeting')).toBe('hello world');
        expect(await redis.exists(['a', 'b', 'greeting'])).toBe(2);
        expect(await redis.copy('a', 'c')).toBe(1);
        expect(await redis.del(['a', 'b', 'c'])).toBe(3);
        expect(await redis.type('a')).toBe('none');
      });

      test('counters', async () => {
        expect(await redis.incr('visits')).toBe(1);
        expect(await redis.incrBy('visits', 41)).toBe(42);
        expect(await redis.decr('visits')).toBe(41);
        expect(await redis.incrByFloat('ratio', 0.1)).toBe('0.1');
        await redis.set('word', 'x');
        await expect(redis.incr('word')).rejects.toThrow(
          'ERR value is not an integer or out of range',
        );
      });

      test('a pipeline answers in order', async () => {
        const replies = await redis.multi().set('k', 'v').get('k').strLen('k').execAsPipeline();
        expect(replies).toEqual(['OK', 'v', 1]);
      });

      test('1,000 promises at once, each with its own answer', async () => {
        const numbers = Array.from({ length: 1000 }, (_, i) => i);
        await Promise.all(numbers.map((i) => redis.set(`key:${i}`, `value ${i}`)));
        const values = await Promise.all(numbers.map((i) => redis.get(`key:${i}`)));
        expect(values).toEqual(numbers.map((i) => `value ${i}`));
      });

      test('every byte, as key and as value', async () => {
        const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
        const binary = redis.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
        await binary.set(bytes, bytes);
        expect(await binary.get(bytes)).toEqual(bytes);
        await redis.set('text', 'naïve ☃ 𝄞');
        expect(await redis.get('text')).toBe('naïve ☃ 𝄞');
      });

      test('values of a megabyte and more', async () => {
        const big = 'abcdefg\r\n'.repeat(200_000);
        await redis.set('big', big);
        expect((await redis.get('big')) === big).toBe(true);
      });

      test('scanIterator sees every key', async () => {
        const numbers = Array.from({ length: 1000 }, (_, i) => String(i));
        await redis.mSet(numbers.map((n): [string, string] => [`user:${n}`, n]));
        await redis.set('other', '1');
        const seen = new Set<string>();
        for await (const keys of redis.scanIterator({ MATCH: 'user:*', COUNT: 100 })) {
          for (const key of keys) seen.add(key);
        }
        expect(seen.size).toBe(1000);
      });

      test('databases and connection names', async () => {
        const other = await connect({ database: 3, name: 'worker-1' });
        await other.set('k', 'v');
        expect(await other.clientGetName()).toBe('worker-1');
        expect(await redis.dbSize()).toBe(0);
        await redis.select(3);
        expect(await redis.keys('*')).toEqual(['k']);
      });

      test('replies that are maps in RESP3 and flat in RESP2 come out alike', async () => {
        expect({ ...(await redis.configGet('maxmemory')) }).toEqual({ maxmemory: '0' });
        const lcs = { a: 'ohmytext', b: 'mynewtext' };
        await redis.mSet(lcs);
        expect(await redis.lcs('a', 'b')).toBe('mytext');
        expect(await redis.lcsIdx('a', 'b')).toMatchObject({ len: 6 });
      });

      test('comes back by itself when its connection is killed', async () => {
        const id = await redis.clientId();
        const admin = await connect();
        const ready = new Promise((resolve) => redis.once('ready', resolve));
        await admin.sendCommand(['CLIENT', 'KILL', 'ID', String(id)]);
        await ready;
        expect(await redis.set('k', 'after')).toBe('OK');
        expect(await redis.clientId()).not.toBe(id);
      });

      test('a password: wanted, wrong, right', async () => {
        const socket = { reconnectStrategy: false } as const;
        const refused = async () => (await connect({ socket }, guarded)).get('k');
        await expect(refused()).rejects.toThrow('NOAUTH');
        await expect(connect({ socket, password: 'wrong' }, guarded)).rejects.toThrow('WRONGPASS');
        expect(await (await connect({ password: PASSWORD }, guarded)).ping()).toBe('PONG');
      });

      test('close waits for what is under way, destroy does not', async () => {
        const client = await connect();
        const pending = client.set('last', 'words');
        await client.close();
        expect(await pending).toBe('OK');
        expect(client.isOpen).toBe(false);
        const other = await connect();
        other.destroy();
        await expect(other.get('last')).rejects.toThrow();
        expect(await redis.get('last')).toBe('words');
      });
    });
  },
);

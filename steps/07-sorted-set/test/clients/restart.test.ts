// A leaderboard, a session store and a rate limiter, written with ioredis and with node-redis as for Redis, survive a
// restart of the server. On redis-server too, which proves the test.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningServer, startRedis, startStage } from '@byor/spec';
import { requireTool } from '@byor/spec/vitest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ioredisStore } from './ioredis-store.ts';
import { nodeRedisStore } from './node-redis-store.ts';
import { FIRST_DAY, firstDay, SECOND_DAY, type Store, secondDay } from './programs.ts';

type Start = (flags: readonly string[]) => Promise<RunningServer>;

const servers = [
  { name: 'stage 07', missing: false, start: ((flags) => startStage('07', flags)) as Start },
  {
    name: 'redis-server',
    missing: requireTool('redis-server').missing,
    start: ((flags) => startRedis(flags)) as Start,
  },
];

const libraries = [
  ['ioredis, RESP2', 2, ioredisStore],
  ['ioredis, RESP3', 3, ioredisStore],
  ['node-redis, RESP2', 2, nodeRedisStore],
  ['node-redis, RESP3', 3, nodeRedisStore],
] as const;

describe.each(servers)('on $name', ({ missing, start }) => {
  let directory: string;
  let server: RunningServer | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'byor-restart-'));
  });
  afterEach(async () => {
    await server?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  /** Starts the server where it was, lets each library do its work, and stops it. */
  async function day<T>(work: (store: Store, name: string) => Promise<T>): Promise<T[]> {
    server = await start(['--dir', directory, '--appendonly', 'yes']);
    const results: T[] = [];
    for (const [name, protocol, open] of libraries) {
      const store = await open(server.port, protocol);
      results.push(await work(store, name));
      await store.close();
    }
    await server.stop();
    return results;
  }

  test.skipIf(missing)('programs go on after a restart', async () => {
    expect(await day(firstDay)).toEqual(libraries.map(() => FIRST_DAY));
    expect(await day(secondDay)).toEqual(libraries.map(() => SECOND_DAY));
  });
});

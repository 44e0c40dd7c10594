// A relay: this stage and redis-server take turns on one directory, each under random commands, with rewrites that begin in
// the middle of them, and ended by kill -9 as often as by a signal that lets them finish. Whoever comes next finds all of it.
// More: BYOR_RELAYS=20 pnpm vitest run test/cross-server.test.ts

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import {
  holdings,
  type Start,
  starterOf,
  startTheirs,
  temporaryDirectory,
  withClient,
} from '@byor/06-aof/testing/servers';
import type { RunningServer } from '@byor/spec';
import {
  adjust,
  anyStep,
  type CommandModel,
  command,
  delayModels,
  genericModels,
  key,
  many,
  momentModels,
  sortedSetModels,
  stringModels,
} from '@byor/spec/differential';
import { requireTool } from '@byor/spec/vitest';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';

const redis = requireTool('redis-server');
const checker = requireTool('redis-check-aof');
const relays = Number(process.env.BYOR_RELAYS ?? 1);

const LEGS = 4;
const COMMANDS = 1500;
const CLIENTS = 3;

/** So many members that a rewrite does not write them in one go. */
const members = fc.array(
  fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 400 })),
  {
    minLength: 150,
    maxLength: 200,
  },
);
const large = members.map((all) => all.flatMap(([score, n]) => [String(score), `member ${n}`]));

/** Few that empty everything, or there is nothing to compare. */
const models: readonly CommandModel[] = [
  ...[...sortedSetModels, ...stringModels, ...momentModels, ...delayModels, ...genericModels]
    .filter(({ name }) => !/^FLUSH/.test(name))
    .map((model) => adjust(model, { weight: model.weight * 4 })),
  adjust(command('ZADD', key, large), { weight: 16 }),
  command('ZADD', fc.constant('large'), large),
  command('ZUNIONSTORE', fc.constant('union'), fc.constant('2'), fc.constant('large'), key),
  command('COPY', fc.constant('large'), key, fc.constant('REPLACE')),
  command('MSET', many(key, fc.constant('again'))),
  command('FLUSHDB'),
];

const FLAGS = ['--appendfsync', 'always', '--auto-aof-rewrite-percentage', '0'];
const startOurs: Start = (directory) => starterOf('07')(directory, ...FLAGS);
const startRedis: Start = (directory) =>
  startTheirs(directory, ...FLAGS, '--aof-timestamp-enabled', 'yes');

/** Several clients at once, each in databases of its choice; the first one asks for a rewrite on the way. */
async function play(server: RunningServer, seed: number, transactions: boolean): Promise<void> {
  await Promise.all(
    Array.from({ length: CLIENTS }, (_, at) =>
      withClient(server, (client) => playOne(client, seed * CLIENTS + at, at === 0, transactions)),
    ),
  );
}

async function playOne(
  client: Redis,
  seed: number,
  rewrites: boolean,
  transactions: boolean,
): Promise<void> {
  const steps = fc.sample(anyStep(models), { seed, numRuns: COMMANDS });
  for (let at = 0; at < steps.length; at += 50) {
    const pipeline = client.pipeline();
    if (rewrites && at % 300 === 150) pipeline.call('BGREWRITEAOF');
    const wrapped = transactions && at % 100 === 0;
    if (wrapped) pipeline.call('MULTI');
    for (const { words } of steps.slice(at, at + 50)) {
      const [name = '', ...args] = words;
      pipeline.call(name, ...args.map((arg) => Buffer.from(arg, 'latin1')));
    }
    if (wrapped) pipeline.call('EXEC');
    await pipeline.exec(); // many random commands are answered with an error
  }
}

function checkLog(directory: string): void {
  if (checker.missing) return;
  const manifest = path.join(directory, 'appendonlydir', 'appendonly.aof.manifest');
  const { status, stdout } = spawnSync('redis-check-aof', [manifest], { encoding: 'latin1' });
  expect({ status, stdout }).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('are valid'),
  });
}

/** Scores as numbers: while a set is a listpack redis-server keeps -0 as 0, so its own rewrites lose the sign of some. */
async function contents(server: RunningServer): Promise<string[]> {
  const lines = await holdings(server);
  return lines.map((line) => line.replace(/,-0"/g, ',0"'));
}

async function leg(directory: string, start: Start, before: readonly string[], seed: number) {
  const server = await start(directory);
  await expect.poll(() => withClient(server, (client) => client.ping())).toBe('PONG'); // loaded
  expect(await contents(server)).toEqual(before);
  await play(server, seed, start === startRedis);
  const after = await contents(server);
  if (seed % 2 === 0) await server.stop();
  else process.kill(server.pid, 'SIGKILL');
  expect(await server.ended(10_000)).toBe(true);
  checkLog(directory);
  return after;
}

describe.skipIf(redis.missing)('this stage and redis-server take turns on one directory', () => {
  const seeds = Array.from({ length: relays }, (_, at) => at + 1);
  test.each(seeds)('a relay of both servers, seed %i', async (seed) => {
    const directory = temporaryDirectory();
    let state: readonly string[] = [];
    for (let at = 0; at < LEGS; at++) {
      const start = (at + seed) % 2 === 0 ? startRedis : startOurs;
      state = await leg(directory, start, state, seed * 100 + at + (at >> 1));
      expect(state.length).toBeGreaterThan(5);
    }
  });
});

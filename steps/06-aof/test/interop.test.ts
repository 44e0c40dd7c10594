// One log, two servers: redis-server starts on the directory that this stage wrote, and this stage on redis-server's.

import {
  anyStep,
  delayModels,
  genericModels,
  momentModels,
  stringModels,
} from '@byor/spec/differential';
import { requireTool } from '@byor/spec/vitest';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import {
  holdings,
  type Start,
  startOurs,
  startTheirs,
  stop,
  temporaryDirectory,
  withClient,
} from './servers.ts';

const redis = requireTool('redis-server');
const COMMANDS = 4000;

/** Random commands over all that this stage has, the same for the same seed. */
function workload(seed: number): string[][] {
  const models = [...stringModels, ...momentModels, ...delayModels, ...genericModels];
  return fc.sample(anyStep(models), { seed, numRuns: COMMANDS }).map(({ words }) => [...words]);
}

async function play(client: Redis, commands: readonly string[][]): Promise<void> {
  const pipeline = client.pipeline();
  commands.forEach(([name = '', ...args], at) => {
    if (at % 50 === 0) pipeline.call('SELECT', String(((at / 50) % 3) * 2));
    if (/^flushall$/i.test(name) && at % 7 !== 0) return; // else little would be left
    pipeline.call(name, ...args.map((arg) => Buffer.from(arg, 'latin1')));
  });
  await pipeline.exec(); // most random commands are answered with an error: both servers know why
}

async function rewrite(client: Redis): Promise<void> {
  await client.call('BGREWRITEAOF');
  await expect.poll(() => client.info('persistence')).toContain('aof_rewrite_in_progress:0');
}

describe.skipIf(redis.missing)('a log that one server wrote and the other one reads', () => {
  test.each<[string, Start, Start]>([
    ['redis-server starts on this stage’s', startOurs, startTheirs],
    ['this stage starts on redis-server’s', startTheirs, startOurs],
  ])('%s: the same keys, values and deadlines', async (_, startWriter, startReader) => {
    const directory = temporaryDirectory();
    const writer = await startWriter(directory);
    const commands = workload(1);
    await withClient(writer, async (client) => {
      await play(client, commands.slice(0, COMMANDS / 2));
      await rewrite(client);
      await play(client, commands.slice(COMMANDS / 2));
    });
    const written = await holdings(writer);
    expect(written.length).toBeGreaterThan(5);
    await stop(writer);
    const reader = await startReader(directory);
    expect(await holdings(reader)).toEqual(written);

    await withClient(reader, (client) => client.call('SET', 'back', 'again')); // and the way back
    const after = await holdings(reader);
    await stop(reader);
    const again = await startWriter(directory);
    expect(await holdings(again)).toEqual(after);
  });

  test('a transaction of redis-server’s is replayed', async () => {
    const directory = temporaryDirectory();
    const theirs = await startTheirs(directory);
    await withClient(theirs, async (client) => {
      await client.multi().set('a', '1').select(3).set('b', '2').incr('b').exec();
      await client.call('EVAL', "redis.call('SET','c','3'); redis.call('DEL','a')", '0');
    });
    const written = await holdings(theirs);
    await stop(theirs);
    expect(await holdings(await startOurs(directory))).toEqual(written);
  });

  test('a base in RDB form is refused, and it is said what to do', async () => {
    const directory = temporaryDirectory();
    const theirs = await startTheirs(directory, '--aof-use-rdb-preamble', 'yes');
    await stop(theirs);
    await expect(startOurs(directory)).rejects.toThrow(
      /base\.rdb is a snapshot \(RDB\).*aof-use-rdb-preamble no/,
    );
  });
});

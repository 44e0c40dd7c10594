// Are the right keys kept? The share of hits of a cache under Zipf's law, beside redis-server with room for as many keys.
// Run: npx tsx bench/eviction.ts     (Whether the memory that is counted is the memory that is held: npm run memory.)

import { type RunningServer, startRedis, startStage } from '@byor/spec';
import { Pipeline } from './pipeline.ts';

const BATCH = 500;

type Contestant = 'stage' | 'redis';
const CONTESTANTS: readonly Contestant[] = ['stage', 'redis'];

const keyOf = (n: number) => `key:${String(n).padStart(12, '0')}`;

function start(contestant: Contestant): Promise<RunningServer> {
  return contestant === 'stage' ? startStage('05') : startRedis();
}

const KEYS = 100_000;
const KEPT = 20_000;
const ASKS_PER_SECOND = 10_000;
const WARM_UP_S = 12;
const MEASURED_S = 12;
/** So long that the room for KEPT of them is large beside what an engine's own heap grows by meanwhile. */
const VALUE = 'v'.repeat(1000);

/** Ranks from 0 by Zipf's law: rank r as often as 1 / (r + 1). The same ones for everybody. */
function zipf(): () => number {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 0; rank < KEYS; rank++) {
    sum += 1 / (rank + 1);
    sums.push(sum);
  }
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const wanted = (state / 2 ** 32) * sum;
    let low = 0;
    for (let high = KEYS - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Bytes in use with KEPT keys, by the server's own count: the limit under which each can keep about that many. */
async function limitFor(client: Pipeline): Promise<number> {
  for (let n = 0; n < KEPT; n += BATCH) {
    await client.ask(Array.from({ length: BATCH }, (_, at) => ['SET', keyOf(n + at), VALUE]));
  }
  await new Promise((resolve) => setTimeout(resolve, 200)); // the process is asked ten times a second
  const limit = await client.info('used_memory');
  await client.ask([['FLUSHALL']]);
  return limit;
}

/** A cache beside a store: what is not there is fetched and set. @returns the share of hits after the warm-up */
async function hitRate(
  contestant: Contestant,
  policy: string,
): Promise<{ rate: number; kept: number }> {
  const server = await start(contestant);
  const client = await Pipeline.to(server.port);
  const limit = await limitFor(client);
  const flags = ['maxmemory', String(limit), 'maxmemory-policy', policy];
  await client.ask([['CONFIG', 'SET', ...flags]]);
  const next = zipf();
  const batches = ((WARM_UP_S + MEASURED_S) * ASKS_PER_SECOND) / BATCH;
  const measuredFrom = (WARM_UP_S * ASKS_PER_SECOND) / BATCH;
  const startMs = performance.now();
  let hits = 0;
  for (let batch = 0; batch < batches; batch++) {
    const keys = Array.from({ length: BATCH }, () => keyOf(next()));
    const values = await client.ask(keys.map((key) => ['GET', key]));
    const missing = keys.filter((_, at) => values[at] === null);
    if (missing.length > 0) await client.ask(missing.map((key) => ['SET', key, VALUE]));
    if (batch >= measuredFrom) hits += BATCH - missing.length;
    const dueMs = startMs + ((batch + 1) * BATCH * 1000) / ASKS_PER_SECOND;
    await new Promise((resolve) => setTimeout(resolve, dueMs - performance.now()));
  }
  const [kept] = await client.ask([['DBSIZE']]);
  client.close();
  await server.stop();
  return { rate: hits / (MEASURED_S * ASKS_PER_SECOND), kept: Number(kept) };
}

async function hits(): Promise<void> {
  console.log(
    `${KEYS} keys asked for by Zipf’s law, ${ASKS_PER_SECOND} a second, room for ${KEPT}`,
  );
  console.log('                 stage: hits   keys    redis: hits   keys    difference');
  for (const policy of ['allkeys-lru', 'allkeys-lfu', 'allkeys-random']) {
    const [own, redis] = await Promise.all(CONTESTANTS.map((one) => hitRate(one, policy)));
    if (own === undefined || redis === undefined) continue;
    const cell = ({ rate, kept }: { rate: number; kept: number }) =>
      `${(rate * 100).toFixed(1).padStart(12)} %${String(kept).padStart(7)}`;
    const difference = ((own.rate / redis.rate - 1) * 100).toFixed(1);
    console.log(`${policy.padEnd(15)}${cell(own)}${cell(redis)}${difference.padStart(12)} %`);
  }
}

await hits();

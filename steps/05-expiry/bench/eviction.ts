// Does maxmemory hold, is the memory that is counted the memory that is held, and are the right keys kept?
// Run: npx tsx bench/eviction.ts [memory] [hits]     (default both; redis-server beside, if it is installed)
// Counted and held are what INFO calls used_memory and used_memory_rss, each less what it was at the start: code and the
// engine's own heap are not the keys'.

import { type RunningServer, startRedis, startStage } from '@byor/spec';
import { Pipeline } from './pipeline.ts';

const MEGABYTE = 1024 ** 2;
const LIMIT_MB = 160;
const BATCH = 500;

type Contestant = 'stage' | 'redis';
const CONTESTANTS: readonly Contestant[] = ['stage', 'redis'];

interface Shape {
  readonly name: string;
  /** The first stage that has the command. */
  readonly stage: string;
  command(n: number): string[];
}

const keyOf = (n: number) => `key:${String(n).padStart(12, '0')}`;
const string = (lengthBytes: number): Shape => ({
  name: `${lengthBytes}-byte values`,
  stage: '05',
  command: (n) => ['SET', keyOf(n), String(n).padEnd(lengthBytes, 'v')],
});

const SHAPES: readonly Shape[] = [
  string(16),
  string(32),
  string(1000),
  string(40_000),
  sortedSets('sorted sets of 16', 16),
  sortedSets('sorted sets of 1,000', 1000),
];

/** Members come one by one, in sets that are filled one after the other. */
function sortedSets(name: string, members: number): Shape {
  return {
    name,
    stage: '07',
    command: (n) => [
      'ZADD',
      keyOf(Math.floor(n / members)),
      String(n % 997),
      `member:${String(n % members).padStart(6, '0')}`,
    ],
  };
}

function start(contestant: Contestant, stage: string, flags: string[]): Promise<RunningServer> {
  return contestant === 'stage' ? startStage(stage, flags) : startRedis(flags);
}

interface Use {
  readonly counted: number;
  readonly held: number;
}

async function useOf(client: Pipeline): Promise<Use> {
  const counted = await client.info('used_memory');
  const held = await client.info('used_memory_rss');
  return { counted: counted / MEGABYTE, held: held / MEGABYTE };
}

/** Fills until keys are evicted, and then as much again. */
async function fill(contestant: Contestant, shape: Shape): Promise<void> {
  const server = await start(contestant, shape.stage, ['--maxmemory-policy', 'allkeys-lru']);
  const client = await Pipeline.to(server.port);
  const before = await useOf(client);
  const limit = Math.round((before.counted + LIMIT_MB) * MEGABYTE);
  await client.ask([['CONFIG', 'SET', 'maxmemory', String(limit)]]);
  let n = 0;
  const write = () => {
    const commands = Array.from({ length: BATCH }, () => shape.command(n++));
    return client.ask(commands);
  };
  const shares = [0.5, 1, 2];
  const cells: string[] = [];
  let writtenAtLimit = Number.POSITIVE_INFINITY;
  for (const share of shares) {
    for (let reached = false; !reached; ) {
      for (let batch = 0; batch < 10; batch++) await write();
      if (share < 1) reached = (await useOf(client)).counted - before.counted > LIMIT_MB * share;
      else if (share === 1) reached = (await client.info('evicted_keys')) > 0;
      else reached = n > writtenAtLimit * share;
    }
    if (share === 1) writtenAtLimit = n;
    const use = await useOf(client);
    const counted = use.counted - before.counted;
    const held = use.held - before.held;
    const error = `${((counted / held - 1) * 100).toFixed(0)} %`;
    cells.push(
      `${counted.toFixed(0).padStart(7)}${held.toFixed(0).padStart(6)}${error.padStart(7)}`,
    );
  }
  console.log(`${shape.name.padEnd(22)}${contestant.padEnd(7)}${cells.join('  ')}`);
  client.close();
  await server.stop();
}

async function memory(): Promise<void> {
  console.log(`maxmemory ${LIMIT_MB} MB above the start: MB counted, MB held, counted less held`);
  console.log(
    `${' '.repeat(29)}${'half full'.padStart(20)}  ${'full'.padStart(20)}  ${'as much again'.padStart(20)}`,
  );
  for (const shape of SHAPES) {
    for (const contestant of CONTESTANTS) await fill(contestant, shape);
  }
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
  const server = await start(contestant, '05', []);
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

const parts = { memory, hits };
const chosen = process.argv.slice(2);
for (const [name, run] of Object.entries(parts)) {
  if (chosen.length === 0 || chosen.includes(name)) await run();
}

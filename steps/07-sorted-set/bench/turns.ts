// How long is a turn of the loop while a million keys and a million members grow, are rewritten, die and are flushed?
// Run: npx tsx bench/turns.ts [how many, default 1000000]
// A turn is what one turn of the server does: a hundred commands, the maintain phase, the persist phase. Its own work is the
// smaller of the time that passed and the processor's, less the collector's pauses; so a busy machine counts for little.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { Args, Engine, NodeHost, nodeDisk } from '@byor/06-aof';
import { threadCpuUs } from '@byor/libc';
import { layers } from '../src/layers.ts';

const COUNT = Number(process.argv[2] ?? 1_000_000);
const COMMANDS_PER_TURN = 100;
/** Upper borders of the histogram's columns, in ms. */
const BORDERS = [0.25, 0.5, 1, 2, 3, 5, 10, Number.POSITIVE_INFINITY];

interface Turn {
  readonly startMs: number;
  readonly endMs: number;
  readonly processorMs: number;
}

const directory = mkdtempSync(path.join(tmpdir(), 'byor-turns-'));
const host = new NodeHost();
const engine = new Engine(host).use(
  ...layers({ disk: nodeDisk, report: { note: () => {}, warn: console.error } }),
);
engine.config.start('dir', directory);
engine.config.start('appendonly', 'yes');
engine.config.start('auto-aof-rewrite-percentage', '0');
engine.start();
const client = engine.connect();
const collections: PerformanceEntry[] = [];
new PerformanceObserver((list) => collections.push(...list.getEntries())).observe({
  entryTypes: ['gc'],
});

function say(...parts: (string | number)[]): void {
  engine.execute(Args.of(...parts), client);
  client.output.consume(client.output.length);
}

/** Turns until `work` says that it is done. */
async function measure(name: string, work: () => boolean): Promise<void> {
  const turns: Turn[] = [];
  for (let goesOn = true; goesOn; ) {
    const startMs = performance.now();
    const processorBeforeUs = threadCpuUs();
    goesOn = work();
    engine.maintain();
    engine.persist();
    turns.push({
      startMs,
      endMs: performance.now(),
      processorMs: (threadCpuUs() - processorBeforeUs) / 1000,
    });
    await setImmediate();
  }
  await setImmediate(); // the observer tells the last collections
  report(name, turns.map(ownMs));
}

function ownMs({ startMs, endMs, processorMs }: Turn): number {
  const collectedMs = collections
    .filter(({ startTime }) => startTime >= startMs && startTime < endMs)
    .reduce((sum, { duration }) => sum + duration, 0);
  return Math.max(0, Math.min(endMs - startMs, processorMs) - collectedMs);
}

function report(name: string, own: readonly number[]): void {
  const columns = BORDERS.map((border, at) => {
    const least = BORDERS[at - 1] ?? 0;
    return own.filter((ms) => ms >= least && ms < border).length;
  });
  const longest = own.reduce((most, ms) => Math.max(most, ms), 0);
  const cells = [name.padEnd(26), ...columns.map((count) => String(count).padStart(7))];
  console.log(`${cells.join('')} ${longest.toFixed(2).padStart(8)}`);
  collections.length = 0;
}

/** A hundred commands a turn, COUNT in all. */
function inTurns(command: (n: number) => void): () => boolean {
  let next = 0;
  return () => {
    for (let left = COMMANDS_PER_TURN; left > 0 && next < COUNT; left--) command(next++);
    return next < COUNT;
  };
}

const rewriting = () =>
  engine.info.text((name) => name === 'persistence').includes('aof_rewrite_in_progress:1');
const keysLeft = () => engine.database(0).size;

console.log(
  `${COUNT.toLocaleString('en')} keys, then as many members; turns by own work in ms, on Node ${process.version}`,
);
const heads = BORDERS.map((border) =>
  border === Number.POSITIVE_INFINITY ? 'more' : `<${border}`,
);
console.log(`${''.padEnd(26)}${heads.map((head) => head.padStart(7)).join('')}  longest`);
await measure(
  'growth: SET',
  inTurns((n) => say('SET', `key:${n}`, `value:${n}`)),
);
await measure(
  'growth: ZADD',
  inTurns((n) => say('ZADD', 'board', (n * 7919) % COUNT, `player:${n}`)),
);
say('BGREWRITEAOF');
let writes = 0;
await measure('rewrite, under load', () => {
  for (let n = 0; n < 10; n++) {
    say('APPEND', `key:${(writes * 7919) % COUNT}`, 'x');
    say('ZINCRBY', 'board', 1, `player:${(writes++ * 104_729) % COUNT}`);
  }
  return rewriting();
});
const dieAtMs = host.now() + 20_000;
await measure(
  'deadlines: PEXPIREAT',
  inTurns((n) => say('PEXPIREAT', `key:${n}`, dieAtMs)),
);
while (Date.now() <= dieAtMs) await setImmediate();
await measure('expiry', () => keysLeft() > 1);
await measure(
  'growth: SET',
  inTurns((n) => say('SET', `key:${n}`, `value:${n}`)),
);
let flushed = 0;
await measure('FLUSHALL ASYNC', () => {
  if (flushed++ === 0) say('FLUSHALL', 'ASYNC');
  return flushed < 1000;
});
engine.stop();
rmSync(directory, { recursive: true, force: true });

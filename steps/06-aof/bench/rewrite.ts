// How long is a turn while a million keys are rewritten? tsx bench/rewrite.ts [keys]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { Engine, NodeHost } from '@byor/05-expiry';
import { Talk } from '@byor/05-expiry/testing';
import { nodeDisk } from '../src/files/node-file-system.ts';
import { layers } from '../src/layers.ts';

const keys = Number(process.argv[2] ?? 1_000_000);
const directory = mkdtempSync(path.join(tmpdir(), 'byor-rewrite-'));
const engine = new Engine(new NodeHost()).use(
  ...layers({ disk: nodeDisk, report: { note: () => {}, warn: console.error } }),
);
engine.config.start('dir', directory);
engine.config.start('appendonly', 'yes');
engine.start();
const client = new Talk(engine.connect());
for (let n = 0; n < keys; n++) engine.database(0).set(`key:${n}`, `value:${n}`);

client.say('BGREWRITEAOF');
interface Turn {
  readonly startMs: number;
  readonly endMs: number;
  readonly processorMs: number;
}
const turns: Turn[] = [];
const collections: PerformanceEntry[] = [];
const observer = new PerformanceObserver((list) => collections.push(...list.getEntries()));
observer.observe({ entryTypes: ['gc'] });
const started = performance.now();
while (client.say('INFO persistence').includes('aof_rewrite_in_progress:1')) {
  for (let n = 0; n < 20; n++) client.say(`APPEND key:${(turns.length * 20 + n) % keys} x`);
  const before = process.cpuUsage();
  const beforeMs = performance.now();
  engine.maintain();
  const endMs = performance.now();
  const { user, system } = process.cpuUsage(before);
  turns.push({ startMs: beforeMs, endMs, processorMs: (user + system) / 1000 });
  engine.persist();
  await new Promise(setImmediate);
}
const seconds = (performance.now() - started) / 1000;
const collecting = ({ startMs, endMs }: Turn) =>
  collections
    .filter(({ startTime }) => startTime >= startMs && startTime < endMs)
    .reduce((sum, { duration }) => sum + duration, 0);
/** Its own work: neither the collector's nor another process's. */
const own = turns
  .map((turn) => Math.min(turn.endMs - turn.startMs, turn.processorMs) - collecting(turn))
  .sort((a, b) => a - b);
const share = (part: number) => (own[Math.floor((own.length - 1) * part)] as number).toFixed(2);
console.log(`${keys.toLocaleString('en')} keys in ${seconds.toFixed(1)} s, ${turns.length} turns`);
console.log(
  `ms of a turn's own work: half ${share(0.5)}, 99% ${share(0.99)}, 99.9% ${share(0.999)}, most ${share(1)}`,
);
const longest = Math.max(0, ...collections.map(({ duration }) => duration));
console.log(`${collections.length} garbage collections, the longest ${longest.toFixed(2)} ms`);
engine.stop();
rmSync(directory, { recursive: true, force: true });

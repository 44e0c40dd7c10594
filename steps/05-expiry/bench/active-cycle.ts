// A million keys die in the same moment: how long do the turns of the loop take in which they are cleared away?
// Run: npx tsx bench/active-cycle.ts [keys, default 1000000]
// The collector's pauses are told apart: they belong to the heap of all, not to the cycle.

import { PerformanceObserver } from 'node:perf_hooks';
import { Engine, pageHost } from '@byor/04-kv/core';
import { threadCpuUs } from '@byor/libc';
import { type ExpiringKeyspace, keyspacesOf, layers } from '../src/core.ts';

const KEYS = Number(process.argv[2] ?? 1_000_000);
/** As many live and die before, until the compiler has seen all of it: afterwards it throws nothing away. */
const REHEARSALS = 3;
const LIFE_MS = 600_000;
const STEP_MS = 0.1;
const STEPS = 15;

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

const lengthMs = ({ startMs, endMs }: Span) => endMs - startMs;

let nowMs = Date.now();
const engine = new Engine(pageHost({ now: () => nowMs })).use(...layers);
engine.start();
let recorded = 0;
engine.hooks.write.push((_, request) => {
  recorded += request.count; // who keeps a log has to look at each death
});

/** @returns what each of `count` keys took */
function fill(count: number): { ns: number; bytes: number } {
  const database = keyspacesOf(engine)[0] as ExpiringKeyspace;
  const heapBytes = process.memoryUsage().heapUsed;
  const startMs = performance.now();
  for (let n = 0; n < count; n++) {
    const whenMs = nowMs + Math.floor(Math.random() * LIFE_MS);
    database.set(`key:${String(n).padStart(12, '0')}`, String(n), whenMs);
  }
  const ns = ((performance.now() - startMs) * 1e6) / count;
  const bytes = (process.memoryUsage().heapUsed - heapBytes + database.memoryBytes) / count;
  return { ns, bytes };
}

/** Turns until nothing is due. A turn in which the cycle only rests is not counted: it takes no time. */
function clear(engine: Engine): Span[] {
  const turns: Span[] = [];
  for (let more = true; more; ) {
    const before = recorded;
    const beganUs = threadCpuUs(); // of this thread alone: on a busy machine others run in between
    const startMs = performance.now();
    more = engine.maintain();
    const endMs = startMs + (threadCpuUs() - beganUs) / 1000;
    if (recorded > before) turns.push({ startMs, endMs });
  }
  return turns;
}

async function measure(): Promise<void> {
  const pauses: Span[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      pauses.push({ startMs: startTime, endMs: startTime + duration });
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  const beginMs = performance.now();
  const turns = clear(engine);
  const wholeMs = performance.now() - beginMs;
  await new Promise((resolve) => setTimeout(resolve, 10)); // the observer reports after the fact
  observer.disconnect();
  const collected = (turn: Span) =>
    pauses.some((pause) => pause.startMs < turn.endMs && pause.endMs > turn.startMs);
  const own = turns.filter((turn) => !collected(turn));
  const workMs = turns.reduce((sum, turn) => sum + lengthMs(turn), 0);
  console.log(`cleared in ${wholeMs.toFixed(0)} ms, ${turns.length} turns, rests between them`);
  console.log(`  ${((workMs * 1e6) / KEYS).toFixed(0)} ns a key`);
  show(own);
  const longest = (spans: Span[]) => Math.max(0, ...spans.map(lengthMs)).toFixed(2);
  console.log(`  longest turn: ${longest(own)} ms`);
  console.log(`  longest turn in which the collector ran: ${longest(turns.filter(collected))} ms`);
}

function show(turns: readonly Span[]): void {
  const counts = new Array<number>(STEPS + 1).fill(0);
  for (const turn of turns) {
    const step = Math.min(STEPS, Math.floor(lengthMs(turn) / STEP_MS));
    counts[step] = (counts[step] as number) + 1;
  }
  const most = Math.max(...counts);
  counts.forEach((count, step) => {
    if (count === 0) return;
    const from = (step * STEP_MS).toFixed(1);
    const bar = '#'.repeat(Math.ceil((count / most) * 50));
    console.log(`  from ${from} ms ${String(count).padStart(7)} ${bar}`);
  });
}

for (let rehearsal = 0; rehearsal < REHEARSALS; rehearsal++) {
  fill(KEYS / 10);
  nowMs += LIFE_MS + 1;
  clear(engine);
}
const { ns, bytes } = fill(KEYS);
console.log(`${KEYS} keys with deadlines: ${ns.toFixed(0)} ns and ${bytes.toFixed(0)} bytes each`);
nowMs += LIFE_MS + 1;
await measure();

// What the hash table costs, and the longest that one insert takes on the way to many keys.
// Run: npx tsx bench/table.ts [keys, default 5000000]
// The collector's pauses are told apart: they belong to the heap, not to the table.

import { PerformanceObserver } from 'node:perf_hooks';
import { latin1Slice, Slice } from '@byor/03-event-loop/core';
import { NOWHERE, type Ref } from '../src/memory/arena.ts';
import { HashTable, TABLE_WORDS } from '../src/table/hash-table.ts';
import { KeyedHash } from '../src/table/siphash.ts';

const KEYS = Number(process.argv[2] ?? 5_000_000);
const CALLS = 2_000_000;
const SEED = [0x12345678, 0x9abcdef0] as const;
const KEY_BYTES = 16;
const INSERTS_PER_TURN = 1000;

/** `key:000000000000` in one buffer that is written over, as a request's input buffer is. */
const key = Slice.of('key:000000000000');

function setKey(id: number): Slice {
  for (let at = KEY_BYTES - 1, rest = id; at > 3; at--) {
    const tens = (rest / 10) | 0;
    key.bytes[at] = 48 + rest - tens * 10;
    rest = tens;
  }
  return key;
}

/** Nanoseconds for a call of `run`, after a warm-up. Each use compiles its own loop: `run` is inlined there. */
function measure(name: string, run: (i: number) => void): void {
  const loop = new Function('run', 'calls', 'for (let i = 0; i < calls; i++) run(i)');
  loop(run, CALLS);
  const startMs = performance.now();
  loop(run, CALLS);
  const ns = ((performance.now() - startMs) * 1e6) / CALLS;
  console.log(`${name.padEnd(46)} ${ns.toFixed(0).padStart(6)} ns`);
}

function measureHash(): void {
  const hash = new KeyedHash(SEED);
  const { bytes } = setKey(1);
  let sum = 0;
  measure('write a key of 16 bytes (part of those below)', setKey);
  measure('HalfSipHash-1-3 of 16 bytes', (i) => {
    bytes[15] = i;
    sum ^= hash.bytes(bytes, 0, KEY_BYTES);
  });
  measure('HalfSipHash-1-3 of 16 latin1 chars', () => {
    sum ^= hash.text('key:000000000000');
  });
  if (sum === 0.5) console.log(sum); // keeps the sum alive
}

/** Each in milliseconds since the start of the process. */
interface Span {
  readonly startMs: number;
  readonly endMs: number;
  readonly resized?: boolean;
}

const lengthMs = (span: Span) => span.endMs - span.startMs;

/**
 * Every slow insert, and every one that began a resize. Lets Node's own loop turn as the server does: the collector
 * marks in tasks of that loop, and where they never run it does all of it in one pause (20 times as long).
 */
async function insertAll(table: HashTable): Promise<Span[]> {
  const slow: Span[] = [];
  for (let i = 0; i < KEYS; i++) {
    if (i % INSERTS_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
    setKey(i);
    const { buckets } = table;
    const cpu = process.cpuUsage();
    const startMs = performance.now();
    const hash = table.hash(key);
    if (table.find(key, hash) === NOWHERE) table.insert(key, 0, hash); // as a SET does
    const wallMs = performance.now() - startMs;
    const { user, system } = process.cpuUsage(cpu);
    // The lesser of both clocks: on a busy machine others run in between, and the collector's threads beside.
    const endMs = startMs + Math.min(wallMs, (user + system) / 1000);
    const resized = table.buckets > buckets;
    if (resized || wallMs > 0.5) slow.push({ startMs, endMs, resized });
  }
  return slow;
}

async function measureGrowth(table: HashTable): Promise<void> {
  const pauses: Span[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      pauses.push({ startMs: startTime, endMs: startTime + duration });
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  const beginMs = performance.now();
  const slow = await insertAll(table);
  const ns = ((performance.now() - beginMs) * 1e6) / KEYS;
  await new Promise((resolve) => setTimeout(resolve, 10)); // the observer reports after the fact
  observer.disconnect();
  const isOwn = (span: Span) =>
    !pauses.some((pause) => pause.startMs < span.endMs && pause.endMs > span.startMs);
  const longest = (spans: Span[]) => Math.max(0, ...spans.map(lengthMs)).toFixed(2);
  console.log(`${KEYS} inserts: ${ns.toFixed(0)} ns each, clocks and collector included`);
  console.log(`  longest that began a resize: ${longest(slow.filter((span) => span.resized))} ms`);
  console.log(`  longest in which nothing was collected: ${longest(slow.filter(isOwn))} ms`);
  console.log(`  longest pause of the collector: ${longest(pauses)} ms`);
}

function measureLookups(table: HashTable): void {
  let found = 0;
  const count = (entry: Ref) => {
    if (entry !== NOWHERE) found++;
  };
  measure(`find, random of ${table.size}`, (i) => count(table.find(setKey((i * 7919) % KEYS))));
  measure('find, one of 1000', (i) => count(table.find(setKey(i % 1000))));
  const random = (below: number) => Math.floor(Math.random() * below);
  measure('random entry', () => count(table.random(random)));
  const map = new Map<string, number>();
  for (let i = 0; i < 1000; i++) map.set(latin1Slice(setKey(i).bytes, 0, KEY_BYTES), i);
  measure('for comparison: Map.get(latin1Slice), one of 1000', (i) => {
    if (map.get(latin1Slice(setKey(i % 1000).bytes, 0, KEY_BYTES)) !== undefined) found++;
  });
  if (found === 0) throw new Error('nothing was found');
}

/** What the table says that it holds, and what the process has more than before. */
function measureMemory(table: HashTable, rssBytes: number): void {
  const { usedBytes, heldBytes } = table.arena;
  const each = (bytes: number) => `${(bytes / KEYS).toFixed(0)} bytes a key`;
  console.log(`  memory, of which ${KEY_BYTES} bytes are the key's own:`);
  console.log(`    entries: ${each(usedBytes)}, their pages: ${each(heldBytes)}`);
  console.log(`    buckets: ${each(table.memoryBytes - heldBytes)}`);
  console.log(`    resident, with what the process took on the way: ${each(rss() - rssBytes)}`);
}

const rss = () => process.memoryUsage.rss();

measureHash();
const table = new HashTable({ seed: SEED, headerWords: TABLE_WORDS });
const rssBytes = rss();
await measureGrowth(table);
measureMemory(table, rssBytes);
measureLookups(table);

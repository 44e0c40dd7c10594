// What the hash table costs, and the longest a single insert takes on the way to many keys.
// Run: npx tsx --expose-gc bench/table.ts [keys, default 5000000]
import { PerformanceObserver } from 'node:perf_hooks';
import { Entry, HashTable, type Key } from '../src/table/hash-table.ts';
import { KeyedHash } from '../src/table/siphash.ts';

const KEYS = Number(process.argv[2] ?? 5_000_000);

class BenchEntry extends Entry {
  value = 0;
}

/** A key of 16 bytes in one buffer that is written over, as a request's input buffer is. */
class WireKey {
  readonly bytes: Uint8Array = Buffer.from('key:000000000000');
  readonly start = 0;
  readonly end = 16;

  set(id: number): this {
    for (let at = 15, rest = id; at > 3; at--, rest = Math.floor(rest / 10)) {
      this.bytes[at] = 48 + (rest % 10);
    }
    return this;
  }

  text(): string {
    return (this.bytes as Buffer).latin1Slice(this.start, this.end);
  }
}

function perCall(name: string, calls: number, run: (i: number) => void): void {
  const startMs = performance.now();
  for (let i = 0; i < calls; i++) run(i);
  const ns = ((performance.now() - startMs) * 1e6) / calls;
  console.log(`${name.padEnd(52)} ${ns.toFixed(1).padStart(8)} ns`);
}

function measureHash(): void {
  const hash = new KeyedHash([0x12345678, 0x9abcdef0]);
  const key = new WireKey();
  let sum = 0;
  for (const round of ['(warm-up) ', '']) {
    perCall(`${round}HalfSipHash-1-3 of 16 bytes`, 1e7, (i) => {
      key.bytes[15] = i;
      sum ^= hash.bytes(key.bytes, 0, 16);
    });
    perCall(`${round}HalfSipHash-1-3 of 16 latin1 chars`, 1e7, () => {
      sum ^= hash.text('key:000000000000');
    });
  }
  if (sum === 0.5) throw new Error('unreachable; keeps the sums alive');
}

interface Pause {
  readonly startMs: number;
  readonly endMs: number;
}

async function measureGrowth(): Promise<void> {
  const pauses: Pause[] = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      pauses.push({ startMs: startTime, endMs: startTime + duration });
    }
  }).observe({ entryTypes: ['gc'] });
  const table = new HashTable<BenchEntry>({
    seed: [1, 2],
    makeEntry: (key, hash) => new BenchEntry(key, hash),
  });
  const key = new WireKey();
  const slow: Pause[] = [];
  const beginMs = performance.now();
  for (let i = 0; i < KEYS; i++) {
    key.set(i);
    const startMs = performance.now();
    table.findOrInsert(key as Key);
    const endMs = performance.now();
    if (endMs - startMs > 0.2) slow.push({ startMs, endMs });
  }
  const totalMs = performance.now() - beginMs;
  await new Promise((resolve) => setTimeout(resolve, 10)); // the observer reports after the fact
  report(table.size, totalMs, slow, pauses);
  measureLookups(table, key);
}

function report(keys: number, totalMs: number, slow: Pause[], gc: Pause[]): void {
  const longest = (list: Pause[]) =>
    Math.max(0, ...list.map((p) => p.endMs - p.startMs)).toFixed(2);
  const gcWithin = (p: Pause) =>
    gc
      .filter((g) => g.startMs < p.endMs && g.endMs > p.startMs)
      .reduce((sum, g) => sum + g.endMs - g.startMs, 0);
  const own = slow.map((p) => p.endMs - p.startMs - gcWithin(p));
  console.log(`${keys} inserts, ${((totalMs * 1e6) / keys).toFixed(0)} ns each`);
  console.log(`longest insert ${longest(slow)} ms, longest collector pause ${longest(gc)} ms`);
  console.log(`longest insert, collector's pauses taken off: ${Math.max(0, ...own).toFixed(2)} ms`);
}

function measureLookups(table: HashTable<BenchEntry>, key: WireKey): void {
  let found = 0;
  for (const round of ['(warm-up) ', '']) {
    perCall(`${round}find, random of ${table.size}`, 2e6, (i) => {
      key.set((i * 7919) % table.size);
      if (table.find(key as Key) !== undefined) found++;
    });
    perCall(`${round}find, one of 1000`, 2e6, (i) => {
      key.set(i % 1000);
      if (table.find(key as Key) !== undefined) found++;
    });
  }
  console.log(`${found} found`);
}

measureHash();
await measureGrowth();

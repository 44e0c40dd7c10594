// A million keys with short values, as objects and as blocks of an arena: what a key takes, and what it costs the collector
// to look through them all once. npx tsx --expose-gc docs/programs/objects-or-blocks.ts

import { type HashSeed, HashTable, Keyspace, Slice, TABLE_WORDS } from '@byor/04-kv';

const KEYS = 1_000_000;
const COLLECTIONS = 5;
const seed: HashSeed = [1, 2];

type Store = (key: Slice, value: Slice) => void;

interface Entry {
  readonly key: string;
  readonly value: string;
  readonly hash: number;
  readonly next: Entry | undefined;
}

/** What one would write first: no more than a table needs. */
function objects(): Store {
  const heads: (Entry | undefined)[] = new Array(2 ** 20).fill(undefined);
  const table = new HashTable({ seed, headerWords: TABLE_WORDS }); // for its hash alone
  return (key, value) => {
    const hash = table.hash(key);
    const bucket = hash & (heads.length - 1);
    heads[bucket] = { key: key.text(), value: value.text(), hash, next: heads[bucket] };
  };
}

/** This chapter's keyspace, with all that it keeps of a key. */
function blocks(): Store {
  const lookups = { hits: 0, misses: 0 };
  const keyspace = new Keyspace({ seed, now: Date.now, random: () => 0, lookups });
  return (key, value) => keyspace.set(key, value);
}

function measure(title: string, store: Store): void {
  collect();
  const bytesBefore = heldBytes();
  for (let i = 0; i < KEYS; i++) {
    store(Slice.of(`key:${String(i).padStart(12, '0')}`), Slice.of('xyz'));
  }
  const ms = Math.min(...Array.from({ length: COLLECTIONS }, collect)); // the others met what else the machine does
  const bytes = (heldBytes() - bytesBefore) / KEYS;
  console.log(
    `as ${title.padEnd(8)} ${bytes.toFixed(0).padStart(4)} bytes a key, a full collection ${ms.toFixed(0).padStart(4)} ms`,
  );
  store(Slice.of('still'), Slice.of('here')); // so that all of it has lived until now
}

/** @returns milliseconds of processor time, of all of the collector's threads */
function collect(): number {
  const before = process.cpuUsage();
  globalThis.gc?.();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function heldBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

measure('objects', objects());
measure('blocks', blocks());

// The longest single insert on the way to four million keys, for a Map and for stage 04's table, written down for the
// chart of chapter 04: npx tsx docs/programs/insert-stalls.ts
// Time is the thread's own, and of several runs the least counts: what else the machine does is nobody's stall here.

import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { Engine, latin1Write, layers, pageHost, Slice } from '@byor/04-kv/core';
import { threadCpuUs } from '@byor/libc';

const KEYS = 4_400_000;
const PARTS = 44;
const RUNS = 3;
const RESULTS = new URL('../results/insert-stalls.json', import.meta.url);

/** The longest insert of each part, in ms. */
function longest(insert: (at: number) => void): number[] {
  return Array.from({ length: PARTS }, (_, part) => {
    let most = 0;
    for (let at = (part * KEYS) / PARTS; at < ((part + 1) * KEYS) / PARTS; at++) {
      const startUs = threadCpuUs();
      insert(at);
      most = Math.max(most, threadCpuUs() - startUs);
    }
    return most / 1000;
  });
}

const keyOf = (at: number) => `key:${String(at).padStart(7, '0')}`;

function ofMap(): number[] {
  const map = new Map<string, string>();
  return longest((at) => map.set(keyOf(at), 'v'));
}

/** As SET does it: the key comes as bytes that lie in one buffer. */
function ofTable(): number[] {
  const engine = new Engine(pageHost({ seed: [1, 2] })).use(...layers);
  engine.start();
  const keyspace = engine.database(0);
  const key = Slice.of(keyOf(0));
  const value = Slice.of('v');
  return longest((at) => {
    latin1Write(keyOf(at), key.bytes, 0);
    keyspace.set(key, value);
  });
}

function least(measure: () => number[]): number[] {
  const runs = Array.from({ length: RUNS }, () => {
    globalThis.gc?.();
    return measure();
  });
  return Array.from({ length: PARTS }, (_, part) => {
    const ms = Math.min(...runs.map((run) => run[part] as number));
    return Math.round(ms * 1000) / 1000;
  });
}

const results = {
  what: 'longest single insert of each part of the keys, in ms of the thread; least of the runs',
  machine: `${os.cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`,
  keys: KEYS,
  runs: RUNS,
  map: least(ofMap),
  table: least(ofTable),
};
writeFileSync(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
console.log(
  `longest insert: Map ${Math.max(...results.map)} ms, stage 04 ${Math.max(...results.table)} ms`,
);

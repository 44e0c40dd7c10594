// Chosen keys against a table that anybody can foresee, against ours, and against this stage's server.
// Run: npx tsx bench/chosen-keys/main.ts [log2 of the number of keys, default 15]

import { randomInt } from 'node:crypto';
import { Args } from '@byor/03-event-loop/core';
import { Engine } from '../../src/engine/engine.ts';
import { layers } from '../../src/layers.ts';
import { KeyedHash } from '../../src/table/siphash.ts';
import { type Hash, insertAll, searched, times33, twins } from './attack.ts';

const POWER = Number(process.argv[2] ?? 15);
const COUNT = 2 ** POWER;
/** Keys that agree in so many bits are found by trying; each bit more doubles the search. */
const SEARCHED_BITS = 10;

const drawSeed = () => [randomInt(2 ** 32), randomInt(2 ** 32)] as const;

function keyed(seed: readonly [number, number]): Hash {
  const hash = new KeyedHash(seed);
  return (key) => hash.text(key);
}

function* ordinary(): Generator<string> {
  for (let i = 0; i < COUNT; i++) yield `key:${String(i).padStart(2 * POWER - 4, '0')}`;
}

function show(what: string, keys: Iterable<string>, hash: Hash): void {
  const { keys: count, longestChain, elapsedMs } = insertAll(keys, hash);
  const time = `${elapsedMs.toFixed(0)} ms`;
  console.log(
    `${what.padEnd(46)} ${String(count).padStart(7)} ${String(longestChain).padStart(7)} ${time.padStart(9)}`,
  );
}

function timeServer(keys: Iterable<string>): string {
  const engine = new Engine().use(...layers);
  engine.start();
  const client = engine.connect();
  const startMs = performance.now();
  for (const key of keys) {
    engine.execute(Args.of('SET', key, 'x'), client);
    client.output.consume(client.output.length);
  }
  return `${(performance.now() - startMs).toFixed(0)} ms`;
}

console.log(`${''.padEnd(46)}    keys longest      took`);
show('33 h + c: ordinary keys', ordinary(), times33);
show('33 h + c: chosen keys', twins(POWER), times33);
const known = keyed(drawSeed());
const seen = [...searched(COUNT / 16, known, SEARCHED_BITS)];
show('HalfSipHash: the same chosen keys', twins(POWER), keyed(drawSeed()));
show('HalfSipHash, its seed betrayed: keys found by it', seen, known);
show('HalfSipHash, its seed secret: those keys', seen, keyed(drawSeed()));
timeServer(ordinary()); // compiles
console.log(
  `this stage, ${COUNT} × SET: ordinary keys ${timeServer(ordinary())}, chosen keys ${timeServer(twins(POWER))}`,
);

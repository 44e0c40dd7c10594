// Chosen keys: they ruin a table whose hash anybody can foresee, and are keys like any other in ours.

import { expect, test } from 'vitest';
import { insertAll, searched, times33, twins } from '../../bench/chosen-keys/attack.ts';
import { type HashSeed, KeyedHash } from '../../src/table/siphash.ts';

const keyed = (seed: HashSeed) => {
  const hash = new KeyedHash(seed);
  return (key: string) => hash.text(key);
};

test('without a key to the hash, each insert walks past all before it', () => {
  const { keys, longestChain, compared } = insertAll(twins(10), times33);
  expect([keys, longestChain, compared]).toEqual([1024, 1024, (1024 * 1023) / 2]);
});

test('with one they fall into many chains, whatever the seed', () => {
  for (const seed of [
    [1, 2],
    [0xdeadbeef, 0],
    [0, 0],
  ] as const) {
    const { keys, longestChain } = insertAll(twins(12), keyed(seed));
    expect(keys).toBe(4096);
    expect(longestChain).toBeLessThan(12); // of 4,096 random ones the longest chain has 6 to 8
  }
});

test('keys that were found for one seed are of no use against another', () => {
  const chosen = [...searched(500, keyed([1, 2]), 9)];
  expect(insertAll(chosen, keyed([1, 2])).longestChain).toBe(500);
  expect(insertAll(chosen, keyed([3, 4])).longestChain).toBeLessThan(12);
});

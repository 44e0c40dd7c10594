import { describe, expect, test } from 'vitest';
import { Entry, HashTable } from '../../src/table/hash-table.ts';

/** mulberry32: small, and the same draws in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function tableOf(count: number): HashTable<Entry> {
  const table = new HashTable({ seed: [5, 6], makeEntry: (key, hash) => new Entry(key, hash) });
  for (let i = 0; i < count; i++) table.findOrInsert(`key:${i}`);
  return table;
}

/** Chi-square of the draws against a fair share for each key. */
function unfairness(table: HashTable<Entry>, drawsPerKey: number): number {
  const random = randomFrom(9);
  const counts = new Map<string, number>();
  for (let i = 0; i < table.size * drawsPerKey; i++) {
    const key = table.random(random)?.key as string;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const squares = [...table].map(({ key }) => ((counts.get(key) ?? 0) - drawsPerKey) ** 2);
  return squares.reduce((sum, square) => sum + square, 0) / drawsPerKey;
}

describe('random', () => {
  test('an empty table has none', () => {
    expect(tableOf(0).random(randomFrom(1))).toBeUndefined();
  });

  // With n keys a fair draw stays below n + 4 √(2n) but for one time in 30,000.
  test.each([10, 100, 128, 129, 150])('draws each of %i keys as often', (count) => {
    expect(unfairness(tableOf(count), 200)).toBeLessThan(count + 4 * Math.sqrt(2 * count));
  });

  test('finds the one key of a table that is much too large for it', () => {
    const table = tableOf(1);
    table.reserve(65_536);
    expect(table.buckets).toBe(4 + 65_536);
    expect(table.random(randomFrom(2))?.key).toBe('key:0');
  });
});

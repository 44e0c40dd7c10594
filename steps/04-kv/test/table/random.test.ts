import { describe, expect, test } from 'vitest';
import { NOWHERE } from '../../src/memory/arena.ts';
import type { HashTable } from '../../src/table/hash-table.ts';
import { randomFrom } from '../random-from.ts';
import { drop, keysOf, tableOf } from './tables.ts';

/** Chi-square of the draws against a fair share for each key. */
function unfairness(table: HashTable, drawsPerKey: number): number {
  const random = randomFrom(9);
  const counts = new Map<string, number>();
  for (let i = 0; i < table.size * drawsPerKey; i++) {
    const key = table.keyOf(table.random(random));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const squares = keysOf(table).map((key) => ((counts.get(key) ?? 0) - drawsPerKey) ** 2);
  return squares.reduce((sum, square) => sum + square, 0) / drawsPerKey;
}

describe('random', () => {
  test('an empty table has none', () => {
    expect(tableOf(0).random(randomFrom(1))).toBe(NOWHERE);
  });

  // With n keys a fair draw stays below n + 4 √(2n) but for one time in 30,000.
  test.each([10, 100, 128, 129, 150])('draws each of %i keys as often', (count) => {
    expect(unfairness(tableOf(count), 200)).toBeLessThan(count + 4 * Math.sqrt(2 * count));
  });

  test('finds the one key of a table that is much too large for it', () => {
    const table = tableOf(1);
    table.reserve(65_536);
    expect(table.buckets).toBe(4 + 65_536);
    expect(table.keyOf(table.random(randomFrom(2)))).toBe('key:0');
  });

  test('finds what is left in the midst of a rehash, in either array', () => {
    const table = tableOf(513);
    for (let i = 0; i < 500; i++) drop(table, `key:${i}`);
    for (let i = 1000; !table.rehashing; i++) table.insert(`key:${i}`);
    const random = randomFrom(3);
    const drawn = new Set<string>();
    for (let i = 0; i < 200 * table.size; i++) drawn.add(table.keyOf(table.random(random)));
    expect([...drawn].sort()).toEqual(keysOf(table));
  });
});

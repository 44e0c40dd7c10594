// What a sorted set says that it takes: against what sets weigh on the heap and beside it.

import { Slice } from '@byor/06-aof/core';
import { bytesEach } from '@byor/spec/collect';
import { describe, expect, test } from 'vitest';
import { SortedSet } from '../../src/sorted-set/sorted-set.ts';
import { checkSet, contextWith, forms, type Pair, setOf } from './sets.ts';

async function expectItsWeight(make: () => SortedSet): Promise<void> {
  const bytes = make().memoryBytes();
  const weighed = await bytesEach(bytes, make);
  expect(bytes / weighed).toBeGreaterThan(0.9);
  expect(bytes / weighed).toBeLessThan(1.1);
}

const context = contextWith({});

describe('memory', () => {
  test.each(forms)('grows with members and with their length, %s', (_, limits) => {
    const many = Array.from({ length: 100 }, (_, i): Pair => [`m${i}`, 1]);
    const sizes = [
      [],
      many,
      many.map(([name, score]): Pair => [name.repeat(10), score]),
      Array.from({ length: 1000 }, (_, i): Pair => [`m${i}`.repeat(10), 1]),
    ];
    const bytes = sizes.map((pairs) => setOf(pairs, limits).memoryBytes());
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
    expect(new Set(bytes).size, 'four sets, each of more bytes than the one before').toBe(4);
  });

  test.each([0, 1, 17, 18, 128, 129, 500])('is what a set of %i weighs', async (size) => {
    const members = Array.from({ length: size }, (_, n) => Slice.of(`member:${n}`));
    const make = () => {
      const set = new SortedSet(context);
      for (const [n, member] of members.entries()) set.put(member, (n * 7) % 997);
      return set;
    };
    await expectItsWeight(make);
  });

  test('of members that came and went is what their room weighs', async () => {
    const names = Array.from({ length: 100 }, (_, n) => Slice.of(`member:${n}`));
    const make = () => {
      const set = new SortedSet(context);
      for (const name of names) set.put(name, 1);
      for (const name of names) set.put(name, 2);
      set.removeSpan({ start: 10, end: 60 });
      for (const name of names.slice(70)) set.delete(name);
      return set;
    };
    await expectItsWeight(make);
  });

  test('comes back when the members go', () => {
    const pairs = Array.from({ length: 20_000 }, (_, i): Pair => [`member:${i}`, i]);
    const one = setOf(pairs);
    const fullBytes = one.memoryBytes();
    for (const [name] of pairs.slice(10)) one.delete(name);
    for (let i = 0; i < 50_000; i++) one.score('member:1'); // lookups shrink the table by and by
    expect(one.memoryBytes()).toBeLessThan(fullBytes / 2);
    expect(checkSet(one)).toBe(10);
    const other = setOf(pairs);
    other.removeSpan({ start: 0, end: 20_000 });
    expect(other.memoryBytes()).toBeLessThan(5000); // what a table and a tree are without members
  });
});

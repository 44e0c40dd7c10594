import { describe, expect, test } from 'vitest';
import type { HashTable } from '../../src/table/hash-table.ts';
import {
  drop,
  entriesOf,
  keysOf,
  makeTable,
  numberOf,
  put,
  tableOf,
  whatIsWrong,
} from './tables.ts';

describe('progressive rehash', () => {
  /** Checks after each of `count` runs of `operation` that it moved a bucket and passed over ten empty ones, at most. */
  function expectBounded(table: HashTable, count: number, operation: (i: number) => void): void {
    for (let i = 0; i < count; i++) {
      const before = table.layout;
      const usedBefore = before.main.used;
      const bucketBefore = nextChain(table);
      operation(i);
      const after = table.layout;
      if (after.main !== before.main) continue; // moved its last bucket and is done
      expect(after.rehashIndex - before.rehashIndex).toBeLessThanOrEqual(11);
      expect(usedBefore - after.main.used).toBeLessThanOrEqual(bucketBefore + 1); // + 1: what was deleted
    }
  }

  /** Length of the chain that the next step moves. */
  function nextChain(table: HashTable): number {
    const { main, target, rehashIndex } = table.layout;
    let chain = 0;
    if (target === undefined) return 0;
    for (let index = rehashIndex; index < main.count && chain === 0; index++) {
      main.visit(index, () => chain++);
    }
    return chain;
  }

  test('an insert moves a bounded share, and growing is done before it is due again', () => {
    const table = makeTable();
    expectBounded(table, 5000, (i) => {
      table.insert(`key:${i}`); // and no lookup, as who knows that all keys are new
      const { main, target } = table.layout;
      expect(table.size).toBeLessThanOrEqual((target ?? main).count);
    });
    expect(table.buckets).toBeLessThanOrEqual(8192 + 4096);
  });

  test('finds and deletes move a bounded share too', () => {
    const table = tableOf(4097);
    expect(table.rehashing).toBe(true);
    expectBounded(table, 2000, (i) => void table.find(`key:${i}`));
    expectBounded(table, 4097, (i) => void drop(table, `key:${i}`));
    expect(table.size).toBe(0);
  });

  test('a table that lost nearly all its keys shrinks, and finishes within a fifth as many operations as buckets', () => {
    const table = tableOf(4096);
    while (table.rehash(100));
    for (let i = 0; !table.rehashing; i++) drop(table, `key:${i}`);
    const { main, target } = table.layout;
    expect(main.count).toBe(4096);
    expect(target?.count).toBe(512);
    let operations = 0;
    while (table.rehashing) {
      table.find('key:4000');
      operations++;
    }
    expect(operations).toBeLessThanOrEqual(4096 / 5);
    expect(table.buckets).toBe(512);
  });

  test('an emptied table ends up with its first four buckets', () => {
    const table = tableOf(10_000);
    for (let i = 0; i < 10_000; i++) drop(table, `key:${i}`);
    while (table.rehash(100));
    expect([table.size, table.buckets]).toEqual([0, 4]);
  });

  test('one that is emptied while it shrinks goes on to shrink', () => {
    const table = tableOf(4096);
    while (table.rehash(100));
    for (let i = 0; !table.rehashing; i++) drop(table, `key:${i}`);
    for (const entry of entriesOf(table)) table.remove(entry);
    while (table.rehash(100));
    expect(table.buckets).toBe(4);
  });

  test('rehashFor works until its budget is spent', () => {
    const table = tableOf(65_537);
    let nowUs = 0;
    const clock = () => (nowUs += 250);
    expect(table.rehashFor(1000, clock)).toBe(true);
    expect(nowUs).toBe(1250); // started at 250, looked again every 100 steps
    expect(table.layout.rehashIndex).toBeGreaterThanOrEqual(400);
    expect(table.rehashFor(Number.POSITIVE_INFINITY, clock)).toBe(false);
    expect(table.buckets).toBe(131_072);
  });

  test('reserve makes room at once, and loading does not rehash', () => {
    const table = makeTable();
    table.reserve(1000);
    for (let i = 0; i < 1000; i++) {
      put(table, `key:${i}`);
      expect(table.rehashing).toBe(false);
    }
    expect(table.buckets).toBe(1024);
  });
});

describe('iteration', () => {
  test('visits each entry once, in the midst of a rehash, while the visited ones go', () => {
    const table = tableOf(600);
    expect(table.rehashing).toBe(true);
    const seen: string[] = [];
    table.forEach((entry) => {
      seen.push(table.keyOf(entry));
      if (numberOf(table, entry) % 2 === 1) table.remove(entry);
    });
    expect([seen.length, new Set(seen).size]).toEqual([600, 600]);
    expect(table.size).toBe(300);
    expect(keysOf(table)).toEqual(seen.filter((key) => /[02468]$/.test(key)).sort());
    expect(whatIsWrong(table)).toEqual([]);
  });

  test('holds a rehash up only until it ends, by a throw too', () => {
    const table = tableOf(513);
    const { rehashIndex } = table.layout;
    const broken = () =>
      table.forEach(() => {
        table.find('key:1');
        expect(table.rehash(10)).toBe(false);
        throw new Error('enough');
      });
    expect(broken).toThrow('enough');
    expect(table.layout.rehashIndex).toBe(rehashIndex);
    table.find('key:1');
    expect(table.layout.rehashIndex).toBeGreaterThan(rehashIndex);
  });

  test('that deletes nearly everything lets the table shrink afterwards', () => {
    const table = tableOf(1000);
    table.forEach((entry) => {
      if (numberOf(table, entry) > 3) table.remove(entry);
    });
    while (table.rehash(100));
    expect(keysOf(table)).toEqual(['key:0', 'key:1', 'key:2', 'key:3']);
    expect(table.buckets).toBe(4);
  });
});

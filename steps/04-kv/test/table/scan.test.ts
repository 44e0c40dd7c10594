import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HashTable } from '../../src/table/hash-table.ts';
import { nextCursor } from '../../src/table/scan.ts';
import { drop, makeTable, put } from './tables.ts';

function tableOf(seed: number, count: number): HashTable {
  const table = makeTable(seed);
  for (const key of stayingKeys(count)) put(table, key);
  return table;
}

const stayingKeys = (count: number) => Array.from({ length: count }, (_, i) => `stays:${i}`);

test('the cursor comes to every bucket once, then back to 0', () => {
  for (const count of [1, 4, 64, 1024]) {
    const seen = new Set<number>();
    let cursor = 0;
    do {
      seen.add(cursor & (count - 1));
      cursor = nextCursor(cursor, count - 1);
    } while (cursor !== 0);
    expect(seen.size).toBe(count);
  }
});

describe('scan', () => {
  const churn = fc.oneof(
    fc.record({ kind: fc.constant('insert' as const), count: fc.integer({ min: 0, max: 700 }) }),
    fc.record({ kind: fc.constant('delete' as const), count: fc.integer({ min: 0, max: 1500 }) }),
    fc.record({ kind: fc.constant('rehash' as const), count: fc.integer({ min: 0, max: 300 }) }),
    fc.record({ kind: fc.constant('nothing' as const), count: fc.constant(0) }),
  );
  const scenario = fc.record({
    seed: fc.integer(),
    stay: fc.integer({ min: 0, max: 120 }),
    comeAndGo: fc.integer({ min: 0, max: 1500 }),
    between: fc.array(churn, { maxLength: 60, size: 'max' }),
  });

  test('returns what is there throughout at least once, however the table grows and shrinks meanwhile', () => {
    const resizes = { grown: 0, shrunk: 0 };
    fc.assert(
      fc.property(scenario, ({ seed, stay, comeAndGo, between }) => {
        const table = tableOf(seed, stay);
        const transient = new Transient(table);
        transient.insert(comeAndGo);
        const seen = new Set<string>();
        let cursor = 0;
        let calls = 0;
        do {
          cursor = table.scan(cursor, (entry) => seen.add(table.keyOf(entry)));
          const step = between[calls++];
          const { count } = table.layout.main;
          if (step !== undefined) transient.run(step.kind, step.count);
          if (table.layout.main.count > count) resizes.grown++;
          if (table.layout.main.count < count) resizes.shrunk++;
        } while (cursor !== 0 && calls < 65_536); // it ends once nobody disturbs it
        const missed = stayingKeys(stay).filter((key) => !seen.has(key));
        expect({ cursor, missed }).toEqual({ cursor: 0, missed: [] });
      }),
      { numRuns: 150 },
    );
    expect(Math.min(resizes.grown, resizes.shrunk)).toBeGreaterThan(20); // or this test has shown nothing
  });

  test('visits what is deleted by the visit, and everything else', () => {
    const table = tableOf(1, 1000);
    const seen = new Set<string>();
    let cursor = 0;
    do {
      cursor = table.scan(cursor, (entry) => {
        seen.add(table.keyOf(entry));
        table.remove(entry);
      });
    } while (cursor !== 0);
    expect(seen.size).toBe(1000);
    expect(table.size).toBe(0);
  });

  test('looks at few buckets a call: one, and while rehashing one and its share of the larger array', () => {
    const table = tableOf(3, 1025);
    const { main, target } = table.layout;
    expect([main.count, target?.count]).toEqual([1024, 2048]);
    let calls = 0;
    let cursor = 0;
    do {
      cursor = table.scan(cursor, () => {});
      calls++;
    } while (cursor !== 0);
    expect(calls).toBe(1024);
  });

  test('any cursor a client makes up ends too, at 0', () => {
    const table = tableOf(4, 100);
    for (const start of [1, 12_345, 2 ** 31, 2 ** 32 - 1, 2 ** 53 - 1]) {
      let cursor = start;
      let calls = 0;
      do {
        cursor = table.scan(cursor, () => {});
        calls++;
      } while (cursor !== 0);
      expect(calls).toBeLessThanOrEqual(128);
    }
  });
});

/** Entries that come and go during a scan, beside those that stay. */
class Transient {
  readonly #table: HashTable;
  readonly #keys: string[] = [];
  #next = 0;

  constructor(table: HashTable) {
    this.#table = table;
  }

  run(kind: 'insert' | 'delete' | 'rehash' | 'nothing', count: number): void {
    if (kind === 'insert') this.insert(count);
    else if (kind === 'delete') for (const key of this.#keys.splice(-count)) drop(this.#table, key);
    else if (kind === 'rehash') this.#table.rehash(count);
  }

  insert(count: number): void {
    for (let i = 0; i < count; i++) {
      const key = `goes:${this.#next++}`;
      put(this.#table, key);
      this.#keys.push(key);
    }
  }
}

import { Slice } from '@byor/03-event-loop/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HashTable, Key } from '../../src/table/hash-table.ts';
import { keysOf, makeTable, type NumberEntry, tableOf } from './tables.ts';

describe('as a map', () => {
  // Few distinct keys, so that they meet again; binary ones; both forms.
  const text = fc.oneof(
    fc.integer({ min: 0, max: 300 }).map((n) => `k${n}`),
    fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  );
  const form = fc.boolean();
  const keyOf = (text: string, asBytes: boolean): Key => (asBytes ? Slice.of(text) : text);
  const operation = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constant('insert' as const), text, form) },
    { weight: 5, arbitrary: fc.tuple(fc.constant('delete' as const), text, form) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('find' as const), text, form) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('rehash' as const), text, form) },
  );

  test('any operations leave what a Map would hold', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(operation, { maxLength: 1500, size: 'max' }),
        (seed, operations) => {
          const table = makeTable(seed);
          const model = new Map<string, number>();
          operations.forEach(([kind, text, asBytes], value) => {
            const key = keyOf(text, asBytes);
            if (kind === 'insert') {
              table.findOrInsert(key).value = value;
              model.set(text, value);
            } else if (kind === 'delete') {
              expect(table.delete(key)?.value).toBe(model.get(text));
              model.delete(text);
            } else if (kind === 'find') {
              expect(table.find(key)?.value).toBe(model.get(text));
            } else {
              table.rehash(1);
            }
            expect(table.size).toBe(model.size);
          });
          expect(keysOf(table)).toEqual([...model.keys()].sort());
          for (const [text, value] of model) expect(table.find(text)?.value).toBe(value);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('keys that share a bucket are told apart', () => {
    const table = makeTable();
    const [first, second] = collidingKeys(table);
    table.findOrInsert(first).value = 1;
    expect(table.find(second)).toBeUndefined();
    table.findOrInsert(second).value = 2;
    expect(table.delete(first)?.value).toBe(1);
    expect(table.find(second)?.value).toBe(2);
  });

  test('the stored key is a copy: the input buffer may be written over', () => {
    const table = makeTable();
    const key = Slice.of('name');
    table.findOrInsert(key);
    key.bytes.fill(0x2e);
    expect(table.find('name')).toBeDefined();
  });

  test('remove takes out an entry at hand, once', () => {
    const table = tableOf(100);
    const entry = table.find('key:42') as NumberEntry;
    expect(table.remove(entry)).toBe(true);
    expect(table.remove(entry)).toBe(false);
    expect(table.find('key:42')).toBeUndefined();
    expect(table.size).toBe(99);
  });

  test('clear forgets everything, in the midst of a rehash too', () => {
    const table = tableOf(513);
    expect(table.rehashing).toBe(true);
    table.clear();
    expect([table.size, table.buckets, table.rehashing, table.find('key:1')]).toEqual([
      0,
      4,
      false,
      undefined,
    ]);
    table.findOrInsert('key:1');
    expect(keysOf(table)).toEqual(['key:1']);
  });
});

/** Two keys of one bucket, found by trying. */
function collidingKeys(table: HashTable<NumberEntry>): [string, string] {
  const buckets = new Map<number, string>();
  for (let i = 0; ; i++) {
    const { key, hash } = table.findOrInsert(`c${i}`);
    table.delete(key);
    const bucket = hash & 3;
    const other = buckets.get(bucket);
    if (other !== undefined) return [other, key];
    buckets.set(bucket, key);
  }
}

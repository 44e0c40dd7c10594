import { Slice } from '@byor/03-event-loop/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOWHERE, type Ref } from '../../src/memory/arena.ts';
import type { HashTable, Key } from '../../src/table/hash-table.ts';
import { randomFrom } from '../random-from.ts';
import {
  drop,
  keysOf,
  makeTable,
  numberAt,
  numberOf,
  put,
  tableOf,
  whatIsWrong,
} from './tables.ts';

describe('as a map', () => {
  // Few distinct keys, so that they meet again; binary ones; both forms.
  const text = fc.oneof(
    fc.integer({ min: 0, max: 300 }).map((n) => `k${n}`),
    fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    fc.integer({ min: 20, max: 70 }).map((length) => 'x'.repeat(length)),
  );
  const form = fc.boolean();
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
              put(table, key, value);
              model.set(text, value);
            } else if (kind === 'delete') {
              expect(drop(table, key)).toBe(model.get(text));
              model.delete(text);
            } else if (kind === 'find') {
              expect(numberAt(table, key)).toBe(model.get(text));
            } else {
              table.rehash(1);
            }
            expect(table.size).toBe(model.size);
          });
          expect(whatIsWrong(table)).toEqual([]);
          expect(keysOf(table)).toEqual([...model.keys()].sort());
          for (const [text, value] of model) expect(numberAt(table, text)).toBe(value);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('100,000 random operations, growing and shrinking, keep the invariants', () => {
    const random = randomFrom(3);
    const table = makeTable();
    const model = new Map<string, number>();
    const wrong: string[] = [];
    for (let n = 0; n < 100_000; n++) {
      const key = `k${random(20_000)}`;
      const grows = n % 50_000 < 25_000;
      if (random(10) < (grows ? 8 : 1)) {
        put(table, Slice.of(key), n);
        model.set(key, n);
      } else if (drop(table, key) !== model.get(key) || model.delete(key) === undefined) {
        wrong.push(`the number in step ${n}`);
      }
      if (n % 2500 === 0) wrong.push(...whatIsWrong(table));
    }
    expect([...wrong, ...whatIsWrong(table)]).toEqual([]);
    expect(table.size).toBe(model.size);
    for (const [key, number] of model) expect(numberAt(table, key)).toBe(number);
  });

  test('keys that share a bucket are told apart', () => {
    const table = makeTable();
    const [first, second] = collidingKeys(table);
    put(table, first, 1);
    expect(table.find(second)).toBe(NOWHERE);
    put(table, second, 2);
    expect(drop(table, first)).toBe(1);
    expect(numberAt(table, second)).toBe(2);
  });
});

test('keys of one hash are told apart, the beginning of another one too', () => {
  const table = makeTable();
  const hash = 12_345;
  const entries = ['abc', 'ab', 'abd', ''].map((key) => table.insert(key, 0, hash));
  for (const form of [Slice.of, (key: string) => key]) {
    const found = ['abc', 'ab', 'abd', ''].map((key) => table.find(form(key), hash));
    expect(found).toEqual(entries);
    expect(['a', 'abcd', 'b'].map((key) => table.find(form(key), hash))).toEqual([
      NOWHERE,
      NOWHERE,
      NOWHERE,
    ]);
  }
});

test('keys of one hash are taken out one by one, wherever in their list they stand', () => {
  for (const order of [
    ['abc', 'ab', 'abd'],
    ['abd', 'ab', 'abc'],
    ['ab', 'abd', 'abc'],
  ]) {
    const table = makeTable();
    const hash = 12_345;
    for (const key of ['abc', 'ab', 'abd']) table.insert(key, 0, hash);
    const left = new Set(order);
    for (const key of order) {
      table.remove(table.find(key, hash));
      left.delete(key);
      const found = order.filter((each) => table.find(each, hash) !== NOWHERE);
      expect([table.size, found]).toEqual([left.size, [...left]]);
    }
  }
});

describe('an entry', () => {
  test('owns its key: the input buffer may be written over', () => {
    const table = makeTable();
    const key = Slice.of('name');
    put(table, key);
    key.bytes.fill(0x2e);
    expect(table.find('name')).not.toBe(NOWHERE);
  });

  test.each(['', 'a', '\0\r\n\xff', 'x'.repeat(24), 'x'.repeat(25), '\xe9'.repeat(100_000)])(
    'has its key as text and as a view',
    (text) => {
      for (const asBytes of [true, false]) {
        const table = makeTable();
        const entry = put(table, keyOf(text, asBytes), 1);
        const view = new Slice(new Uint8Array(0), 0, 0);
        expect(table.viewKey(entry, view)).toBe(view);
        expect([table.keyOf(entry), view.text()]).toEqual([text, text]);
        expect(table.find(keyOf(text, !asBytes))).toBe(entry);
      }
    },
  );

  test('has room behind its key, which nobody else writes to', () => {
    const table = makeTable();
    const entries = [1, 2, 3].map((id) => table.insert(`key:${id}`, 100));
    const { arena } = table;
    const room = (entry: Ref) => {
      const view = table.viewKey(entry, new Slice(new Uint8Array(0), 0, 0));
      return view.bytes.subarray(view.end, view.end + 100);
    };
    for (const [at, entry] of entries.entries()) room(entry).fill(at);
    for (let i = 0; i < 1000; i++) put(table, `other:${i}`, -1);
    entries.forEach((entry, at) => {
      expect(room(entry).every((byte) => byte === at)).toBe(true);
      expect(table.keyOf(entry)).toBe(`key:${at + 1}`);
      expect(arena.capacity(entry)).toBeGreaterThanOrEqual(100 + 'key:1'.length);
    });
  });

  test('stays where it is through every rehash', () => {
    const table = makeTable();
    const entry = put(table, 'stays', 42);
    for (let i = 0; i < 5000; i++) put(table, `key:${i}`);
    for (let i = 0; i < 5000; i++) drop(table, `key:${i}`);
    expect([table.find('stays'), numberOf(table, entry)]).toEqual([entry, 42]);
  });

  test('is taken out at hand, once', () => {
    const table = tableOf(100);
    const entry = table.find('key:42');
    table.remove(entry);
    expect(() => table.remove(entry)).toThrow('does not hold');
    expect([table.find('key:42'), table.size]).toEqual([NOWHERE, 99]);
  });

  test('may lie on any page: a ref is 32 bits, and the last pages make it negative', () => {
    const table = makeTable();
    const { bytes } = table.arena;
    while (bytes.length < 65_536) bytes.push(bytes[0] as Uint8Array); // as if so many were in use
    for (let i = 0; i < 1000; i++) put(table, `key:${i}`, i);
    expect(table.find('key:1')).toBeLessThan(0);
    for (let i = 0; i < 1000; i += 2) expect(drop(table, `key:${i}`)).toBe(i);
    for (let i = 1; i < 1000; i += 2) expect(numberAt(table, `key:${i}`)).toBe(i);
    expect(whatIsWrong(table)).toEqual([]);
  });
});

describe('memory', () => {
  test('comes back when the keys go, whatever order they go in', () => {
    const table = makeTable();
    const random = randomFrom(4);
    const keys = Array.from({ length: 40_000 }, (_, i) => `${i}${'x'.repeat(random(60))}`);
    for (const key of keys) put(table, key);
    const fullBytes = table.memoryBytes;
    expect(fullBytes).toBeGreaterThan(40_000 * 45);
    for (const key of keys.sort()) drop(table, key);
    while (table.rehash(100));
    expect(table.arena.usedBytes).toBe(0);
    expect(table.memoryBytes).toBeLessThan(fullBytes);
    put(table, 'after', 1);
    expect(numberAt(table, 'after')).toBe(1);
  });

  test('clear forgets everything, in the midst of a rehash too', () => {
    const table = tableOf(513);
    expect(table.rehashing).toBe(true);
    table.clear();
    expect([table.size, table.buckets, table.rehashing, table.find('key:1')]).toEqual([
      0,
      4,
      false,
      NOWHERE,
    ]);
    expect([table.arena.usedBytes, table.arena.heldBytes]).toEqual([0, 0]);
    put(table, 'key:1');
    expect(keysOf(table)).toEqual(['key:1']);
  });
});

function keyOf(text: string, asBytes: boolean): Key {
  return asBytes ? Slice.of(text) : text;
}

/** Two keys of one bucket, found by trying. */
function collidingKeys(table: HashTable): [string, string] {
  const buckets = new Map<number, string>();
  for (let i = 0; ; i++) {
    const key = `c${i}`;
    const bucket = table.hash(key) & 3;
    const other = buckets.get(bucket);
    if (other !== undefined) return [other, key];
    buckets.set(bucket, key);
  }
}

// The sorted set as its users see it: against a Map, and the two forms that OBJECT ENCODING tells apart.

import { Slice } from '@byor/06-aof/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newMemberTable, SortedSet } from '../../src/sorted-set/sorted-set.ts';
import { checkTree, contextWith, inOrder, pairsOf, randomFrom, setOf } from './sets.ts';

const member = fc.constantFrom('a', 'b', 'c', 'd', '', '\xff', 'a\0');
const score = fc.oneof(
  fc.constantFrom(0, 1, 2, Number.POSITIVE_INFINITY),
  fc.double({ noNaN: true }),
);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constant('put' as const), member, score) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('remove' as const), member, score) },
);

describe('as a map in order', () => {
  test('any sequence of changes leaves what a sorted Map would hold', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const set = setOf([]);
        const model = new Map<string, number>();
        for (const [verb, name, value] of steps) {
          const node = set.find(Slice.of(name));
          expect(node?.score).toBe(model.has(name) ? (model.get(name) as number) + 0 : undefined);
          if (verb === 'put') {
            const before = model.get(name);
            const outcome = before === undefined ? 'added' : before === value ? 'same' : 'changed';
            expect(set.put(Slice.of(name), value)).toBe(outcome);
            model.set(name, value + 0);
          } else if (node !== undefined) {
            set.remove(node);
            model.delete(name);
          }
          expect(set.size).toBe(model.size);
          checkTree(set.tree);
        }
        expect(pairsOf(set)).toEqual([...model].sort(inOrder));
        expect([...set].map((node) => node.member).sort()).toEqual([...model.keys()].sort());
      }),
    );
  });

  test('owns its members: the request may be overwritten afterwards', () => {
    const bytes = new Uint8Array([0x61]);
    const set = setOf([[Slice.of(bytes), 1]]);
    bytes[0] = 0x62;
    expect(pairsOf(set)).toEqual([['a', 1]]);
  });

  test('random draws every member about as often', () => {
    const set = setOf(Array.from({ length: 10 }, (_, i) => [`m${i}`, i]));
    const random = randomFrom(1);
    const seen = new Map<string, number>();
    for (let n = 0; n < 10_000; n++) {
      const { member } = set.random(random);
      seen.set(member, (seen.get(member) ?? 0) + 1);
    }
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(seen.size).toBe(10);
  });

  test('scan visits every member while others come and go', () => {
    const set = setOf(Array.from({ length: 500 }, (_, i) => [`m${i}`, i]));
    const seen = new Set<string>();
    let cursor = 0;
    let added = 0;
    do {
      cursor = set.scan(cursor, (node) => seen.add(node.member));
      set.put(`new${added++}`, 0);
    } while (cursor !== 0);
    for (let i = 0; i < 500; i++) expect(seen).toContain(`m${i}`);
  });
});

describe('a span', () => {
  test('is taken out whole, small or large, and the rest stays in order', () => {
    const rank = fc.nat(120);
    fc.assert(
      fc.property(fc.nat(100), rank, rank, (size, start, end) => {
        const set = setOf(Array.from({ length: size }, (_, i) => [`m${i}`, i % 5]));
        const all = pairsOf(set);
        const gone = set.removeSpan({ start, end });
        const cut = Math.min(size, Math.max(start, end));
        expect(gone.map(({ member }) => member)).toEqual(
          all.slice(start, cut).map(([member]) => member),
        );
        checkTree(set.tree);
        expect(pairsOf(set)).toEqual([...all.slice(0, start), ...all.slice(cut)]);
        for (const { member } of gone) expect(set.find(member)).toBeUndefined();
        for (const { member } of gone) set.put(member, 1); // and may come back
        expect(checkTree(set.tree)).toBe(size);
      }),
    );
  });
});

describe('a copy', () => {
  test('has the same members, the same form, and a life of its own', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.double({ noNaN: true })), (scores) => {
        const original = setOf(Object.entries(scores), { maxCompactEntries: 4 });
        const before = pairsOf(original);
        const copy = original.copy();
        checkTree(copy.tree);
        expect(copy.encoding()).toBe(original.encoding());
        expect(pairsOf(copy)).toEqual(before);
        copy.put('added', 1);
        for (const [name] of before) copy.put(name, 7);
        checkTree(copy.tree);
        expect(pairsOf(original)).toEqual(before);
      }),
    );
  });
});

describe('the compact form', () => {
  const numbered = (count: number) =>
    Array.from({ length: count }, (_, i) => [`m${i}`, i] as const);

  test('ends with one entry too many, or one byte', () => {
    expect(setOf(numbered(128)).encoding()).toBe('listpack');
    expect(setOf(numbered(129)).encoding()).toBe('skiplist');
    expect(setOf([['m'.repeat(64), 1]]).encoding()).toBe('listpack');
    expect(setOf([['m'.repeat(65), 1]]).encoding()).toBe('skiplist');
    expect(setOf([['m', 1]], { maxCompactEntries: 0 }).encoding()).toBe('skiplist');
  });

  test('does not come back when the set shrinks', () => {
    const set = setOf(numbered(129));
    for (const node of [...set].slice(1)) set.remove(node);
    expect([set.size, set.encoding()]).toEqual([1, 'skiplist']);
  });

  test('obeys limits that were changed after the set was made', () => {
    const context = { ...contextWith() };
    const set = new SortedSet(context);
    set.put('a', 1);
    context.maxCompactEntries = 1;
    expect(set.encoding()).toBe('listpack');
    set.put('b', 1);
    expect(set.encoding()).toBe('skiplist');
  });

  test('knows no -0', () => {
    expect(setOf([['m', -0]]).find('m')?.score).toBe(0);
    expect(setOf([['m', -0]], { maxCompactEntries: 0 }).find('m')?.score).toBe(-0);
  });

  test('is what a small result of a union gets when it is stored', () => {
    const context = contextWith({ maxCompactEntries: 2 });
    const members = newMemberTable(context);
    members.findOrInsert('m').score = -0;
    const set = SortedSet.of(context, members);
    expect([set.encoding(), set.find('m')?.score]).toEqual(['skiplist', -0]);
    set.compactIfSmall();
    expect([set.encoding(), set.find('m')?.score]).toEqual(['listpack', 0]);
    const large = SortedSet.of(contextWith({ maxCompactMemberBytes: 0 }), members);
    large.compactIfSmall();
    expect(large.encoding()).toBe('skiplist');
  });
});

test('an estimate of memory grows with members and with their length', () => {
  const sizes = [
    [],
    [['a', 1]],
    [
      ['a', 1],
      ['b', 1],
    ],
    [
      ['a'.repeat(1000), 1],
      ['b', 1],
    ],
  ] as const;
  const bytes = sizes.map((pairs) => setOf(pairs).memoryBytes());
  expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
  expect(new Set(bytes).size).toBe(4);
});

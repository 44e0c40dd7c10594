// The sorted set as its users see it: against a Map, in both of its forms, and how it goes from one to the other.

import { Slice } from '@byor/06-aof/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memberText } from '../../src/sorted-set/members.ts';
import { SortedSet } from '../../src/sorted-set/sorted-set.ts';
import {
  checkSet,
  contextWith,
  forms,
  inOrder,
  type Pair,
  pairsOf,
  randomFrom,
  setOf,
} from './sets.ts';

const member = fc.constantFrom('a', 'b', 'c', 'd', '', '\xff', 'a\0', 'long'.repeat(30));
const score = fc.oneof(
  fc.constantFrom(0, 1, 2, Number.POSITIVE_INFINITY),
  fc.double({ noNaN: true }),
);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constant('put' as const), member, score) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('delete' as const), member, score) },
);

describe.each(forms)('as a map in order, %s', (_, limits) => {
  test('any sequence of changes leaves what a sorted Map would hold', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 80, size: 'max' }),
        fc.boolean(),
        (steps, asBytes) => {
          const set = setOf([], limits);
          const model = new Map<string, number>();
          for (const [verb, name, value] of steps) {
            const key = asBytes ? Slice.of(name) : name;
            const before = model.get(name);
            expect(withoutSign(set.score(key))).toBe(withoutSign(before));
            if (verb === 'put') {
              const outcome =
                before === undefined ? 'added' : before === value ? 'same' : 'changed';
              expect(set.put(key, value)).toBe(outcome);
              model.set(name, value);
            } else {
              expect(set.delete(key)).toBe(model.delete(name));
            }
            expect(checkSet(set)).toBe(model.size);
          }
          const expected = [...model].sort(inOrder);
          expect(pairsOf(set).map(plain)).toEqual(expected.map(plain));
          expected.forEach(([name], rank) => {
            expect(set.rank(name)).toBe(rank);
          });
          expect(set.rank('nobody')).toBeUndefined();
        },
      ),
    );
  });

  test('owns its members: the request may be overwritten afterwards', () => {
    const bytes = new Uint8Array([0x61]);
    const set = setOf([[Slice.of(bytes), 1]], limits);
    bytes[0] = 0x62;
    expect(pairsOf(set)).toEqual([['a', 1]]);
  });

  test('forEach and membersIn tell the same as a visit, in both directions', () => {
    const pairs = Array.from({ length: 20 }, (_, i): Pair => [`m${i % 10}${i}`, i % 3]);
    const set = setOf(pairs, limits);
    const all = [...pairs].sort(inOrder);
    const each: Pair[] = [];
    set.forEach((member, score) => {
      each.push([memberText(member), score]);
    });
    expect(each.sort(inOrder)).toEqual(all);
    for (const [start, end] of [
      [0, 20],
      [3, 7],
      [7, 3],
      [18, 99],
      [20, 20],
    ] as const) {
      const expected = all.slice(start, Math.max(start, end));
      const kept = set.membersIn({ start, end }).map(({ member, score }) => [member, score]);
      expect(kept).toEqual(expected);
      const reversed: Pair[] = [];
      set.visit(
        { start, end },
        (member, score) => reversed.push([memberText(member), score]),
        true,
      );
      expect(reversed.reverse()).toEqual(expected);
    }
  });

  test('scan visits every member while others come and go', () => {
    const set = setOf(
      Array.from({ length: 500 }, (_, i) => [`m${i}`, i]),
      limits,
    );
    const seen = new Set<string>();
    let cursor = 0;
    let added = 0;
    do {
      cursor = set.scan(cursor, (member) => seen.add(memberText(member)));
      set.put(`new${added++}`, 0);
    } while (cursor !== 0);
    for (let i = 0; i < 500; i++) expect(seen).toContain(`m${i}`);
  });

  test('a span is taken out whole, small or large, and the rest stays in order', () => {
    const rank = fc.nat(120);
    fc.assert(
      fc.property(fc.nat(100), rank, rank, (size, start, end) => {
        const pairs = Array.from({ length: size }, (_, i): Pair => [`m${i}`, i % 5]);
        const set = setOf(pairs, limits);
        const all = pairsOf(set);
        const gone = set.removeSpan({ start, end });
        const cut = Math.min(size, Math.max(start, end));
        expect(gone.map(({ member, score }) => [member, score])).toEqual(all.slice(start, cut));
        checkSet(set);
        expect(pairsOf(set)).toEqual([...all.slice(0, start), ...all.slice(cut)]);
        for (const { member } of gone) expect(set.score(member)).toBeUndefined();
        for (const { member } of gone) set.put(member, 1); // and may come back
        expect(checkSet(set)).toBe(size);
      }),
    );
  });

  test('a copy has the same members, the same form, and a life of its own', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.double({ noNaN: true })), (scores) => {
        const original = setOf(
          Object.entries(scores).map(([name, s]) => [latin1(name), s]),
          limits,
        );
        const before = pairsOf(original);
        const copy = original.copy();
        checkSet(copy);
        expect(copy.encoding()).toBe(original.encoding());
        expect(pairsOf(copy)).toEqual(before);
        copy.put('added', 1);
        for (const [name] of before) copy.put(name, 7);
        checkSet(copy);
        expect(pairsOf(original)).toEqual(before);
        for (const [name] of before) original.delete(name);
        expect([original.size, checkSet(copy)]).toEqual([0, copy.size]);
      }),
    );
  });
});

/** A set takes one char a byte. */
const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
const withoutSign = (score: number | undefined) => (score === 0 ? 0 : score);
const plain = ([member, score]: Pair) => [member, withoutSign(score)];

test('100,000 random changes of a large set, some of whole spans, leave what a Map holds', () => {
  const random = randomFrom(9);
  const set = setOf([]);
  const model = new Map<string, number>();
  for (let n = 0; n < 100_000; n++) {
    const name = `member:${random(4000)}`;
    if (random(4) > 0) {
      set.put(name, n % 997);
      model.set(name, n % 997);
    } else if (set.delete(name) !== model.delete(name)) expect.unreachable(`delete, step ${n}`);
    if (n % 5000 === 4999) {
      const start = random(set.size);
      for (const { member } of set.removeSpan({ start, end: start + random(600) })) {
        if (!model.delete(member)) expect.unreachable(member);
      }
      expect(checkSet(set)).toBe(model.size);
    }
  }
  expect(pairsOf(set)).toEqual([...model].sort(inOrder));
  expect(set.encoding()).toBe('skiplist');
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

  test('stays when a member of a full set gets another score', () => {
    const set = setOf(numbered(128));
    expect([set.put('m5', 1000), set.encoding()]).toEqual(['changed', 'listpack']);
  });

  test('takes every member along when it ends', () => {
    const pairs = numbered(129).map(([name, i]): Pair => [name, i % 7]);
    const set = setOf(pairs);
    expect(set.isCompact).toBe(false);
    expect(pairsOf(set)).toEqual([...pairs].sort(inOrder));
    expect(checkSet(set)).toBe(129);
  });

  test('does not come back when the set shrinks', () => {
    const set = setOf(numbered(129));
    set.removeSpan({ start: 1, end: 129 });
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
    expect(setOf([['m', -0]]).score('m')).toBe(0);
  });

  test('is what gives -0 up: a tree keeps it', () => {
    expect(setOf([['m', -0]], { maxCompactEntries: 0 }).score('m')).toBe(-0);
  });

  test('is what a small result of a union gets when it is stored', () => {
    const scores = new Map([['m', -0]]);
    const set = SortedSet.of(contextWith({ maxCompactEntries: 2 }), scores);
    expect([set.encoding(), set.score('m')]).toEqual(['skiplist', -0]);
    set.compactIfSmall();
    expect([set.encoding(), set.score('m')]).toEqual(['listpack', 0]);
    const large = SortedSet.of(contextWith({ maxCompactMemberBytes: 0 }), scores);
    large.compactIfSmall();
    expect(large.encoding()).toBe('skiplist');
  });
});

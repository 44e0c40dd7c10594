// Ranges against filters over a plain array.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  limited,
  type MemberBound,
  MemberRange,
  type Range,
  RankRange,
  ScoreRange,
  sizeOf,
} from '../../src/sorted-set/ranges.ts';
import { forms, type Pair, pairsOf, setOf } from './sets.ts';

const infinity = Number.POSITIVE_INFINITY;
const score = fc.constantFrom(-infinity, -1, -0, 0, 0.5, 1, 2, infinity);
const member = fc.constantFrom('', 'a', 'aa', 'ab', 'b', 'c', '\xff');
const pairs = fc.array(fc.tuple(member, score), { maxLength: 12 });
const rank = fc.integer({ min: -15, max: 15 });

function within(set: ReturnType<typeof setOf>, range: Range): Pair[] {
  const { start, end } = range.spanIn(set);
  const found = set.membersIn({ start, end }).map(({ member, score }): Pair => [member, score]);
  expect(sizeOf({ start, end })).toBe(found.length);
  return found;
}

describe.each(forms)('a range is what a filter would find, %s', (_, limits) => {
  test('by score', () => {
    const bound = fc.record({ score, exclusive: fc.boolean() });
    fc.assert(
      fc.property(pairs, bound, bound, (given, min, max) => {
        const set = setOf(given, limits);
        const expected = pairsOf(set).filter(
          ([, each]) =>
            (min.exclusive ? each > min.score : each >= min.score) &&
            (max.exclusive ? each < max.score : each <= max.score),
        );
        expect(within(set, new ScoreRange(min, max))).toEqual(expected);
      }),
    );
  });

  test('by member, where all scores are equal', () => {
    const bound: fc.Arbitrary<MemberBound> = fc.oneof(
      fc.constantFrom('least' as const, 'greatest' as const),
      fc.record({ member, exclusive: fc.boolean() }),
    );
    const isAbove = (name: string, bound: MemberBound) => {
      if (typeof bound === 'string') return bound === 'least';
      return bound.exclusive ? name > bound.member : name >= bound.member;
    };
    const isBelow = (name: string, bound: MemberBound) => {
      if (typeof bound === 'string') return bound === 'greatest';
      return bound.exclusive ? name < bound.member : name <= bound.member;
    };
    fc.assert(
      fc.property(fc.array(member), bound, bound, (names, min, max) => {
        const set = setOf(
          names.map((name) => [name, 0]),
          limits,
        );
        const expected = pairsOf(set).filter(([name]) => isAbove(name, min) && isBelow(name, max));
        expect(within(set, new MemberRange(min, max))).toEqual(expected);
      }),
    );
  });

  test('by rank, from either end', () => {
    fc.assert(
      fc.property(pairs, rank, rank, fc.boolean(), (given, first, last, reversed) => {
        const set = setOf(given, limits);
        const all = reversed ? pairsOf(set).reverse() : pairsOf(set);
        const from = Math.max(0, first < 0 ? first + all.length : first);
        const to = last < 0 ? last + all.length : last;
        const found = within(set, new RankRange(first, last, reversed));
        const expected = to < from ? [] : all.slice(from, to + 1);
        expect(reversed ? found.reverse() : found).toEqual(expected);
      }),
    );
  });
});

test('a limit takes what a slice of the visited nodes would', () => {
  fc.assert(
    fc.property(
      fc.nat(9),
      fc.nat(9),
      rank,
      rank,
      fc.boolean(),
      (start, end, offset, count, back) => {
        const ranks: number[] = [];
        for (let at = start; at < end; at++) ranks.push(at);
        if (back) ranks.reverse();
        const expected =
          offset < 0 ? [] : ranks.slice(offset, count < 0 ? undefined : offset + count);
        const span = limited({ start, end }, offset, count, back);
        const found = ranks.filter((at) => at >= span.start && at < span.end);
        expect(found).toEqual(expected);
        expect(sizeOf(span)).toBe(expected.length);
      },
    ),
  );
});

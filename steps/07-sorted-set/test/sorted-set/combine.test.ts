// Union, intersection and difference against Maps; and what floating point makes of sums.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aggregates,
  difference,
  intersection,
  intersectionSize,
  union,
} from '../../src/sorted-set/combine.ts';
import { checkSet, contextWith, forms, type Pair, pairsOf, setOf } from './sets.ts';

const context = contextWith();
const infinity = Number.POSITIVE_INFINITY;
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
/** Whole numbers add up to the same in every order. */
const scores = fc.array(fc.tuple(name, fc.integer({ min: -9, max: 9 })), { maxLength: 8 });
const given = fc.array(fc.record({ scores, weight: fc.integer({ min: -3, max: 3 }) }), {
  minLength: 1,
  maxLength: 4,
});
const aggregate = fc.constantFrom('SUM' as const, 'MIN' as const, 'MAX' as const);

const model = {
  SUM: (values: number[]) => values.reduce((sum, value) => sum + value, 0),
  MIN: (values: number[]) => Math.min(...values),
  MAX: (values: number[]) => Math.max(...values),
};

function sourcesOf(all: readonly { scores: readonly Pair[]; weight: number }[]) {
  return all.map(({ scores, weight }, at) => ({
    set: scores.length === 0 ? undefined : setOf(scores, forms[at % forms.length]?.[1]),
    weight,
    map: new Map(scores),
  }));
}

const sorted = (pairs: Iterable<Pair>) =>
  Object.fromEntries([...pairs].map(([member, score]) => [member, score + 0]));

describe('combining', () => {
  test('a union has what any source has, an intersection what all have', () => {
    fc.assert(
      fc.property(given, aggregate, (all, how) => {
        const sources = sourcesOf(all);
        const values = new Map<string, number[]>();
        for (const { map, weight } of sources) {
          for (const [member, score] of map) {
            values.set(member, [...(values.get(member) ?? []), weight * score]);
          }
        }
        const expect_ = (least: number) =>
          sorted(
            [...values]
              .filter(([, found]) => found.length >= least)
              .map(([member, found]): Pair => [member, model[how](found)]),
          );
        const united = union(context, sources, aggregates[how]);
        const common = intersection(context, sources, aggregates[how]);
        checkSet(united);
        expect(sorted(pairsOf(united))).toEqual(expect_(1));
        expect(sorted(pairsOf(common))).toEqual(expect_(sources.length));
        expect(intersectionSize(sources, infinity)).toBe(common.size);
        expect(intersectionSize(sources, 2)).toBe(Math.min(2, common.size));
      }),
    );
  });

  test('a difference has what only the first source has, with its scores', () => {
    fc.assert(
      fc.property(given, (all) => {
        const [first, ...others] = sourcesOf(all);
        const expected = [...(first?.map ?? [])].filter(
          ([member]) => !others.some(({ map }) => map.has(member)),
        );
        const sources = first === undefined ? [] : [first, ...others];
        expect(sorted(pairsOf(difference(context, sources, aggregates.SUM)))).toEqual(
          sorted(expected),
        );
      }),
    );
  });

  test('the sources stay as they were', () => {
    const set = setOf([['a', 1]]);
    union(
      context,
      [
        { set, weight: 2 },
        { set, weight: 3 },
      ],
      aggregates.SUM,
    ).put('a', 9);
    expect(pairsOf(set)).toEqual([['a', 1]]);
  });
});

describe('what is no number', () => {
  test.each([
    ['SUM', infinity, -infinity, 1, 0],
    ['SUM', infinity, 5, 0, 5],
    ['MIN', 5, infinity, 0, 5],
    ['MAX', infinity, infinity, 1, infinity],
  ] as const)('%s of %d and %d, weight %d, is %d', (how, a, b, weight, expected) => {
    const sources = [
      { set: setOf([['m', a]]), weight: how === 'MIN' ? 1 : weight },
      { set: setOf([['m', b]]), weight: how === 'MIN' ? weight : 1 },
    ];
    for (const combine of [union, intersection]) {
      const result = combine(context, sources, aggregates[how]);
      const wanted = how === 'MIN' && combine === union ? 0 : expected;
      expect(pairsOf(result)).toEqual([['m', wanted]]);
    }
  });
});

test('sums are taken from the smallest source on, as Redis does', () => {
  const large = setOf([
    ['m', 1e16],
    ['x', 0],
    ['y', 0],
  ]);
  const small = setOf([['m', 1]]);
  const middle = setOf([
    ['m', 1],
    ['x', 0],
  ]);
  const sources = [large, small, middle].map((set) => ({ set, weight: 1 }));
  expect(union(context, sources, aggregates.SUM).score('m')).toBe(1e16 + 2);
});

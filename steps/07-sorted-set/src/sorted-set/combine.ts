// Union, intersection and difference of sorted sets: what ZUNION, ZINTER, ZDIFF and their STORE forms compute.
// Sources are taken from the smallest to the largest, as Redis does: sums of floating point depend on the order.

import type { Key } from '@byor/06-aof/core';
import { memberText } from './members.ts';
import { SortedSet, type SortedSetContext } from './sorted-set.ts';

/** Members between two looks at whether that is enough. */
const STEP = 64;

/** A missing key is a source without members. */
export interface Source {
  readonly set: SortedSet | undefined;
  readonly weight: number;
}

/** The score of a member that two sources have. */
export type Aggregate = (a: number, b: number) => number;

export const aggregates = {
  SUM: (a, b) => numberOr0(a + b),
  MIN: (a, b) => chosen(a, b, b < a),
  MAX: (a, b) => chosen(a, b, b > a),
} satisfies Record<string, Aggregate>;

/** Not Math.min: of 0 and -0 the first one stays, and what is no number is never chosen. */
function chosen(a: number, b: number, second: boolean): number {
  return second ? b : a;
}

export type Combine = (
  context: SortedSetContext,
  sources: readonly Source[],
  aggregate: Aggregate,
) => SortedSet;

/** O(n) table operations for n members in all sources, and O(m log m) for m in the result. */
export const union: Combine = (context, sources, aggregate) => {
  const scores = new Map<string, number>();
  for (const { set, weight } of bySize(sources)) {
    set?.forEach((view, score) => {
      const member = memberText(view);
      const own = numberOr0(weight * score);
      const before = scores.get(member);
      scores.set(member, before === undefined ? own : aggregate(before, own));
    });
  }
  return SortedSet.of(context, scores);
};

/** O(n k) table operations for n members in the smallest of k sources, and O(m log m) for m in the result. */
export const intersection: Combine = (context, sources, aggregate) => {
  const found = new Map<string, number>();
  const [smallest, ...others] = bySize(sources);
  smallest?.set?.forEach((member, score) => {
    const scores = others.map((source) => weighted(source, member));
    if (!scores.every((each) => each !== undefined)) return;
    found.set(memberText(member), scores.reduce(aggregate, numberOr0(smallest.weight * score)));
  });
  return SortedSet.of(context, found);
};

function weighted({ set, weight }: Source, member: Key): number | undefined {
  const score = set?.score(member);
  return score === undefined ? undefined : weight * score;
}

/** How many members all sources have, counted as far as `limit`. O(n k) for n in the smallest of k sources. */
export function intersectionSize(sources: readonly Source[], limit: number): number {
  const [smallest, ...others] = bySize(sources);
  const size = smallest?.set?.size ?? 0;
  let count = 0;
  for (let start = 0; start < size && count < limit; start += STEP) {
    smallest?.set?.visit({ start, end: start + STEP }, (member) => {
      if (others.every(({ set }) => set?.score(member) !== undefined)) count++;
    });
  }
  return Math.min(count, limit);
}

/** What only the first source has. O(n k) table operations for n members in it, and O(m log m) for the result. */
export const difference: Combine = (context, [first, ...others]) => {
  const scores = new Map<string, number>();
  first?.set?.forEach((member, score) => {
    if (others.some(({ set }) => set?.score(member) !== undefined)) return;
    scores.set(memberText(member), score);
  });
  return SortedSet.of(context, scores);
};

function bySize(sources: readonly Source[]): Source[] {
  return [...sources].sort((a, b) => (a.set?.size ?? 0) - (b.set?.size ?? 0));
}

/** inf + -inf and 0 × inf are no numbers; in a sorted set they are 0. */
function numberOr0(score: number): number {
  return Number.isNaN(score) ? 0 : score;
}

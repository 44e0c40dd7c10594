// Union, intersection and difference of sorted sets: what ZUNION, ZINTER, ZDIFF and their STORE forms compute.
// Sources are taken from the smallest to the largest, as Redis does: sums of floating point depend on the order.

import type { HashTable } from '@byor/06-aof/core';
import type { ScoreNode } from './score-tree.ts';
import { newMemberTable, SortedSet, type SortedSetContext } from './sorted-set.ts';

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
  const members = newMemberTable(context);
  for (const { set, weight } of bySize(sources)) {
    for (const { member, score } of set ?? []) {
      aggregateInto(members, member, numberOr0(weight * score), aggregate);
    }
  }
  return SortedSet.of(context, members);
};

function aggregateInto(
  members: HashTable<ScoreNode>,
  member: string,
  score: number,
  aggregate: Aggregate,
): void {
  const sizeBefore = members.size;
  const node = members.findOrInsert(member);
  node.score = members.size === sizeBefore ? aggregate(node.score, score) : score;
}

/** O(n k) table operations for n members in the smallest of k sources, and O(m log m) for m in the result. */
export const intersection: Combine = (context, sources, aggregate) => {
  const members = newMemberTable(context);
  const [smallest, ...others] = bySize(sources);
  for (const { member, score } of smallest?.set ?? []) {
    const scores = others.map(({ set, weight }) => weighted(set?.find(member), weight));
    if (!scores.every((each) => each !== undefined)) continue;
    const own = numberOr0((smallest as Source).weight * score);
    members.findOrInsert(member).score = scores.reduce(aggregate, own);
  }
  return SortedSet.of(context, members);
};

function weighted(node: ScoreNode | undefined, weight: number): number | undefined {
  return node && weight * node.score;
}

/** How many members all sources have, counted as far as `limit`. O(n k) for n in the smallest of k sources. */
export function intersectionSize(sources: readonly Source[], limit: number): number {
  const [smallest, ...others] = bySize(sources);
  let count = 0;
  for (const { member } of smallest?.set ?? []) {
    if (count === limit) break;
    if (others.every(({ set }) => set?.find(member) !== undefined)) count++;
  }
  return count;
}

/** What only the first source has. O(n k) table operations for n members in it, and O(m log m) for the result. */
export const difference: Combine = (context, [first, ...others]) => {
  const members = newMemberTable(context);
  for (const { member, score } of first?.set ?? []) {
    if (others.some(({ set }) => set?.find(member) !== undefined)) continue;
    members.findOrInsert(member).score = score;
  }
  return SortedSet.of(context, members);
};

function bySize(sources: readonly Source[]): Source[] {
  return [...sources].sort((a, b) => (a.set?.size ?? 0) - (b.set?.size ?? 0));
}

/** inf + -inf and 0 × inf are no numbers; in a sorted set they are 0. */
function numberOr0(score: number): number {
  return Number.isNaN(score) ? 0 : score;
}

// Ranges of a sorted set: by rank, by score, by member. Each is found as a span of neighbouring ranks in O(log n),
// so that counting, limiting and reversing are arithmetic on two numbers.

import type { InFront, ScoreTree } from './score-tree.ts';

/** Ranks from `start` (inclusive) to `end` (exclusive); empty when end <= start. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Range {
  spanIn(tree: ScoreTree): Span;
}

/** Both ends inclusive. Negative ranks count from the end: -1 is the last one. Reversed, rank 0 is the last node. */
export class RankRange implements Range {
  readonly #first: number;
  readonly #last: number;
  readonly #reversed: boolean;

  constructor(first: number, last: number, reversed = false) {
    this.#first = first;
    this.#last = last;
    this.#reversed = reversed;
  }

  spanIn({ size }: ScoreTree): Span {
    const first = this.#first < 0 ? this.#first + size : this.#first;
    const last = this.#last < 0 ? this.#last + size : this.#last;
    const start = Math.max(0, first);
    const end = Math.min(size, last + 1);
    return this.#reversed ? { start: size - end, end: size - start } : { start, end };
  }
}

export interface ScoreBound {
  readonly score: number;
  readonly exclusive: boolean;
}

export class ScoreRange implements Range {
  readonly #min: ScoreBound;
  readonly #max: ScoreBound;

  constructor(min: ScoreBound, max: ScoreBound) {
    this.#min = min;
    this.#max = max;
  }

  spanIn(tree: ScoreTree): Span {
    return {
      start: tree.countInFront(upToScore(this.#min.score, this.#min.exclusive)),
      end: tree.countInFront(upToScore(this.#max.score, !this.#max.exclusive)),
    };
  }
}

function upToScore(border: number, inclusive: boolean): InFront {
  return inclusive ? ({ score }) => score <= border : ({ score }) => score < border;
}

/** `least` and `greatest` stand before and behind every member. */
export type MemberBound =
  | 'least'
  | 'greatest'
  | { readonly member: string; readonly exclusive: boolean };

/** Means something where all scores are equal; else what it covers is left open, as in Redis. */
export class MemberRange implements Range {
  readonly #min: MemberBound;
  readonly #max: MemberBound;

  constructor(min: MemberBound, max: MemberBound) {
    this.#min = min;
    this.#max = max;
  }

  spanIn(tree: ScoreTree): Span {
    return {
      start: tree.countInFront(upToMember(this.#min, 'exclusive')),
      end: tree.countInFront(upToMember(this.#max, 'inclusive')),
    };
  }
}

/** `equals`: for which kind of border a member that equals it is in front of it. */
function upToMember(bound: MemberBound, equals: 'inclusive' | 'exclusive'): InFront {
  if (bound === 'least') return () => false;
  if (bound === 'greatest') return () => true;
  const { member: border, exclusive } = bound;
  return exclusive === (equals === 'exclusive')
    ? ({ member }) => member <= border
    : ({ member }) => member < border;
}

export const sizeOf = ({ start, end }: Span): number => Math.max(0, end - start);

/** LIMIT: `count` nodes after the first `offset`; a negative count is all of them, a negative offset none. */
export function limited(span: Span, offset: number, count: number, reversed: boolean): Span {
  const left = sizeOf(span) - offset;
  if (offset < 0 || left <= 0) return { start: 0, end: 0 };
  const taken = count < 0 ? left : Math.min(count, left);
  return reversed
    ? { start: span.end - offset - taken, end: span.end - offset }
    : { start: span.start + offset, end: span.start + offset + taken };
}

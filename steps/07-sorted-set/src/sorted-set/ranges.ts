// Ranges of a sorted set: by rank, by score, by member. Each is found as a span of neighbouring ranks in O(log n),
// so that counting, limiting and reversing are arithmetic on two numbers.

import { Slice } from '@byor/06-aof/core';

/** Where a range begins or ends. In front of it stands what is less; what equals it too if it is `inclusive`. */
export interface Border {
  /** Left out: members alone are compared. */
  readonly score?: number;
  /** Left out: scores alone are compared. */
  readonly member?: Slice;
  readonly inclusive: boolean;
}

/** What a range is looked for in. */
export interface Ordered {
  readonly size: number;
  /** How many stand in front of a border. */
  countInFront(border: Border): number;
}

/** Ranks from `start` (inclusive) to `end` (exclusive); empty when end <= start. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Range {
  spanIn(members: Ordered): Span;
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

  spanIn({ size }: Ordered): Span {
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

  spanIn(members: Ordered): Span {
    return {
      start: members.countInFront({ score: this.#min.score, inclusive: this.#min.exclusive }),
      end: members.countInFront({ score: this.#max.score, inclusive: !this.#max.exclusive }),
    };
  }
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

  spanIn(members: Ordered): Span {
    return {
      start: countBefore(members, this.#min, 'exclusive'),
      end: countBefore(members, this.#max, 'inclusive'),
    };
  }
}

/** `equals`: for which kind of border a member that equals it is in front of it. */
function countBefore(
  members: Ordered,
  bound: MemberBound,
  equals: 'inclusive' | 'exclusive',
): number {
  if (bound === 'least') return 0;
  if (bound === 'greatest') return members.size;
  const { member, exclusive } = bound;
  const inclusive = exclusive === (equals === 'exclusive');
  return members.countInFront({ member: Slice.of(member), inclusive });
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

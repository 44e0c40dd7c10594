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

  /** @exercise 7.7 */
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

  /** @exercise 7.7 */
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

/**
 * `equals`: for which kind of border a member that equals it is in front of it.
 * @exercise 7.7
 */
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

/**
 * LIMIT: `count` nodes after the first `offset`; a negative count is all of them, a negative offset none.
 * @exercise 7.7 Every range is two numbers
 * @tests sorted-set/ranges: ^(a range is what a filter would find, (compact|one and then the other) by (score|member|rank)|a limit)
 * @hint ZRANGEBYSCORE z (1 5 LIMIT 10 3, and the same in reverse. How many of these words does a tree have to
 *   understand?
 * @hint None but one: how many stand in front of a border. Two such numbers are a span of ranks, and then a count is a
 *   subtraction, a limit moves the ends, and reversed the limit counts from the other end. What equals an exclusive
 *   lower bound stands in front of the range, so the border is inclusive there.
 * @hint RankRange: below 0 add the size; from max(0, first) to min(size, last + 1), reversed size - end to size -
 *   start. ScoreRange: from the border of min, inclusive if min is exclusive, to that of max, inclusive unless max is
 *   exclusive. countBefore: 0 for least, the size for greatest; else inclusive if exclusive === (equals ===
 *   'exclusive'). CompactMembers.countInFront: the first that is not in front: a greater score, or the same (or none to
 *   compare) and a greater member, or one that equals the border where that is not inclusive. limited: nothing for an
 *   offset below 0 or beyond; else what is left, or count if less; from the end if reversed.
 */
export function limited(span: Span, offset: number, count: number, reversed: boolean): Span {
  const left = sizeOf(span) - offset;
  if (offset < 0 || left <= 0) return { start: 0, end: 0 };
  const taken = count < 0 ? left : Math.min(count, left);
  return reversed
    ? { start: span.end - offset - taken, end: span.end - offset }
    : { start: span.start + offset, end: span.start + offset + taken };
}

// A sorted set as the requests that build it again: what a rewritten log holds of it.

import { Args, formatDouble, Slice } from '@byor/06-aof/core';
import type { SortedSet } from './sorted-set.ts';

/** Members of one request, so that a large set is dumped a little at a time. */
export const MEMBERS_PER_REQUEST = 64;

/**
 * ZADD requests in the order of the set, each O(log n + members). The set may change between two of them: what is not
 * touched meanwhile is in the dump; for what is, the log has a record of its own, made after the dump began.
 * @exercise 7.9 Large sets
 * @tests records: ^a dump
 * @hint A set of a million members is written into a new log, some in each turn, and changes between two turns. Where
 *   do you go on?
 * @hint Not at a rank, since ranks shift when somebody in front comes or goes. Behind the last member that was written,
 *   wherever that stands by now, even if it is gone: a border is found whether or not a member is at it. What changed
 *   meanwhile the log tells of by itself.
 * @hint As long as there are members from start on: take MEMBERS_PER_REQUEST of them, yield Args.of ZADD, the key, and
 *   each one's score (formatDouble) and member; start = how many are in front of a border with the last one's score and
 *   member, inclusive.
 */
export function* dumpSortedSet(key: string, set: SortedSet): Generator<Args, void, undefined> {
  let start = 0;
  for (;;) {
    const members = set.membersIn({ start, end: start + MEMBERS_PER_REQUEST });
    const last = members.at(-1);
    if (last === undefined) return;
    const words = members.flatMap(({ member, score }) => [formatDouble(score), member]);
    yield Args.of('ZADD', key, ...words);
    start = set.countInFront({ score: last.score, member: Slice.of(last.member), inclusive: true });
  }
}

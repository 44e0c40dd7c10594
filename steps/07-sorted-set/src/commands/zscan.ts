// Members in no order: ZSCAN in small steps, ZRANDMEMBER by chance.

import {
  BUCKETS_PER_KEY,
  type Call,
  formatDouble,
  oneKey,
  parseCursor,
  parseScanOptions,
  ReplyError,
  syntaxError,
} from '@byor/06-aof/core';
import { memberText, type VisitMember } from '../sorted-set/members.ts';
import type { Span } from '../sorted-set/ranges.ts';
import type { Member, SortedSet } from '../sorted-set/sorted-set.ts';
import { int64Argument } from './arguments.ts';
import { type Family, readSet, replyMember, replyMembers } from './sets.ts';

const LONG_MAX = 2n ** 63n - 1n;

export const zscanCommands: Family = ({ commands }) => {
  commands.define('sorted-set', [
    {
      name: 'zscan',
      arity: -3,
      flags: ['readonly'],
      keys: oneKey('RO access'),
      tips: ['nondeterministic_output'],
      syntax: 'key cursor [MATCH pattern] [COUNT count]',
      summary: 'Incrementally iterate sorted sets elements and associated scores',
      since: '2.8.0',
      run: zscan,
    },
    {
      name: 'zrandmember',
      arity: -2,
      flags: ['readonly'],
      keys: oneKey('RO access'),
      tips: ['nondeterministic_output'],
      syntax: 'key [count [WITHSCORES]]',
      summary: 'Get one or multiple random elements from a sorted set',
      since: '6.2.0',
      run: zrandmember,
    },
  ]);
};

/** A compact set is answered whole, in order. */
function zscan(call: Call): void {
  const { args, reply } = call;
  let cursor = parseCursor(args.at(2));
  const set = readSet(call, args.at(1));
  const found: Member[] = [];
  if (set === undefined) {
    cursor = 0;
  } else {
    const { count, matches } = parseScanOptions(args, 3, { allowType: false });
    const visit: VisitMember = (view, score) => {
      const member = memberText(view);
      if (matches(member)) found.push({ member, score });
    };
    cursor = scanSome(set, cursor, count, visit);
  }
  reply.array(2);
  reply.bulk(String(cursor));
  reply.array(2 * found.length);
  for (const { member, score } of found) {
    reply.bulk(member);
    reply.bulk(set?.isCompact ? compactText(score) : formatDouble(score)); // text in RESP3 too
  }
}

/** In Redis's compact form whole numbers are integers, and shown as such: 1e17 with all its zeros. */
function compactText(score: number): string {
  const isInteger = Number.isInteger(score) && Math.abs(score) <= 2 ** 62;
  return isInteger ? String(BigInt(score)) : formatDouble(score);
}

/** @returns the next cursor */
function scanSome(set: SortedSet, start: number, count: number, visit: VisitMember): number {
  let cursor = start;
  let seen = 0;
  let buckets = count * BUCKETS_PER_KEY;
  do {
    cursor = set.scan(cursor, (member, score) => {
      seen++;
      visit(member, score);
    });
  } while (cursor !== 0 && seen < count && --buckets > 0);
  return cursor;
}

function zrandmember(call: Call): void {
  const { engine, args, reply } = call;
  const random = engine.host.random;
  if (args.count === 2) {
    const set = readSet(call, args.at(1));
    if (set === undefined) reply.null();
    else set.visit(oneOf(set, random), (member) => reply.bulk(member));
    return;
  }
  const { count, withScores } = parseDraw(call);
  const set = readSet(call, args.at(1));
  const visit: VisitMember = (member, score) => replyMember(reply, member, score, withScores);
  if (set === undefined || count === 0) {
    reply.array(0);
  } else if (count < 0) {
    replyMembers(reply, -count, withScores);
    for (let n = 0; n < -count; n++) set.visit(oneOf(set, random), visit);
  } else {
    replyMembers(reply, Math.min(count, set.size), withScores);
    sample(set, count, random, visit);
  }
}

function oneOf({ size }: SortedSet, random: (below: number) => number): Span {
  const rank = random(size);
  return { start: rank, end: rank + 1 };
}

function parseDraw({ args }: Call): { count: number; withScores: boolean } {
  const count = int64Argument(args.at(2));
  if (count < -LONG_MAX) {
    throw new ReplyError(
      `ERR value is out of range, value must between ${-LONG_MAX} and ${LONG_MAX}`,
    );
  }
  const withScores = args.count === 4 && args.at(3).is('WITHSCORES');
  if (args.count > 3 && !withScores) throw syntaxError();
  if (withScores && (count < -LONG_MAX / 2n || count > LONG_MAX / 2n)) {
    throw new ReplyError('ERR value is out of range');
  }
  return { count: Number(count), withScores };
}

/** Different members, each choice of them as likely; all of them, the last one first, when there are not more. */
function sample(
  set: SortedSet,
  count: number,
  random: (below: number) => number,
  visit: VisitMember,
): void {
  if (count >= set.size) {
    set.visit({ start: 0, end: set.size }, visit, true);
    return;
  }
  // Floyd's: of the ranks up to `top` one is drawn; if it is taken already, `top` itself is free.
  const taken = new Set<number>();
  for (let top = set.size - count; top < set.size; top++) {
    const drawn = random(top + 1);
    const rank = taken.has(drawn) ? top : drawn;
    taken.add(rank);
    set.visit({ start: rank, end: rank + 1 }, visit);
  }
}

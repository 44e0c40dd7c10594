// ZADD and ZINCRBY: members come in, and scores change.

import {
  type Args,
  type Call,
  formatDouble,
  oneKey,
  ReplyError,
  syntaxError,
} from '@byor/06-aof/core';
import { MEMBERS_PER_REQUEST } from '../sorted-set/dump.ts';
import { SortedSet } from '../sorted-set/sorted-set.ts';
import { scoreArgument } from './arguments.ts';
import { type Family, writableSet } from './sets.ts';

/** Requests of up to so many members need no array of their own for the scores. */
const KEPT_SCORES = 64;

interface AddOptions {
  /** Where the first score stands. */
  first: number;
  /** NX: known members are left alone. */
  missingOnly: boolean;
  /** XX: no members are added. */
  existingOnly: boolean;
  /** GT: a known member's score only rises. */
  greater: boolean;
  /** LT: a known member's score only falls. */
  less: boolean;
  /** CH: changed members are counted too. */
  countChanged: boolean;
  /** INCR: the score is added to the old one, and their sum is answered. */
  increment: boolean;
}

export const zaddCommands: Family = ({ commands }, context) => {
  const kept = new Float64Array(KEPT_SCORES);
  const room: Room = (count) => (count <= KEPT_SCORES ? kept : new Float64Array(count));
  const newSet: NewSet = () => new SortedSet(context);
  commands.define('sorted-set', [
    {
      name: 'zadd',
      arity: -4,
      flags: ['write', 'denyoom', 'fast'],
      keys: oneKey('RW update'),
      syntax: 'key [NX|XX] [GT|LT] [CH] [INCR] score:double member [score:double member ...]',
      summary: 'Add one or more members to a sorted set, or update its score if it already exists',
      since: '1.2.0',
      run: (call) => {
        const options = parseOptions(call.args);
        if (options.increment) increment(call, options, newSet);
        else add(call, options, room, newSet);
      },
    },
    {
      name: 'zincrby',
      arity: 4,
      flags: ['write', 'denyoom', 'fast'],
      keys: oneKey('RW access update'),
      syntax: 'key increment member',
      summary: 'Increment the score of a member in a sorted set',
      since: '1.2.0',
      run: (call) => increment(call, noOptions(), newSet),
    },
  ]);
};

type Room = (count: number) => Float64Array;
type NewSet = () => SortedSet;

function noOptions(): AddOptions {
  return {
    first: 2,
    missingOnly: false,
    existingOnly: false,
    greater: false,
    less: false,
    countChanged: false,
    increment: false,
  };
}

/** @exercise 7.8 */
function parseOptions(args: Args): AddOptions {
  const options = noOptions();
  while (options.first < args.count && parseOption(args, options)) options.first++;
  const words = args.count - options.first;
  if (words === 0 || words % 2 !== 0) throw syntaxError();
  const { missingOnly, existingOnly, greater, less } = options;
  if (missingOnly && existingOnly) {
    throw new ReplyError('ERR XX and NX options at the same time are not compatible');
  }
  if ((missingOnly && (greater || less)) || (greater && less)) {
    throw new ReplyError('ERR GT, LT, and/or NX options at the same time are not compatible');
  }
  if (options.increment && words > 2) {
    throw new ReplyError('ERR INCR option supports a single increment-element pair');
  }
  return options;
}

/** @returns whether there was an option */
function parseOption(args: Args, options: AddOptions): boolean {
  const word = args.at(options.first);
  if (word.is('NX')) options.missingOnly = true;
  else if (word.is('XX')) options.existingOnly = true;
  else if (word.is('GT')) options.greater = true;
  else if (word.is('LT')) options.less = true;
  else if (word.is('CH')) options.countChanged = true;
  else if (word.is('INCR')) options.increment = true;
  else return false;
  return true;
}

/**
 * @exercise 7.8 ZADD
 * @tests records: ^the record of (ZADD|ZINCRBY)
 * @tests 07/zadd
 * @hint ZADD z 1 a 2 b x c: how much of it has happened when the third score turns out to be no number?
 * @hint All scores are read before any member is put: check everything, then change, then reply. A condition looks at
 *   the score that a member has now. What conditions left behind is recorded as the scores that came out, for replayed
 *   they might decide otherwise. A NaN, from inf + -inf, is an error. The chapter shows Redis's words for refusals.
 * @hint accepts: not a member yet: unless XX; a member: not with NX, GT only for more, LT only for less. add: scores
 *   (scoreArgument) into the room; the set (writableSet), or none: 0 with XX; else a new one; each member: continue if
 *   conditional and not accepted; put, count what was not the same; db.set a new set; dirty; recordScores if
 *   conditional; reply the count, or how many are new. increment: the sum, for a new member the increment itself, since
 *   0 + -0 would be 0; NaN is an error, unless NX has left the member alone already; null if not accepted; put, set,
 *   record ZADD with the sum, reply it. parseOptions: options while there are; what is left must be pairs; then NX with
 *   XX, GT or LT with NX or each other, INCR with more than one pair are refused, in this order.
 */
function add(call: Call, options: AddOptions, room: Room, newSet: NewSet): void {
  const { engine, db, args, reply } = call;
  const { first } = options;
  const scores = room((args.count - first) / 2);
  for (let at = first, i = 0; at < args.count; at += 2) scores[i++] = scoreArgument(args.at(at));
  const key = args.at(1);
  const old = writableSet(call, key);
  if (old === undefined && options.existingOnly) {
    reply.integer(0);
    return;
  }
  const set = old ?? newSet();
  const sizeBefore = set.size;
  let written = 0;
  for (let at = first + 1, i = 0; at < args.count; at += 2, i++) {
    const member = args.at(at);
    const score = scores[i] as number;
    if (isConditional(options) && !accepts(options, set.score(member), score)) continue;
    if (set.put(member, score) !== 'same') written++;
  }
  if (old === undefined) db.set(key, set);
  engine.dirty += written;
  if (isConditional(options)) recordScores(call, set, first);
  reply.integer(options.countChanged ? written : set.size - sizeBefore);
}

/** @exercise 7.8 */
function increment(call: Call, options: AddOptions, newSet: NewSet): void {
  const { engine, db, args, reply } = call;
  const amount = scoreArgument(args.at(options.first));
  const member = args.at(options.first + 1);
  const key = args.at(1);
  const old = writableSet(call, key);
  const before = old?.score(member);
  const score = before === undefined ? amount : before + amount;
  if (Number.isNaN(score) && !options.missingOnly) {
    throw new ReplyError('ERR resulting score is not a number (NaN)');
  }
  if (!accepts(options, before, score)) {
    reply.null();
    return;
  }
  const set = old ?? newSet();
  if (set.put(member, score) !== 'same') engine.dirty++;
  if (old === undefined) db.set(key, set);
  call.recordAs('ZADD', key, formatDouble(score), member);
  reply.double(score);
}

function isConditional({ missingOnly, existingOnly, greater, less }: AddOptions): boolean {
  return missingOnly || existingOnly || greater || less;
}

/**
 * Whether a member with the score `before` (undefined: not yet a member) gets another one.
 * @exercise 7.8
 */
function accepts(options: AddOptions, before: number | undefined, score: number): boolean {
  if (before === undefined) return !options.existingOnly;
  if (options.missingOnly) return false;
  return !(options.greater && score <= before) && !(options.less && score >= before);
}

/** A condition may turn out otherwise when the log is replayed: it gets the scores that the members have now. */
function recordScores(call: Call, set: SortedSet, first: number): void {
  const { engine, args } = call;
  if (!engine.recording) return;
  for (let from = first + 1; from < args.count; from += 2 * MEMBERS_PER_REQUEST) {
    const words: string[] = [];
    for (let at = from; at < Math.min(args.count, from + 2 * MEMBERS_PER_REQUEST); at += 2) {
      const score = set.score(args.at(at));
      if (score !== undefined) words.push(formatDouble(score), args.at(at).text());
    }
    if (words.length > 0) call.recordAs('ZADD', args.at(1), ...words);
  }
}

// ZPOPMIN, ZPOPMAX, ZMPOP: the members at one end leave the set.

import {
  type Args,
  type Call,
  countedKeys,
  oneKey,
  type ReplyWriter,
  type Slice,
  syntaxError,
} from '@byor/06-aof/core';
import type { Member, SortedSet } from '../sorted-set/sorted-set.ts';
import { countArgument } from './arguments.ts';
import { type Family, removeSpan, replyMember, replyMembers, writableSet } from './sets.ts';

type End = 'min' | 'max';

export const zpopCommands: Family = ({ commands }) => {
  commands.define('sorted-set', [
    {
      name: 'zpopmin',
      arity: -2,
      flags: ['write', 'fast'],
      keys: oneKey('RW access delete'),
      syntax: 'key [count]',
      summary: 'Remove and return members with the lowest scores in a sorted set',
      since: '5.0.0',
      run: (call) => pop(call, 'min'),
    },
    {
      name: 'zpopmax',
      arity: -2,
      flags: ['write', 'fast'],
      keys: oneKey('RW access delete'),
      syntax: 'key [count]',
      summary: 'Remove and return members with the highest scores in a sorted set',
      since: '5.0.0',
      run: (call) => pop(call, 'max'),
    },
    {
      name: 'zmpop',
      arity: -4,
      flags: ['write', 'movablekeys'],
      keys: countedKeys('RW access delete'),
      syntax: 'numkeys key [key ...] <MIN|MAX> [COUNT count]',
      summary: 'Remove and return members with scores in a sorted set',
      since: '7.0.0',
      run: zmpop,
    },
  ]);
};

/** Without a count the one member and its score are not put into a list of pairs, in RESP3 neither. */
function pop(call: Call, end: End): void {
  const { args, reply } = call;
  if (args.count > 3) throw syntaxError();
  const isCounted = args.count === 3;
  const count = isCounted
    ? countArgument(args.at(2), 0, 'ERR value is out of range, must be positive')
    : 1;
  const key = args.at(1);
  const set = writableSet(call, key);
  const members = set === undefined ? [] : popMembers(call, key, set, { end, count });
  if (isCounted) {
    replyMembers(reply, members.length, true);
    for (const { member, score } of members) replyMember(reply, member, score, true);
  } else {
    reply.array(2 * members.length);
    for (const each of members) replyPair(reply, each);
  }
}

function zmpop(call: Call): void {
  const { args, reply } = call;
  const options = parseOptions(args);
  for (let at = 2; at < 2 + options.numKeys; at++) {
    const key = args.at(at);
    const set = writableSet(call, key);
    if (set === undefined) continue;
    const members = popMembers(call, key, set, options);
    reply.array(2);
    reply.bulk(key);
    reply.array(members.length);
    for (const each of members) {
      reply.array(2);
      replyPair(reply, each);
    }
    return;
  }
  reply.nullArray();
}

interface Pop {
  end: End;
  count: number;
}

function parseOptions(args: Args): Pop & { numKeys: number } {
  const numKeys = countArgument(args.at(1), 1, 'ERR numkeys should be greater than 0');
  let at = 2 + numKeys;
  if (at >= args.count) throw syntaxError();
  const where = args.at(at++);
  if (!where.is('MIN') && !where.is('MAX')) throw syntaxError();
  let count: number | undefined;
  for (; at < args.count; at += 2) {
    const isCount = count === undefined && args.at(at).is('COUNT') && at + 1 < args.count;
    if (!isCount) throw syntaxError();
    count = countArgument(args.at(at + 1), 1, 'ERR count should be greater than 0');
  }
  return { numKeys, end: where.is('MIN') ? 'min' : 'max', count: count ?? 1 };
}

/** Those nearest to the end come first. */
function popMembers(call: Call, key: Slice, set: SortedSet, { end, count }: Pop): Member[] {
  if (end === 'min') return removeSpan(call, key, set, { start: 0, end: count });
  const start = Math.max(0, set.size - count);
  return removeSpan(call, key, set, { start, end: set.size }).reverse();
}

function replyPair(reply: ReplyWriter, { member, score }: Member): void {
  reply.bulk(member);
  reply.double(score);
}

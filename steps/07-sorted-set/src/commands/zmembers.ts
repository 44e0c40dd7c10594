// One member at a time, or some that are named: ZREM, ZCARD, ZSCORE, ZMSCORE, ZRANK, ZREVRANK.

import { type Call, oneKey } from '@byor/06-aof/core';
import { type Family, readSet, replyScore, writableSet } from './sets.ts';

export const zmemberCommands: Family = ({ commands }) => {
  commands.define('sorted-set', [
    {
      name: 'zrem',
      arity: -3,
      flags: ['write', 'fast'],
      keys: oneKey('RW delete'),
      syntax: 'key member [member ...]',
      summary: 'Remove one or more members from a sorted set',
      since: '1.2.0',
      run: zrem,
    },
    {
      name: 'zcard',
      arity: 2,
      flags: ['readonly', 'fast'],
      keys: oneKey('RO'),
      syntax: 'key',
      summary: 'Get the number of members in a sorted set',
      since: '1.2.0',
      run: (call) => call.reply.integer(readSet(call, call.args.at(1))?.size ?? 0),
    },
    {
      name: 'zscore',
      arity: 3,
      flags: ['readonly', 'fast'],
      keys: oneKey('RO access'),
      syntax: 'key member',
      summary: 'Get the score associated with the given member in a sorted set',
      since: '1.2.0',
      run: zscore,
    },
    {
      name: 'zmscore',
      arity: -3,
      flags: ['readonly', 'fast'],
      keys: oneKey('RO access'),
      syntax: 'key member [member ...]',
      summary: 'Get the score associated with the given members in a sorted set',
      since: '6.2.0',
      run: zmscore,
    },
    {
      name: 'zrank',
      arity: 3,
      flags: ['readonly', 'fast'],
      keys: oneKey('RO access'),
      syntax: 'key member',
      summary: 'Determine the index of a member in a sorted set',
      since: '2.0.0',
      run: (call) => rank(call, (before) => before),
    },
    {
      name: 'zrevrank',
      arity: 3,
      flags: ['readonly', 'fast'],
      keys: oneKey('RO access'),
      syntax: 'key member',
      summary:
        'Determine the index of a member in a sorted set, with scores ordered from high to low',
      since: '2.0.0',
      run: (call) => rank(call, (before, size) => size - 1 - before),
    },
  ]);
};

function zrem(call: Call): void {
  const { engine, db, args, reply } = call;
  const key = args.at(1);
  const set = writableSet(call, key);
  let removed = 0;
  for (let at = 2; set !== undefined && at < args.count; at++) {
    if (set.delete(args.at(at))) removed++;
  }
  if (set?.size === 0) db.delete(key);
  engine.dirty += removed;
  reply.integer(removed);
}

function zscore(call: Call): void {
  const { args, reply } = call;
  replyScore(reply, readSet(call, args.at(1))?.score(args.at(2)));
}

function zmscore(call: Call): void {
  const { args, reply } = call;
  const set = readSet(call, args.at(1));
  reply.array(args.count - 2);
  for (let at = 2; at < args.count; at++) replyScore(reply, set?.score(args.at(at)));
}

function rank(call: Call, count: (before: number, size: number) => number): void {
  const { args, reply } = call;
  const set = readSet(call, args.at(1));
  const before = set?.rank(args.at(2));
  if (set === undefined || before === undefined) reply.null();
  else reply.integer(count(before, set.size));
}

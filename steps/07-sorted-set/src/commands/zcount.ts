// Ranges without their members: ZCOUNT, ZLEXCOUNT count them, ZREMRANGEBYRANK, -SCORE and -LEX take them out.

import { type Call, oneKey } from '@byor/06-aof/core';
import { type Range, sizeOf } from '../sorted-set/ranges.ts';
import { type Family, readSet, removeSpan, writableSet } from './sets.ts';
import { rangeArguments } from './zrange-options.ts';

export const zcountCommands: Family = ({ commands }) => {
  commands.define('sorted-set', [
    {
      name: 'zcount',
      arity: 4,
      flags: ['readonly', 'fast'],
      keys: oneKey('RO access'),
      syntax: 'key min:double max:double',
      summary: 'Count the members in a sorted set with scores within the given values',
      since: '2.0.0',
      run: (call) => count(call, rangeArguments(call.args, 2, 'score')),
    },
    {
      name: 'zlexcount',
      arity: 4,
      flags: ['readonly', 'fast'],
      keys: oneKey('RO access'),
      syntax: 'key min max',
      summary: 'Count the number of members in a sorted set between a given lexicographical range',
      since: '2.8.9',
      run: (call) => count(call, rangeArguments(call.args, 2, 'lex')),
    },
    {
      name: 'zremrangebyrank',
      arity: 4,
      flags: ['write'],
      keys: oneKey('RW delete'),
      syntax: 'key start stop',
      summary: 'Remove all members in a sorted set within the given indexes',
      since: '2.0.0',
      run: (call) => remove(call, rangeArguments(call.args, 2, 'rank')),
    },
    {
      name: 'zremrangebyscore',
      arity: 4,
      flags: ['write'],
      keys: oneKey('RW delete'),
      syntax: 'key min:double max:double',
      summary: 'Remove all members in a sorted set within the given scores',
      since: '1.2.0',
      run: (call) => remove(call, rangeArguments(call.args, 2, 'score')),
    },
    {
      name: 'zremrangebylex',
      arity: 4,
      flags: ['write'],
      keys: oneKey('RW delete'),
      syntax: 'key min max',
      summary: 'Remove all members in a sorted set between the given lexicographical range',
      since: '2.8.9',
      run: (call) => remove(call, rangeArguments(call.args, 2, 'lex')),
    },
  ]);
};

function count(call: Call, range: Range): void {
  const set = readSet(call, call.args.at(1));
  call.reply.integer(set === undefined ? 0 : sizeOf(range.spanIn(set)));
}

function remove(call: Call, range: Range): void {
  const key = call.args.at(1);
  const set = writableSet(call, key);
  const gone = set === undefined ? [] : removeSpan(call, key, set, range.spanIn(set));
  call.reply.integer(gone.length);
}

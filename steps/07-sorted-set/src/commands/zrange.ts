// ZRANGE, what it replaced, and ZRANGESTORE: the members of a range, in either direction.

import { type Call, oneKey } from '@byor/06-aof/core';
import { limited, RankRange, type Span, sizeOf } from '../sorted-set/ranges.ts';
import { SortedSet, type SortedSetContext } from '../sorted-set/sorted-set.ts';
import { type Family, readSet, replyMember, replyMembers, storeSet } from './sets.ts';
import { parseRange, type RangeForm, type RangeRequest } from './zrange-options.ts';

export const zrangeCommands: Family = ({ commands }, context) => {
  commands.define('sorted-set', [
    {
      name: 'zrange',
      arity: -4,
      flags: ['readonly'],
      keys: oneKey('RO access'),
      syntax:
        'key start:string stop:string [BYSCORE|BYLEX] [REV] [LIMIT offset count] [WITHSCORES]',
      summary: 'Return a range of members in a sorted set',
      since: '1.2.0',
      run: range({ source: 1 }),
    },
    {
      name: 'zrevrange',
      arity: -4,
      flags: ['readonly'],
      keys: oneKey('RO access'),
      syntax: 'key start stop [WITHSCORES]',
      summary:
        'Return a range of members in a sorted set, by index, with scores ordered from high to low',
      since: '1.2.0',
      run: range({ source: 1, kind: 'rank', reversed: true }),
    },
    {
      name: 'zrangebyscore',
      arity: -4,
      flags: ['readonly'],
      keys: oneKey('RO access'),
      syntax: 'key min:double max:double [WITHSCORES] [LIMIT offset count]',
      summary: 'Return a range of members in a sorted set, by score',
      since: '1.0.5',
      run: range({ source: 1, kind: 'score', reversed: false }),
    },
    {
      name: 'zrevrangebyscore',
      arity: -4,
      flags: ['readonly'],
      keys: oneKey('RO access'),
      syntax: 'key max:double min:double [WITHSCORES] [LIMIT offset count]',
      summary:
        'Return a range of members in a sorted set, by score, with scores ordered from high to low',
      since: '2.2.0',
      run: range({ source: 1, kind: 'score', reversed: true }),
    },
    {
      name: 'zrangebylex',
      arity: -4,
      flags: ['readonly'],
      keys: oneKey('RO access'),
      syntax: 'key min max [LIMIT offset count]',
      summary: 'Return a range of members in a sorted set, by lexicographical range',
      since: '2.8.9',
      run: range({ source: 1, kind: 'lex', reversed: false }),
    },
    {
      name: 'zrevrangebylex',
      arity: -4,
      flags: ['readonly'],
      keys: oneKey('RO access'),
      syntax: 'key max min [LIMIT offset count]',
      summary:
        'Return a range of members in a sorted set, by lexicographical range, ordered from higher to lower strings.',
      since: '2.8.9',
      run: range({ source: 1, kind: 'lex', reversed: true }),
    },
    {
      name: 'zrangestore',
      arity: -5,
      flags: ['write', 'denyoom'],
      keys: [...oneKey('OW update'), ...oneKey('RO access', 2)],
      syntax: 'dst src min max [BYSCORE|BYLEX] [REV] [LIMIT offset count]',
      summary: 'Store a range of members from sorted set into another key',
      since: '6.2.0',
      run: (call) => store(call, context),
    },
  ]);
};

function range(form: RangeForm): (call: Call) => void {
  return (call) => {
    const request = parseRange(call.args, form);
    const set = readSet(call, call.args.at(form.source));
    if (set === undefined) call.reply.array(0);
    else reply(call, set, request);
  };
}

/** O(log n + members): the offset costs nothing. */
function reply({ reply }: Call, set: SortedSet, request: RangeRequest): void {
  const { reversed, withScores } = request;
  const span = spanOf(set, request);
  replyMembers(reply, sizeOf(span), withScores);
  if (withScores)
    set.visit(span, (member, score) => replyMember(reply, member, score, true), reversed);
  else set.send(span, reply, reversed);
}

function spanOf(set: SortedSet, { range, offset, count, reversed }: RangeRequest): Span {
  return limited(range.spanIn(set), offset, count, reversed);
}

/** Recorded as it came: the source is in the log too, so the same range is found again. */
function store(call: Call, context: SortedSetContext): void {
  const { args } = call;
  const request = parseRange(args, { source: 2, stores: true });
  const source = readSet(call, args.at(2));
  const result = source === undefined ? new SortedSet(context) : part(source, request, context);
  storeSet(call, args.at(1), result);
}

/** In the order, and from the start in the form, that Redis has: on both depends which -0 becomes 0. */
function part(source: SortedSet, request: RangeRequest, context: SortedSetContext): SortedSet {
  const span = spanOf(source, request);
  const isLarge = request.range instanceof RankRange && sizeOf(span) > context.maxCompactEntries;
  const result = isLarge ? SortedSet.of(context, []) : new SortedSet(context);
  source.visit(span, (member, score) => result.put(member, score), request.reversed);
  return result;
}

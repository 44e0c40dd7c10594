// ZUNION, ZINTER, ZDIFF, their STORE forms, and ZINTERCARD: several sorted sets become one.

import { type Call, type CommandRow, countedKeys, oneKey } from '@byor/06-aof/core';
import {
  type Combine,
  difference,
  intersection,
  intersectionSize,
  union,
} from '../sorted-set/combine.ts';
import type { SortedSetContext } from '../sorted-set/sorted-set.ts';
import { type Family, replyMember, replyMembers, storeSet } from './sets.ts';
import { type CombineForm, parseCombination } from './zcombine-options.ts';

export const zcombineCommands: Family = ({ commands }, context) => {
  commands.define('sorted-set', [
    ...both(context, {
      name: 'zunion',
      combine: union,
      options: ['WEIGHTS', 'AGGREGATE'],
      summaries: [
        'Add multiple sorted sets',
        'Add multiple sorted sets and store the resulting sorted set in a new key',
      ],
      storeSince: '2.0.0',
    }),
    ...both(context, {
      name: 'zinter',
      combine: intersection,
      options: ['WEIGHTS', 'AGGREGATE'],
      summaries: [
        'Intersect multiple sorted sets',
        'Intersect multiple sorted sets and store the resulting sorted set in a new key',
      ],
      storeSince: '2.0.0',
    }),
    ...both(context, {
      name: 'zdiff',
      combine: difference,
      options: [],
      summaries: [
        'Subtract multiple sorted sets',
        'Subtract multiple sorted sets and store the resulting sorted set in a new key',
      ],
      storeSince: '6.2.0',
    }),
    {
      name: 'zintercard',
      arity: -3,
      flags: ['readonly', 'movablekeys'],
      keys: countedKeys('RO access'),
      syntax: 'numkeys key [key ...] [LIMIT limit]',
      summary: 'Intersect multiple sorted sets and return the cardinality of the result',
      since: '7.0.0',
      run: zintercard,
    },
  ]);
};

interface Combination {
  readonly name: string;
  readonly combine: Combine;
  readonly options: readonly ('WEIGHTS' | 'AGGREGATE')[];
  readonly summaries: readonly [answered: string, stored: string];
  readonly storeSince: string;
}

/** The command that answers with the result, and the one that stores it. */
function both(
  context: SortedSetContext,
  { name, combine, options, summaries, storeSince }: Combination,
): CommandRow[] {
  const syntax = `numkeys key [key ...]${options.length > 0 ? WEIGHED : ''}`;
  const answers: CombineForm = { numKeysAt: 1, options: [...options, 'WITHSCORES'] };
  const stores: CombineForm = { numKeysAt: 2, options };
  return [
    {
      name,
      arity: -3,
      flags: ['readonly', 'movablekeys'],
      keys: countedKeys('RO access'),
      syntax: `${syntax} [WITHSCORES]`,
      summary: summaries[0],
      since: '6.2.0',
      run: (call) => answer(call, answers, combine, context),
    },
    {
      name: `${name}store`,
      arity: -4,
      flags: ['write', 'denyoom', 'movablekeys'],
      keys: [...oneKey('OW update'), ...countedKeys('RO access', 2)],
      syntax: `destination ${syntax}`,
      summary: summaries[1],
      since: storeSince,
      run: (call) => store(call, stores, combine, context),
    },
  ];
}

const WEIGHED = ' [WEIGHTS weight [weight ...]] [AGGREGATE SUM|MIN|MAX]';

function answer(call: Call, form: CombineForm, combine: Combine, context: SortedSetContext): void {
  const { sources, aggregate, withScores } = parseCombination(call, form);
  const result = combine(context, sources, aggregate);
  replyMembers(call.reply, result.size, withScores);
  result.visit({ start: 0, end: result.size }, (member, score) =>
    replyMember(call.reply, member, score, withScores),
  );
}

/** Recorded as it came: the sources are in the log too, and give the same sums again. */
function store(call: Call, form: CombineForm, combine: Combine, context: SortedSetContext): void {
  const { sources, aggregate } = parseCombination(call, form);
  const result = combine(context, sources, aggregate);
  result.compactIfSmall();
  storeSet(call, call.args.at(1), result);
}

function zintercard(call: Call): void {
  const { sources, limit } = parseCombination(call, { numKeysAt: 1, options: ['LIMIT'] });
  call.reply.integer(intersectionSize(sources, limit));
}

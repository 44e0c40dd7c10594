// The layer of this stage: the parameters of sorted sets, the families of commands that work on them, and how a set is
// written into a log.

import { type Engine, integerWithin, LONG_MAX, memoryWithin } from '@byor/06-aof/core';
import type { Family } from './commands/sets.ts';
import { zaddCommands } from './commands/zadd.ts';
import { zcombineCommands } from './commands/zcombine.ts';
import { zcountCommands } from './commands/zcount.ts';
import { zmemberCommands } from './commands/zmembers.ts';
import { zpopCommands } from './commands/zpop.ts';
import { zrangeCommands } from './commands/zrange.ts';
import { zscanCommands } from './commands/zscan.ts';
import { dumpSortedSet } from './sorted-set/dump.ts';
import type { SortedSet, SortedSetContext } from './sorted-set/sorted-set.ts';

const families: readonly Family[] = [
  zaddCommands,
  zmemberCommands,
  zrangeCommands,
  zcountCommands,
  zpopCommands,
  zscanCommands,
  zcombineCommands,
];

export function sortedSets(engine: Engine): void {
  const context = defineContext(engine);
  for (const family of families) family(engine, context);
  engine.dumpers.set('zset', (key, value) => dumpSortedSet(key, value as SortedSet));
}

function defineContext({ config, host }: Engine): SortedSetContext {
  const context = { seed: host.seed, maxCompactEntries: 128, maxCompactMemberBytes: 64 };
  config.define(
    {
      name: 'zset-max-listpack-entries',
      alias: 'zset-max-ziplist-entries',
      default: String(context.maxCompactEntries),
      summary: 'members up to which OBJECT ENCODING of a sorted set is listpack',
      parse: integerWithin(0, LONG_MAX),
      apply: (count) => {
        context.maxCompactEntries = Number(count);
      },
    },
    {
      name: 'zset-max-listpack-value',
      alias: 'zset-max-ziplist-value',
      default: String(context.maxCompactMemberBytes),
      summary: 'bytes of a member up to which that is so',
      parse: memoryWithin(0, LONG_MAX),
      apply: (bytes) => {
        context.maxCompactMemberBytes = Number(bytes);
      },
    },
  );
  return context;
}

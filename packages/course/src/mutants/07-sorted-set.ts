import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'ties-by-insertion',
    wrong: 'members of the same score stand in the order of their coming',
    edits: [
      {
        file: 'src/sorted-set/compact-members.ts',
        find: '(own === score && (this.#members[middle] as string) < member)',
        put: 'own === score',
      },
    ],
    caughtBy: '07/zadd/binary',
    says: /bytes decide between equal scores/,
  },
  {
    id: 'nx-overwrites',
    wrong: 'ZADD NX changes known members',
    edits: [
      { file: 'src/commands/zadd.ts', find: '  if (options.missingOnly) return false;\n', put: '' },
    ],
    caughtBy: '07/zadd/nx-xx',
    says: /NX only adds/,
  },
  {
    id: 'gt-is-lt',
    wrong: 'ZADD GT lets scores fall',
    edits: [
      {
        file: 'src/commands/zadd.ts',
        find: '!(options.greater && score <= before)',
        put: '!(options.greater && score >= before)',
      },
    ],
    caughtBy: '07/zadd/gt-lt',
    says: /GT only raises/,
  },
  {
    id: 'empty-sets-stay',
    wrong: 'a set whose last member has left still exists',
    edits: [
      {
        file: 'src/commands/zmembers.ts',
        find: '  if (set?.size === 0) db.delete(key);\n',
        put: '',
      },
    ],
    caughtBy: '07/zmembers/rem',
    says: /the last one takes the key along/,
  },
  {
    id: 'borders-inside',
    wrong: '( does not leave the border out',
    edits: [
      {
        file: 'src/commands/arguments.ts',
        find: '  return { score, exclusive };',
        put: '  return { score, exclusive: false };',
      },
    ],
    caughtBy: '07/zrange/by-score',
    says: /exclusive after \(/,
  },
  {
    id: 'rank-off-by-one',
    wrong: 'ZREVRANK counts from one',
    edits: [{ file: 'src/commands/zmembers.ts', find: 'size - 1 - before', put: 'size - before' }],
    caughtBy: '07/zmembers/rank',
    says: /ZREVRANK who is behind/,
  },
  {
    id: 'type-unchecked',
    wrong: 'a string is taken for an empty set',
    edits: [
      {
        file: 'src/commands/sets.ts',
        find: '  const value = db.get(key);\n  if (value === undefined || value instanceof SortedSet) return value;\n  throw wrongType();',
        put: '  const value = db.get(key);\n  if (value === undefined || value instanceof SortedSet) return value;\n  return undefined;',
      },
    ],
    caughtBy: '07/zmembers/wrong-type',
    says: /accepts what must be refused/,
  },
  {
    id: 'popped-backwards',
    wrong: 'ZPOPMAX answers the lowest of the highest first',
    edits: [
      {
        file: 'src/commands/zpop.ts',
        find: '{ start, end: set.size }).reverse();',
        put: '{ start, end: set.size });',
      },
    ],
    caughtBy: '07/zpop/pop',
    says: /from the greatest/,
  },
];

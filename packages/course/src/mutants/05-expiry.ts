import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'ttl-kept-on-set',
    wrong: 'SET leaves the old deadline in force',
    edits: [
      {
        file: 'src/commands/set.ts',
        find: '  if (keepTtl) db.update(key, value);\n  else db.set(key, value, whenMs);',
        put: '  if (keepTtl || (whenMs === undefined && db.has(key))) db.update(key, value);\n  else db.set(key, value, whenMs);',
      },
    ],
    caughtBy: '05/set/new-life',
    says: /new life|deadline/,
  },
  {
    id: 'keepttl-ignored',
    wrong: 'SET KEEPTTL forgets the deadline',
    edits: [
      {
        file: 'src/commands/set.ts',
        find: '  if (keepTtl) db.update(key, value);\n',
        put: '  if (keepTtl) db.set(key, value);\n',
      },
    ],
    caughtBy: '05/set/keepttl',
    says: /keeps the deadline/,
  },
  {
    id: 'past-stays',
    wrong: 'a deadline of the past does not end a life',
    edits: [
      {
        file: 'src/commands/expire.ts',
        find: '  if (db.isOver(whenMs)) {\n    db.delete(key);',
        put: '  if (db.isOver(whenMs)) {',
      },
    ],
    caughtBy: '05/expire/past',
    says: /past|at once/,
  },
  {
    id: 'seconds-for-milliseconds',
    wrong: 'PEXPIRE counts in seconds',
    edits: [
      {
        file: 'src/commands/expire.ts',
        find: "...row('pexpire', PX, 'milliseconds'),",
        put: "...row('pexpire', EX, 'milliseconds'),",
      },
    ],
    caughtBy: '05/expire/delays',
    says: /PEXPIRE in milliseconds/,
  },
  {
    id: 'gt-any',
    wrong: 'EXPIRE GT shortens a life',
    edits: [
      {
        file: 'src/commands/expire.ts',
        find: '  GT: (whenMs, current) => current !== undefined && whenMs > current,',
        put: '  GT: (_, current) => current !== undefined,',
      },
    ],
    caughtBy: '05/expire/gt-lt',
    says: /GT|for ever|longer|greater/,
  },
  {
    id: 'forever-is-missing',
    wrong: 'TTL knows no difference between no key and no deadline',
    edits: [
      {
        file: 'src/commands/ttl.ts',
        find: 'call.reply.integer(isMissing ? MISSING : FOREVER);',
        put: 'call.reply.integer(MISSING);',
      },
    ],
    caughtBy: '05/ttl/missing-or-forever',
    says: /-1 for one without a deadline/,
  },
  {
    id: 'rounds-down',
    wrong: 'TTL cuts milliseconds off instead of rounding',
    edits: [
      {
        file: 'src/deadline.ts',
        find: 'Math.floor((ms + 500) / 1000)',
        put: 'Math.floor(ms / 1000)',
      },
    ],
    caughtBy: '05/ttl/rounding',
    says: /rounded to the nearest/,
  },
];

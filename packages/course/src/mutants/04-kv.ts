import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'nx-unchecked',
    wrong: 'SET NX overwrites',
    edits: [
      {
        file: 'src/commands/strings.ts',
        find: "  if (options.only !== undefined && db.has(key) !== (options.only === 'existing')) {",
        put: "  if (options.only === 'existing' && !db.has(key)) {",
      },
    ],
    caughtBy: '04/strings/set-nx',
    says: /leaves an existing key alone/,
  },
  {
    id: 'doubles',
    wrong: 'counters are doubles: beyond 2^53 they are not exact',
    edits: [
      {
        file: 'src/commands/counters.ts',
        find: '  const sum = addInt64(integerOf(held), by);',
        put: '  const sum = addInt64(Math.trunc(Number(integerOf(held))), by);',
      },
    ],
    caughtBy: '04/counters/exact-beyond-doubles',
    says: /2\^53|double/,
  },
  {
    id: 'arity-unchecked',
    wrong: 'the number of arguments is not checked',
    edits: [
      {
        file: 'src/commands/strings.ts',
        find: '  if (args.count % 2 === 0) throw wrongArity(command.fullName);',
        put: '  if (args.count % 2 === 0 && args.count > 1000) throw wrongArity(command.fullName);',
      },
    ],
    caughtBy: '04/strings/mset-odd',
    says: /refused|wrong number of arguments|defect/,
  },
  {
    id: 'counts-words',
    wrong: 'EXISTS counts the names, not the keys',
    edits: [
      {
        file: 'src/commands/keys.ts',
        find: '        reply.integer(count(args.count, (at) => db.ask(args.at(at)) !== undefined)),',
        put: '        reply.integer(args.count - 1),',
      },
    ],
    caughtBy: '04/keys/exists',
    says: /as often as it is named/,
  },
  {
    id: 'scan-ends-early',
    wrong: 'SCAN says that it is through after one step',
    edits: [
      {
        file: 'src/commands/scan.ts',
        find: '  reply.bulk(String(cursor));',
        put: "  reply.bulk('0');",
      },
    ],
    caughtBy: '04/scan/scan-complete',
    says: /answered \d+ different keys, not the 1000/,
  },
  {
    id: 'ends-excluded',
    wrong: 'the last byte of GETRANGE is left out',
    edits: [
      {
        file: 'src/commands/ranges.ts',
        find: '  else reply.bulk(part(expectString(value), from, to + 1));',
        put: '  else reply.bulk(part(expectString(value), from, to));',
      },
    ],
    caughtBy: '04/ranges/getrange',
    says: /both ends inclusive/,
  },
  {
    id: 'one-database-for-all',
    wrong: 'SELECT changes the database of every client',
    edits: [
      {
        file: 'src/commands/connection.ts',
        find: '  client.dbIndex = index;',
        put: '  for (const each of engine.clients.values()) each.dbIndex = index;',
      },
    ],
    caughtBy: '04/connection/select-is-per-client',
    says: /SELECT does not move another/,
  },
  {
    id: 'glob-greedy',
    wrong: 'a star takes all and never gives back',
    edits: [
      {
        file: 'src/text/glob.ts',
        find: '      p = starP + 1;\n      t = ++starT;',
        put: '      return false;',
      },
    ],
    caughtBy: '04/scan/keys',
    says: /match a pattern/,
  },
];

import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'del-unlogged',
    wrong: 'DEL is not logged: deleted keys come back',
    edits: [
      {
        file: 'src/log/append-log.ts',
        find: '    this.#buffer.add(request);\n',
        put: "    if (!request.at(0).is('DEL')) this.#buffer.add(request);\n",
      },
    ],
    caughtBy: '06/log/deleted',
    says: /a deletion is not recorded/,
  },
  {
    id: 'databases-mixed',
    wrong: 'the log does not say which database a record belongs to',
    edits: [
      {
        file: 'src/log/append-log.ts',
        find: '    if (dbIndex !== this.#dbIndex) {',
        put: '    if (dbIndex !== this.#dbIndex && dbIndex > 15) {',
      },
    ],
    caughtBy: '06/log/databases',
    says: /which database a record belongs to/,
  },
  {
    id: 'text',
    wrong: 'records are written as text',
    edits: [
      {
        file: 'src/log/append-log.ts',
        find: '    this.#buffer.add(request);\n',
        put: "    this.#buffer.add(Args.of(...request.strings().map((text) => Buffer.from(text, 'utf8'))));\n",
      },
    ],
    caughtBy: '06/log/binary',
    says: /records are written or read as text/,
  },
  {
    id: 'deadlines-unlogged',
    wrong: 'EXPIRE is not logged',
    edits: [
      {
        file: 'src/log/append-log.ts',
        find: '    this.#buffer.add(request);\n',
        put: "    if (!request.at(0).is('PEXPIREAT')) this.#buffer.add(request);\n",
      },
    ],
    caughtBy: '06/log/deadlines',
    says: /the deadline is lost/,
  },
  {
    id: 'replayed-once-more',
    wrong: 'each record is run twice when the log is read',
    edits: [
      {
        file: 'src/log/replay.ts',
        find: '    if (this.#transaction === undefined) {\n      this.#execute(request);',
        put: '    if (this.#transaction === undefined) {\n      this.#execute(request);\n      this.#execute(request);',
      },
    ],
    caughtBy: '06/log/values',
    says: /run more than once/,
  },
  {
    id: 'lost-behind-a-rewrite',
    wrong: 'what is written behind a rewrite is not in the log',
    edits: [
      {
        file: 'src/log/append-log.ts',
        find: '    this.#file.close();\n    this.#file = file;\n',
        put: '',
      },
    ],
    caughtBy: '06/log/rewritten',
    says: /goes to the old file alone/,
  },
  {
    id: 'words-unchecked',
    wrong: 'BGREWRITEAOF takes any words',
    edits: [
      {
        file: 'src/commands.ts',
        find: "      name: 'bgrewriteaof',\n      arity: 1,",
        put: "      name: 'bgrewriteaof',\n      arity: -1,",
      },
    ],
    caughtBy: '06/persistence/arity',
    says: /accepts what must be refused|an error came, with another text/,
  },
];

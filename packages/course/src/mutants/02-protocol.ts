import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'fragments-dropped',
    wrong: 'what is not whole yet is thrown away',
    edits: [
      {
        file: 'src/request-parser.ts',
        find: '      if (end < bulkEnd + 2) return false;',
        put: '      if (end < bulkEnd + 2) {\n        this.position = end;\n        this.#remaining = 0;\n        this.#bulkLength = -1;\n        return false;\n      }',
      },
    ],
    caughtBy: '02/requests/fragments',
    says: /pieces|keep what came/,
  },
  {
    id: 'first-of-a-pipeline',
    wrong: 'of several requests in one read only the first is answered',
    edits: [
      {
        file: 'src/session.ts',
        find: '        this.#run();\n',
        put: '        this.#run();\n        this.input.commit(-this.input.buffered);\n',
      },
    ],
    caughtBy: '02/requests/pipeline',
    says: /only the first (of several requests|request of a read)/,
  },
  {
    id: 'text',
    wrong: 'arguments are decoded as UTF-8',
    edits: [
      {
        file: 'src/commands.ts',
        find: "  if (args.count !== 2) throw wrongArity('echo');\n  reply.bulk(args.at(1));",
        put: "  if (args.count !== 2) throw wrongArity('echo');\n  reply.bulk(Buffer.from(Buffer.from(args.at(1).copy()).toString('utf8')));",
      },
    ],
    caughtBy: '02/requests/binary',
    says: /decoded as UTF-8/,
  },
  {
    id: 'arity-unchecked',
    wrong: 'the number of arguments is not checked',
    edits: [
      {
        file: 'src/commands.ts',
        find: "  if (args.count > 2) throw wrongArity('ping');\n",
        put: '',
      },
    ],
    caughtBy: '02/commands/arity',
    says: /accepts what must be refused/,
  },
  {
    id: 'case-matters',
    wrong: 'a name is known in upper case only',
    edits: [
      { file: 'src/commands.ts', find: "if (name.is('PING'))", put: "if (name.equals('PING'))" },
    ],
    caughtBy: '02/commands/case',
    says: /case|does not know this command/,
  },
  {
    id: 'status-for-a-value',
    wrong: 'a value goes out as a simple string',
    edits: [
      {
        file: 'src/commands.ts',
        find: "  if (args.count !== 2) throw wrongArity('echo');\n  reply.bulk(args.at(1));",
        put: "  if (args.count !== 2) throw wrongArity('echo');\n  reply.status(args.at(1).text());",
      },
    ],
    caughtBy: '02/commands/echo',
    says: /bulk string/,
  },
  {
    id: 'protocol-forgotten',
    wrong: 'HELLO 3 is answered and not obeyed',
    edits: [{ file: 'src/commands.ts', find: '  session.output.protocol = protocol;\n', put: '' }],
    caughtBy: '02/commands/hello-3',
    says: /after HELLO 3|RESP3|map/,
  },
  {
    id: 'quit-goes-on',
    wrong: 'requests behind QUIT are answered',
    edits: [{ file: 'src/commands.ts', find: '  session.closing = true;\n', put: '' }],
    caughtBy: '02/commands/quit-pipelined',
    says: /QUIT|closed|last/,
  },
];

import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'one-client',
    wrong: 'after the first client nobody is accepted',
    edits: [
      {
        file: 'src/transport/descriptor-listener.ts',
        find: 'if (fd >= 0) this.#welcome(fd);',
        put: 'if (fd >= 0) {\n        this.#welcome(fd);\n        this.#loop.unwatch(this.#fd);\n        return;\n      }',
      },
    ],
    caughtBy: '03/clients/second',
    says: /waits in read\(2\) of one client/,
  },
  {
    id: 'rest-dropped',
    wrong: 'what the socket does not take of a reply is lost',
    edits: [
      {
        file: 'src/transport/descriptor-connection.ts',
        find: 'if (count > 0) output.consume(count);',
        put: 'if (count > 0) output.consume(output.length);',
      },
    ],
    caughtBy: '03/clients/slow-reader',
    says: /drops what the socket does not take/,
  },
  {
    id: 'half-a-request',
    wrong: 'half a request is lost when another client has its turn',
    edits: [
      {
        file: 'src/transport/descriptor-connection.ts',
        find: '      if (count < room) return;\n',
        put: '      if (count < room) {\n        input.commit(-input.buffered);\n        return;\n      }\n',
      },
    ],
    caughtBy: '03/clients/half-a-request',
    says: /keeps one parser for all clients/,
  },
  {
    id: 'end-unanswered',
    wrong: 'a client that has ended its side is never let go',
    edits: [
      {
        file: 'src/transport/descriptor-connection.ts',
        find: '    else if (this.#inputEnded) this.close();\n',
        put: '    else if (this.#inputEnded) return;\n',
      },
    ],
    caughtBy: '03/clients/half-close',
    says: /did not close|still open|clos/,
  },
  {
    id: 'dies-of-a-reset',
    wrong: 'a client that resets its connection ends the server',
    edits: [
      {
        file: 'src/transport/descriptor-connection.ts',
        find: '        else if (count !== -EAGAIN) this.close();\n        return;',
        put: "        else if (count !== -EAGAIN) throw new Error('a client has gone');\n        return;",
      },
      {
        file: 'src/transport/descriptor-connection.ts',
        find: '        this.close(); // EPIPE, ECONNRESET: nobody is there to read it\n        return;',
        put: "        throw new Error('a client has gone');",
      },
      {
        file: 'src/transport/descriptor-transport.ts',
        find: '      if (error instanceof SystemError) return undefined;\n',
        put: '',
      },
    ],
    caughtBy: '03/clients/reset',
    says: /of one connection ends the server/,
  },
  {
    id: 'output-of-the-last',
    wrong: 'only one client is answered a turn',
    edits: [
      {
        file: 'src/transport/descriptor-transport.ts',
        find: '    this.#toSend[this.#sending++] = connection;',
        put: '    this.#toSend[0] = connection;\n    this.#sending = 1;',
      },
    ],
    caughtBy: '03/clients/crowd',
    says: /share a buffer/,
  },
];

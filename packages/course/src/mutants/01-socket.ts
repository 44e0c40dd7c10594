import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'text',
    wrong: 'bytes are decoded as text on their way',
    edits: [
      {
        file: 'src/echo.ts',
        find: 'stream.writeAll(buffer.subarray(0, count));',
        put: 'stream.writeAll(Buffer.from(Buffer.from(buffer.subarray(0, count)).toString()));',
      },
    ],
    caughtBy: '01/echo/bytes',
    says: /decoded as (UTF-8 )?text/,
  },
  {
    id: 'whole-buffer',
    wrong: 'the whole buffer is sent back, not what has come',
    edits: [
      {
        file: 'src/echo.ts',
        find: 'stream.writeAll(buffer.subarray(0, count));',
        put: 'stream.writeAll(buffer);',
      },
    ],
    caughtBy: '01/echo/bytes',
    says: /byte 7|more than one reply|more follows it|cut at a zero/,
  },
  {
    id: 'one-write',
    wrong: 'of a large read only a part is written',
    edits: [
      {
        file: 'src/echo.ts',
        find: 'stream.writeAll(buffer.subarray(0, count));',
        put: 'stream.writeAll(buffer.subarray(0, Math.min(count, 4096)));',
      },
    ],
    caughtBy: '01/echo/large',
    says: /took a part of the bytes and the rest was dropped/,
  },
  {
    id: 'waits-for-lines',
    wrong: 'it answers lines, not bytes',
    edits: [
      {
        file: 'src/echo.ts',
        find: '    if (count === 0) return;\n',
        put: '    if (count === 0) return;\n    if (!buffer.subarray(0, count).includes(10)) continue;\n',
      },
    ],
    caughtBy: '01/echo/no-messages',
    says: /waits for a line end/,
  },
  {
    id: 'keeps-open',
    wrong: 'a connection is never closed',
    edits: [{ file: 'src/echo.ts', find: '      stream.close();\n', put: '' }],
    caughtBy: '01/echo/half-close',
    says: /it was never closed/,
  },
  {
    id: 'dies-of-a-reset',
    wrong: 'a client that vanishes ends the server',
    edits: [
      {
        file: 'src/echo.ts',
        find: 'if (!(error instanceof SystemError)) throw error;',
        put: 'throw error;',
      },
    ],
    caughtBy: '01/echo/reset',
    says: /ECONNRESET or EPIPE ended the server/,
  },
];

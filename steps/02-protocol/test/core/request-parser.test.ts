import { describe, expect, test } from 'vitest';
import { ProtocolError, RequestParser } from '../../src/core.ts';
import { bytesOf, everyCut } from './cuts.ts';

/** All requests in `pieces`, and the text of the error that ended them. */
function parse(pieces: Uint8Array[], parser = new RequestParser()): (string[] | string)[] {
  const found: (string[] | string)[] = [];
  try {
    for (const piece of pieces) {
      parser.feed(piece);
      while (parser.next()) found.push(parser.args.strings());
    }
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
    found.push((error as Error).message);
  }
  return found;
}

const PING = '*1\r\n$4\r\nPING\r\n';
const big = (digits: number) => '1'.repeat(digits);
const BAD_COUNT = 'Protocol error: invalid multibulk length';
const BAD_LENGTH = 'Protocol error: invalid bulk length';

// Each of these was sent to redis-server 7.0.15, which found the same requests and the same errors.
const cases: [title: string, input: string, ...found: (string[] | string)[]][] = [
  ['one command', '*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\n', ['ECHO', 'hello']],
  ['a pipeline', PING + PING + PING, ['PING'], ['PING'], ['PING']],
  ['an empty argument', '*2\r\n$4\r\nECHO\r\n$0\r\n\r\n', ['ECHO', '']],
  ['a command without a name', '*1\r\n$0\r\n\r\n', ['']],
  [
    'CR, LF and zero in arguments',
    '*2\r\n$4\r\nECHO\r\n$5\r\n\r\n\0\xff$\r\n',
    ['ECHO', '\r\n\0\xff$'],
  ],
  ['RESP inside an argument', `*2\r\n$4\r\nECHO\r\n$${PING.length}\r\n${PING}\r\n`, ['ECHO', PING]],
  ['ten arguments', `*10\r\n${'$1\r\nx\r\n'.repeat(10)}`, Array(10).fill('x')],
  ['an empty request is passed over', `*0\r\n${PING}`, ['PING']],
  ['a null request is passed over', `*-1\r\n${PING}`, ['PING']],
  ['any negative count is', `*-10\r\n*-2147483649\r\n*-9223372036854775808\r\n${PING}`, ['PING']],
  ['one that is no int64 is not', '*-9223372036854775809\r\n', BAD_COUNT],
  ['minus zero', '*-0\r\n', BAD_COUNT],
  ['a count with plus', '*+1\r\n', BAD_COUNT],
  ['a count with a leading zero', '*01\r\n', BAD_COUNT],
  ['a count with a blank', '*1 \r\n', BAD_COUNT],
  ['no count', '*\r\n', BAD_COUNT],
  ['a count that is a word', '*a\r\n', BAD_COUNT],
  ['a count ended by LF alone', `*1\n${PING}`, BAD_COUNT],
  ['the greatest count', '*2147483647\r\n'],
  ['a count beyond it', '*2147483648\r\n', BAD_COUNT],
  ['a count beyond int64', '*9223372036854775808\r\n', BAD_COUNT],
  ['a count with forty digits', `*${big(40)}\r\n`, BAD_COUNT],
  ['no dollar', '*1\r\nx4\r\n', "Protocol error: expected '$', got 'x'"],
  ['an integer for an argument', '*1\r\n:4\r\n', "Protocol error: expected '$', got ':'"],
  ['a blank line for an argument', '*1\r\n\r\n', "Protocol error: expected '$', got '\r'"],
  ['a null argument', '*1\r\n$-1\r\n', BAD_LENGTH],
  ['no length', '*1\r\n$\r\n', BAD_LENGTH],
  ['a length with plus', '*1\r\n$+4\r\n', BAD_LENGTH],
  ['a length with a leading zero', '*1\r\n$04\r\n', BAD_LENGTH],
  ['a length that is a word', '*1\r\n$a\r\n', BAD_LENGTH],
  ['a length ended by LF alone', '*1\r\n$4\nPING\r\n', BAD_LENGTH],
  ['the greatest length', '*1\r\n$536870912\r\n'],
  ['a length beyond it', '*1\r\n$536870913\r\n', BAD_LENGTH],
  ['a length beyond int64', '*1\r\n$9223372036854775808\r\n', BAD_LENGTH],
  ['requests before an error count', `${PING}*x\r\n${PING}`, ['PING'], BAD_COUNT],
  ['the byte behind CR is not looked at', '*1\rx$4\rxPING\rx', ['PING']],
  ['nor are the two behind an argument', `*1\r\n$4\r\nPINGxx${PING}`, ['PING'], ['PING']],
  ['a length line of 64 KiB', `*${big(65535)}`],
  ['one that is longer', `*${big(65536)}`, 'Protocol error: too big mbulk count string'],
  ['a bulk length line of 64 KiB', `*1\r\n$${big(65535)}`],
  ['a longer one', `*1\r\n$${big(65536)}`, 'Protocol error: too big bulk count string'],

  ['an inline command', 'SET key value\r\n', ['SET', 'key', 'value']],
  ['ended by LF alone', 'PING\n', ['PING']],
  ['blank lines are passed over', '\r\n\n \r\nPING\r\n', ['PING']],
  ['blanks around and between', '  SET \t key\x0b  value \r\n', ['SET', 'key\x0b', 'value']],
  ['inline and multibulk in turns', `PING\r\n${PING}PING\n`, ['PING'], ['PING'], ['PING']],
  ['a CR inside a line separates', 'ECHO a\rb\r\n', ['ECHO', 'a', 'b']],
  ['double quotes', 'ECHO "a b"\r\n', ['ECHO', 'a b']],
  ['an empty word', 'ECHO "" \'\'\r\n', ['ECHO', '', '']],
  ['escapes', 'ECHO "\\x41\\n\\r\\t\\b\\a\\q\\\\\\""\r\n', ['ECHO', 'A\n\r\t\b\x07q\\"']],
  ['a byte in hex', 'ECHO "\\x00\\xFf"\r\n', ['ECHO', '\0\xff']],
  ['too little hex', 'ECHO "\\x4" "\\xzz" "\\x4G"\r\n', ['ECHO', 'x4', 'xzz', 'x4G']],
  ['no escapes without quotes', 'ECHO \\x41\r\n', ['ECHO', '\\x41']],
  ['single quotes take all but their own', "ECHO 'a\\n' 'it\\'s'\r\n", ['ECHO', 'a\\n', "it's"]],
  ['quotes that begin within a word', 'ECHO a"b c"\r\n', ['ECHO', 'ab c']],
  ['bytes beyond ASCII', 'ECHO \xff\x80\r\n', ['ECHO', '\xff\x80']],
  ['several decoded words', 'A "\\x42" c "\\x44" e\r\n', ['A', 'B', 'c', 'D', 'e']],
  ['a line of 64 KiB', `${'a'.repeat(65536)}\n`, ['a'.repeat(65536)]],
  ['a longer line', 'a'.repeat(65537), 'Protocol error: too big inline request'],
  ...['"abc', '"abc"d', "'abc", "'abc'd", 'ab"c', "'a\\'", "''''", '"\\'].map(
    (word): [string, string, string] => [
      `unbalanced: ${word}`,
      `ECHO ${word}\r\n`,
      'Protocol error: unbalanced quotes in request',
    ],
  ),
];

describe.each(cases)('%s', (_title, input, ...found) => {
  test('is found whole, byte by byte and at any cut', () => {
    everyCut(bytesOf(input), (pieces) => expect(parse(pieces)).toEqual(found));
  });
});

test('every proper part of a request is a request that needs more bytes', () => {
  for (const request of ['*2\r\n$4\r\nECHO\r\n$2\r\n\r\n\r\n', 'ECHO "a b"\r\n']) {
    for (let length = 0; length < request.length; length++) {
      expect(parse([bytesOf(request.slice(0, length))])).toEqual([]);
    }
  }
});

describe('a client that has not authenticated', () => {
  const stranger = () => {
    const parser = new RequestParser();
    parser.unauthenticated = true;
    return parser;
  };

  test.each([
    ['may send ten arguments', `*10\r\n${'$1\r\nx\r\n'.repeat(10)}`, Array(10).fill('x')],
    ['not eleven', '*11\r\n', 'Protocol error: unauthenticated multibulk length'],
    ['of 16 KiB each', `*1\r\n$16384\r\n${'x'.repeat(16384)}\r\n`, ['x'.repeat(16384)]],
    ['not more', '*1\r\n$16385\r\n', 'Protocol error: unauthenticated bulk length'],
  ])('%s', (_title, input, found) => {
    expect(parse([bytesOf(input)], stranger())).toEqual([found]);
  });
});

describe('limits', () => {
  test('may be chosen for a parser, and changed', () => {
    const parser = new RequestParser({ maxArguments: 2, maxBulkLength: 3 });
    parser.feed(bytesOf('*2\r\n$3\r\nGET\r\n$4\r\nlong\r\n'));
    parser.limits = { ...parser.limits, maxBulkLength: 4 };
    expect(parser.next()).toBe(true);
    parser.feed(bytesOf('*3\r\n'));
    expect(() => parser.next()).toThrow(BAD_COUNT);
  });

  test('hold for all that a connection keeps, whole arguments too', () => {
    const parser = new RequestParser({ maxBufferLength: 1000 });
    const argument = `$400\r\n${'x'.repeat(400)}\r\n`;
    expect(parse([bytesOf(`*3\r\n${argument}${argument}${argument}`)], parser)).toHaveLength(1);
    const another = new RequestParser({ maxBufferLength: 1000 });
    expect(
      parse([bytesOf(`*3\r\n${argument}${argument}${argument}`.slice(0, -1))], another),
    ).toEqual(['Protocol error: too big request']);
  });
});

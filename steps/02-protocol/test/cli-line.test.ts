import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRepeat, splitLine, toByteString } from '../src/cli/line.ts';
import { quote } from '../src/core.ts';
import { requireRedisCli, run, startFakeServer } from './cli-support.ts';

/** A line, and the arguments that redis-cli 7.0.15 sent for it; undefined where it said `Invalid argument(s)`. */
const LINES: [line: string, args: string[] | undefined][] = [
  ['ECHO a b', ['ECHO', 'a', 'b']],
  ['  ECHO\t a  ', ['ECHO', 'a']],
  ['ECHO "a b"', ['ECHO', 'a b']],
  ['ECHO "a\\x41\\n\\q\\"z"', ['ECHO', 'aA\nq"z']],
  ['ECHO "\\r\\t\\b\\a\\v\\e\\\\"', ['ECHO', '\r\t\b\x07ve\\']],
  ["ECHO 'a\\'b\\n'", ['ECHO', "a'b\\n"]],
  ['ECHO "\\x4" "\\xZZ" "\\x00\\xfF"', ['ECHO', 'x4', 'xZZ', '\x00\xff']],
  ['ECHO a\\x41 \\ b', ['ECHO', 'a\\x41', '\\', 'b']],
  ['ECHO "" \'\'', ['ECHO', '', '']],
  ['ECHO a"b" a\\"b c"', ['ECHO', 'ab', 'a\\b c']],
  [toByteString('ECHO é'), ['ECHO', '\xc3\xa9']],
  ['ECHO a\r', ['ECHO', 'a']],
  ['"ECHO" x', ['ECHO', 'x']],
  ['ECHO "a"b', undefined],
  ['ECHO "a', undefined],
  ["ECHO 'a", undefined],
  ["ECHO 'a'b", undefined],
  ['ECHO a"b"c', undefined],
  ['ECHO "a""b"', undefined],
  ['ECHO "a\\"', undefined],
];

describe('a line is split as redis-cli splits it', () => {
  it.each(LINES)('%j', (line, args) => {
    expect(splitLine(line)).toEqual(args);
  });

  it('reads back every argument that quote() wrote', () => {
    const bytes = fc.uint8Array({ maxLength: 40 }).map((b) => Buffer.from(b).toString('latin1'));
    fc.assert(
      fc.property(fc.array(bytes), (args) => {
        expect(splitLine(args.map(quote).join(' '))).toEqual(args);
      }),
    );
  });

  it('takes a count before a command', () => {
    expect(parseRepeat(['3', 'PING'])).toEqual({ times: 3, args: ['PING'] });
    expect(parseRepeat(['PING', '3'])).toEqual({ times: 1, args: ['PING', '3'] });
    expect(parseRepeat(['3'])).toEqual({ times: 1, args: ['3'] });
    expect(parseRepeat(['3x', 'PING'])).toEqual({ times: 1, args: ['3x', 'PING'] });
    expect(parseRepeat(['0', 'PING'])).toBeUndefined();
    expect(parseRepeat(['-1', 'PING'])).toBeUndefined();
    expect(parseRepeat(['99999999999999999999', 'PING'])).toBeUndefined();
  });
});

const redisCli = requireRedisCli();

describe.skipIf(redisCli.missing)('the table is what the redis-cli of this machine does', () => {
  it('sends these arguments', async () => {
    const server = await startFakeServer(() => '+OK\r\n');
    const lines = LINES.map(([line]) => `${line}\n`).join('');
    const { stdout } = await run(redisCli.path, ['-p', String(server.port)], lines);
    await server.close();
    expect(server.requests.filter(([name]) => name === 'ECHO')).toEqual(
      LINES.flatMap(([, args]) => (args === undefined ? [] : [args])),
    );
    expect(stdout.match(/Invalid argument\(s\)/g)).toHaveLength(
      LINES.filter(([, args]) => args === undefined).length,
    );
  });
});

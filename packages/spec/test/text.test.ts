import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latin1 } from '../src/matchers.ts';
import { readReply } from '../src/reply.ts';
import { clip, formatReply, quoteWord, splitWords } from '../src/text.ts';

describe('commands as text', () => {
  test.each<[string, string[]]>([
    ['SET k v', ['SET', 'k', 'v']],
    ['  SET \t k  ', ['SET', 'k']],
    ['SET k "two words\\x00\\r\\n\\"\\\\"', ['SET', 'k', 'two words\0\r\n"\\']],
    ["SET k 'it\\'s \\n'", ['SET', 'k', "it's \\n"]],
    ['SET k ""', ['SET', 'k', '']],
    ['./mine --dir "a b"/c', ['./mine', '--dir', 'a b/c']],
    ['', []],
  ])('%s', (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });

  test('an open quote is an error', () => {
    expect(() => splitWords('SET "k')).toThrow('character 5 is never closed');
  });

  test('a quoted word reads back as the same bytes', () => {
    const bytes = fc.uint8Array().map((array) => Buffer.from(array).toString('latin1'));
    fc.assert(
      fc.property(fc.array(bytes, { minLength: 1 }), (words) => {
        expect(splitWords(words.map(quoteWord).join(' '))).toEqual(words);
      }),
    );
  });

  test('a long text is cut in the middle', () => {
    const cut = clip(`${'a'.repeat(500)}${'z'.repeat(500)}`, 100);
    expect(cut).toMatch(/^a+ …\d+ more… z+$/);
    expect(cut.length).toBeLessThanOrEqual(100);
  });
});

test.each([
  ['$3\r\na"b\r\n', '"a\\"b"'],
  [':1\r\n', '(integer) 1'],
  ['$-1\r\n', '(nil)'],
  ['-ERR x\r\n', '(error) ERR x'],
  ['*0\r\n', '(empty array)'],
  ['*2\r\n:1\r\n*2\r\n+a\r\n_\r\n', '1) (integer) 1\n2) 1) a\n   2) (nil)'],
  ['%1\r\n$1\r\nk\r\n*1\r\n:1\r\n', '1# "k" => 1) (integer) 1'],
  ['~1\r\n#t\r\n', '1~ (true)'],
])('redis-cli shows %j as %j', (bytes, shown) => {
  const reply = readReply(latin1(bytes));
  expect(reply && formatReply(reply)).toBe(shown);
});

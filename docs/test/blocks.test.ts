// Transcripts: what counts as typed, and which differences are forgiven.

import { describe, expect, test } from 'vitest';
import { agreed, blocksIn } from '../transcripts/blocks.ts';

const page = (...lines: string[]) => `# A page\n\n\`\`\`${lines.join('\n')}\n\`\`\`\n`;

describe('a block', () => {
  test('is what was typed at a shell, and what came back', () => {
    expect(blocksIn(page('console', '$ echo a', 'a', '$ echo b \\', '  c', 'b c'))).toEqual([
      {
        line: 3,
        kill: [],
        varies: [],
        steps: [
          { at: '$', typed: 'echo a', expected: ['a'] },
          { at: '$', typed: 'echo b \\\n  c', expected: ['b c'] },
        ],
      },
    ]);
  });

  test('at a prompt all lines are typed into one client, opened as the block shows', () => {
    const [block] = blocksIn(
      page(
        'console',
        '$ redis-cli -p 7004',
        '127.0.0.1:7004> PING',
        'PONG',
        '127.0.0.1:7004> GET a',
        '(nil)',
      ),
    );
    expect(block?.steps).toEqual([
      { at: 7004, typed: 'PING\nGET a', client: 'redis-cli -p 7004', expected: ['PONG', '(nil)'] },
    ]);
  });

  test('may say who is killed before it, and which of its numbers vary', () => {
    const [block] = blocksIn(
      page('console kill=7006 varies="in 5 ms|by 2"', '$ go', '1 in 5 ms, by 2'),
    );
    expect(block).toMatchObject({ kill: [7006], varies: ['in 5 ms', 'by 2'] });
  });

  test.each([
    ['no piece', 'varies'],
    ['a piece without a number', 'varies="ms"'],
    ['a piece that is not there', 'varies="in 6 ms"'],
    ['a piece that is there twice', 'varies="5"'],
  ])('may not vary by %s', (_, attribute) => {
    expect(() => blocksIn(page(`console ${attribute}`, '$ go', '5 in 5 ms'))).toThrow(
      'stands not once',
    );
  });

  test('that was recorded is not run', () => {
    expect(blocksIn(page('console result=crash'))).toEqual([]);
  });

  test('in which nothing is typed cannot be checked', () => {
    expect(() => blocksIn(page('console', 'trust me'))).toThrow('nothing is typed');
  });
});

describe('what came agrees with the text', () => {
  test.each([
    ['the same', ['OK'], ['OK'], []],
    ['… within a line', ['"id" => …'], ['"id" => 7'], []],
    ['… for lines', ['a', '…', 'z'], ['a', 'b', 'c', 'z'], []],
    ['… for no line', ['…', 'z'], ['z'], []],
    ['a number that varies', ['3 took 1.5 ms'], ['3 took 1,108 ms'], ['took 1.5 ms']],
  ])('%s', (_, expected, actual, varies) => {
    expect(agreed(expected, actual, varies)).toEqual(expected);
  });

  test.each([
    ['another word', ['OK'], ['KO'], []],
    ['another number', ['1'], ['2'], []],
    ['another number beside what varies', ['3 took 5 ms'], ['4 took 5 ms'], ['took 5 ms']],
    ['another word in what varies', ['took 5 ms'], ['took 5 s'], ['took 5 ms']],
    ['a line more', ['a'], ['a', 'b'], []],
    ['a line less', ['a', 'b'], ['a'], []],
    ['nothing', ['a'], [], []],
  ])('but not with %s', (_, expected, actual, varies) => {
    expect(agreed(expected, actual, varies)).toEqual(actual);
  });
});

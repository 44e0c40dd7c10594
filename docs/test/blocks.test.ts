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
        varies: false,
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

  test('may say who is killed before it, and that its numbers vary', () => {
    const [block] = blocksIn(page('console kill=7006 varies', '$ true'));
    expect(block).toMatchObject({ kill: [7006], varies: true });
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
    ['the same', ['OK'], ['OK'], false],
    ['… within a line', ['"id" => …'], ['"id" => 7'], false],
    ['… for lines', ['a', '…', 'z'], ['a', 'b', 'c', 'z'], false],
    ['… for no line', ['…', 'z'], ['z'], false],
    ['a number that varies', ['took 1.5 ms'], ['took 108 ms'], true],
  ])('%s', (_, expected, actual, varies) => {
    expect(agreed(expected, actual, varies)).toEqual(expected);
  });

  test.each([
    ['another word', ['OK'], ['KO'], true],
    ['another number', ['1'], ['2'], false],
    ['a line more', ['a'], ['a', 'b'], true],
    ['a line less', ['a', 'b'], ['a'], true],
    ['nothing', ['a'], [], true],
  ])('but not with %s', (_, expected, actual, varies) => {
    expect(agreed(expected, actual, varies)).toEqual(actual);
  });
});

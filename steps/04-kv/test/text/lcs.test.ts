import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lcsTableBytes, longestCommonSubsequence } from '../../src/text/lcs.ts';
import { describeWithRedis } from '../oracle.ts';

describe('longestCommonSubsequence', () => {
  test('finds the subsequence and its runs, the last one first', () => {
    expect(longestCommonSubsequence('ohmytext', 'mynewtext')).toEqual({
      length: 6,
      text: 'mytext',
      matches: [
        { aStart: 4, aEnd: 7, bStart: 5, bEnd: 8, length: 4 },
        { aStart: 2, aEnd: 3, bStart: 0, bEnd: 1, length: 2 },
      ],
    });
  });

  test('nothing in common', () => {
    expect(longestCommonSubsequence('abc', 'xyz')).toEqual({ length: 0, text: '', matches: [] });
    expect(longestCommonSubsequence('', 'xyz')).toEqual({ length: 0, text: '', matches: [] });
  });

  test('says beforehand what memory it takes', () => {
    expect(lcsTableBytes(511, 511)).toBe(1 << 20);
  });
});

describeWithRedis('LCS', (ask) => {
  test('takes the same subsequence and runs among equally long ones', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'abc\xff'), maxLength: 20 });
    const cases = fc.array(fc.tuple(text, text), { minLength: 50, maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(cases, async (pairs) => {
        const answers = await ask(
          pairs.flatMap(([a, b]) => [
            ['MSET', 'a', a, 'b', b],
            ['LCS', 'a', 'b'],
            ['LCS', 'a', 'b', 'IDX', 'WITHMATCHLEN'],
          ]),
        );
        for (const [index, [a, b]] of pairs.entries()) {
          const { length, text, matches } = longestCommonSubsequence(a, b);
          const runs = matches.map((m) => [[m.aStart, m.aEnd], [m.bStart, m.bEnd], m.length]);
          const real = answers.slice(index * 3 + 1, index * 3 + 3);
          expect([a, b, text, ['matches', runs, 'len', length]]).toEqual([a, b, ...real]);
        }
      }),
      { numRuns: 20 },
    );
  });
});

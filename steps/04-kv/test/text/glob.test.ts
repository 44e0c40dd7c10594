import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globMatch } from '../../src/text/glob.ts';
import { describeWithRedis } from '../oracle.ts';

/** Text of few chars, so that patterns often match; `extra` adds what has a meaning in patterns. */
const textOf = (chars: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...chars), maxLength });

describe('globMatch', () => {
  test.each([
    ['*', '', true],
    ['**', 'abc', true],
    ['**', '', false],
    ['', '', true],
    ['h?llo', 'hello', true],
    ['h?llo', 'hllo', false],
    ['h*llo', 'heeello', true],
    ['h[ae]llo', 'hallo', true],
    ['h[^e]llo', 'hello', false],
    ['h[a-b]llo', 'hbllo', true],
    ['h[b-a]llo', 'hbllo', true],
    ['h\\?llo', 'h?llo', true],
    ['h\\?llo', 'hello', false],
    ['[\\]]', ']', true],
    ['[abc', 'c', true],
    ['a\\', 'a\\', true],
    ['key:*:x', 'key:1:2:x', true],
    ['\xff*', '\xff\x00\x80', true],
    ['HELLO', 'hello', false],
  ])('%j on %j: %j', (pattern, text, matches) => {
    expect(globMatch(pattern, text)).toBe(matches);
  });

  test('ASCII letters match in either case with nocase, in classes too', () => {
    expect(globMatch('MAX*', 'maxmemory', { nocase: true })).toBe(true);
    expect(globMatch('[A-C]*', 'bind', { nocase: true })).toBe(true);
    expect(globMatch('[\\A]', 'A', { nocase: true })).toBe(true);
    expect(globMatch('[\\A]', 'a', { nocase: true })).toBe(false); // Redis folds no escaped char in a class
    expect(globMatch('\xc4', '\xe4', { nocase: true })).toBe(false);
  });

  test('many stars cost pattern × text, not 2^stars', () => {
    let reads = 0;
    const charCodeAt = () => {
      reads++;
      return 0x61;
    };
    const text = { length: 5000, charCodeAt } as unknown as string; // 5000 times 'a', and counts the reads
    const pattern = `${'*a'.repeat(20)}*b`;
    expect(globMatch(pattern, text)).toBe(false);
    expect(reads).toBeLessThanOrEqual(pattern.length * text.length);
  });
});

describeWithRedis('glob patterns', (ask) => {
  const pattern = textOf('ab-]^[*?\\', 10);

  test('KEYS finds the same', async () => {
    const cases = fc.array(fc.tuple(pattern, textOf('ab-]^[\\', 6)), {
      minLength: 100,
      maxLength: 200,
    });
    await fc.assert(
      fc.asyncProperty(cases, async (pairs) => {
        const answers = await ask(
          pairs.flatMap(([glob, key]) => [['FLUSHALL'], ['SET', key, 'v'], ['KEYS', glob]]),
        );
        for (const [index, [glob, key]] of pairs.entries()) {
          const found = (answers[index * 3 + 2] as string[]).length === 1;
          expect({ glob, key, found: globMatch(glob, key) }).toEqual({ glob, key, found });
        }
      }),
      { numRuns: 60 },
    );
  });

  test('CONFIG GET finds the same, in any case of letters', async () => {
    const [all] = (await ask([['CONFIG', 'GET', '*']])) as [string[]];
    const names = all.filter((_, index) => index % 2 === 0);
    const glob = textOf('aEm-[]^*?\\x', 8).filter((text) => /[[*?]/.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(glob, { minLength: 20, maxLength: 40 }), async (globs) => {
        const answers = await ask(globs.map((one) => ['CONFIG', 'GET', one]));
        for (const [index, one] of globs.entries()) {
          const found = (answers[index] as string[]).filter((_, at) => at % 2 === 0);
          const ours = names.filter((name) => globMatch(one, name, { nocase: true }));
          expect([one, ...ours.sort()]).toEqual([one, ...found.sort()]);
        }
      }),
      { numRuns: 30 },
    );
  });
});

// The short form of `npm run fuzz`, every case that it ever found, and faults planted in the server, which it must find.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { requireTool } from '@byor/spec';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { loadCourse } from '../src/fuzz/course.ts';
import { keep, readKept } from '../src/fuzz/finds.ts';
import { type Find, fuzz, type Weighted } from '../src/fuzz/fuzz.ts';
import { Oracle } from '../src/fuzz/oracle.ts';
import { judged } from '../src/fuzz/target.ts';
import { allTargets } from '../src/fuzz/targets/index.ts';
import { randomSeed } from '../src/program.ts';
import { planted } from './planted.ts';

const redis = requireTool('redis-server');
const course = await loadCourse();
let oracle: Oracle | undefined;

beforeAll(async () => {
  if (!redis.missing) oracle = await Oracle.start();
});
afterAll(() => oracle?.stop());

async function findsIn(targets: readonly Weighted[], cases: number, seed: number, only?: string) {
  const finds: Find[] = [];
  const goesOn = (number: number) => number < cases && finds.length === 0;
  const found = (find: Find) => finds.push(find);
  const done = await fuzz({ targets, only, seed, from: 0, goesOn, found });
  return { finds, done };
}

test('any input is answered, refused in a sentence, and judged alike by redis-server', async () => {
  const seed = randomSeed();
  const { finds } = await findsIn(allTargets(course, oracle), 200, seed);
  expect(finds.map(({ shown, message }) => `${shown}\n${message}`)).toEqual([]);
});

test('what was found once stays mended', async () => {
  const targets = allTargets(course, oracle).map(({ target }) => target);
  for (const { file, target: name, input } of readKept()) {
    const target = targets.find((each) => each.name === name);
    if (target === undefined) continue; // no redis-server here
    expect.soft(await judged(target, input), file).toBeUndefined();
  }
});

test('the same seed makes the same cases', async () => {
  const inputs = async () => {
    const seen: unknown[] = [];
    const targets = allTargets(course, undefined).map(({ target, share }) => ({
      share,
      target: {
        ...target,
        name: target.name,
        make: target.make.bind(target),
        judge: async (input: unknown) => void seen.push(input),
        count: () => 0,
        smaller: () => [],
        show: String,
      },
    }));
    await findsIn(targets, 60, 11);
    return seen;
  };
  expect(await inputs()).toEqual(await inputs());
});

describe('a fault that is planted is found, made small and kept', () => {
  test.each(planted)('$name', async ({ target, layer, shown }) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'finds-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    if (target === 'differential' && oracle === undefined) return;
    const { finds } = await findsIn(allTargets(course, oracle, [layer]), 20_000, 5, target);
    expect(finds[0]?.shown).toMatch(shown);
    keep(finds[0] as Find, folder);
    expect(readKept(folder)).toMatchObject([{ target, seed: 5, input: finds[0]?.input }]);
  });
});

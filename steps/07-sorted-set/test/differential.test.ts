// Thousands of random commands on sorted sets to this stage and to redis-server: every reply must be the same, byte for
// byte. More: BYOR_DIFFERENTIAL_RUNS=20000 pnpm vitest run test/differential.test.ts

import {
  delayModels,
  differential,
  genericModels,
  KEYS,
  mortalModels,
  passingModels,
  sortedSetModels,
  step,
  stringModels,
  timePasses,
} from '@byor/spec/differential';
import { requireTool } from '@byor/spec/vitest';
import { describe, expect, test } from 'vitest';

const redis = requireTool('redis-server');
const runs = Number(process.env.BYOR_DIFFERENTIAL_RUNS ?? 300);
const timeout = 120_000 + runs * 100;

/** What every key holds in the end. */
const finalLook = [
  step(['KEYS', '*'], 'unordered'),
  ...[...KEYS, 'lex'].flatMap((key) => [
    step(['GET', key]),
    step(['ZRANGE', key, '0', '-1', 'WITHSCORES']),
    step(['OBJECT', 'ENCODING', key]),
  ]),
];

describe.skipIf(redis.missing)('random commands are answered as redis-server answers them', () => {
  test.each([
    ['sorted sets', sortedSetModels],
    ['sorted sets among strings and keys', [...sortedSetModels, ...stringModels, ...genericModels]],
  ])('%s', { timeout }, async (_, commands) => {
    const result = await differential({ stage: '07', commands, runs, finalLook });
    expect(result.runs).toBe(runs);
  });

  test('sorted sets that die', { timeout }, async () => {
    const result = await differential({
      stage: '07',
      commands: [...sortedSetModels, ...passingModels, ...delayModels, ...mortalModels],
      runs: Math.ceil(runs / 4),
      finalLook: [...finalLook, timePasses, ...finalLook],
    });
    expect(result.runs).toBe(Math.ceil(runs / 4));
  });
});

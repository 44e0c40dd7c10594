// Thousands of random commands on sorted sets to this stage and to redis-server: every reply must be the same, byte for
// byte. More: BYOR_DIFFERENTIAL_RUNS=20000 pnpm vitest run test/differential.test.ts

import {
  differential,
  genericModels,
  KEYS,
  sortedSetModels,
  step,
  stringModels,
} from '@byor/spec/differential';
import { requireTool } from '@byor/spec/vitest';
import { describe, expect, test } from 'vitest';

const redis = requireTool('redis-server');
const runs = Number(process.env.BYOR_DIFFERENTIAL_RUNS ?? 300);
const timeout = 30_000 + runs * 20;

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
});

// Thousands of random commands to this stage and to redis-server: every reply must be the same, byte for byte.
// More: BYOR_DIFFERENTIAL_RUNS=20000 pnpm vitest run test/differential.test.ts

import {
  connectionModels,
  differential,
  encodingModels,
  genericModels,
  stringModels,
} from '@byor/spec/differential';
import { requireTool } from '@byor/spec/vitest';
import { describe, expect, test } from 'vitest';

const redis = requireTool('redis-server');
const runs = Number(process.env.BYOR_DIFFERENTIAL_RUNS ?? 500);
const timeout = 120_000 + runs * 100;

describe.skipIf(redis.missing)('random commands are answered as redis-server answers them', () => {
  test.each([
    ['strings', stringModels],
    ['strings and keys, in several databases', [...stringModels, ...genericModels]],
    ['encodings', [...stringModels, ...encodingModels]],
    ['the connection', connectionModels],
  ])('%s', { timeout }, async (_, commands) => {
    const result = await differential({ stage: '04', commands, runs });
    expect(result.runs).toBe(runs);
  });
});

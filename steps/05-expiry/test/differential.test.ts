// Thousands of random commands with deadlines to this stage and to redis-server: every reply must be the same.
// More: BYOR_DIFFERENTIAL_RUNS=20000 pnpm vitest run test/differential.test.ts

import {
  delayModels,
  differential,
  lookBy,
  lookTwice,
  momentModels,
  mortalModels,
  passingModels,
  stringModels,
} from '@byor/spec/differential';
import { requireTool } from '@byor/spec/vitest';
import { describe, expect, test } from 'vitest';

const redis = requireTool('redis-server');
const runs = Number(process.env.BYOR_DIFFERENTIAL_RUNS ?? 600);
const timeout = 120_000 + runs * 100;

describe.skipIf(redis.missing)('random commands are answered as redis-server answers them', () => {
  test('deadlines of the past and of the far future', { timeout }, async () => {
    const result = await differential({
      stage: '05',
      commands: [...momentModels, ...stringModels, ...mortalModels],
      runs,
      finalLook: lookBy('PEXPIRETIME', 'GET'),
    });
    expect(result.runs).toBe(runs);
  });

  test('deadlines that pass', { timeout }, async () => {
    const result = await differential({
      stage: '05',
      commands: [...passingModels, ...delayModels, ...stringModels, ...mortalModels],
      runs: Math.ceil(runs / 4),
      finalLook: lookTwice,
    });
    expect(result.runs).toBe(Math.ceil(runs / 4));
  });

  test('delays', { timeout }, async () => {
    const result = await differential({
      stage: '05',
      commands: [...delayModels, ...stringModels, ...mortalModels],
      runs,
      finalLook: lookBy('TTL', 'GET'),
    });
    expect(result.runs).toBe(runs);
  });
});

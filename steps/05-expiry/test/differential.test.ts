// Thousands of random commands with deadlines to this stage and to redis-server: every reply must be the same.
// More: BYOR_DIFFERENTIAL_RUNS=20000 pnpm vitest run test/differential.test.ts

import {
  adjust,
  type CommandModel,
  delayModels,
  differential,
  genericModels,
  KEYS,
  momentModels,
  passingModels,
  step,
  stringModels,
  timePasses,
} from '@byor/spec/differential';
import { requireTool } from '@byor/spec/vitest';
import { describe, expect, test } from 'vitest';

const redis = requireTool('redis-server');
const runs = Number(process.env.BYOR_DIFFERENTIAL_RUNS ?? 600);
const timeout = 30_000 + runs * 20;

/** Both servers count the dead until they are taken away, each in its own time. */
const generic = genericModels.map((model) =>
  model.name === 'DBSIZE' ? adjust(model, { agreement: 'kind' }) : model,
);

const look = (name: string, agreement: CommandModel['agreement']) =>
  KEYS.map((key) => step([name, key], agreement));

describe.skipIf(redis.missing)('random commands are answered as redis-server answers them', () => {
  test('deadlines of the past and of the far future', { timeout }, async () => {
    const result = await differential({
      stage: '05',
      commands: [...momentModels, ...stringModels, ...generic],
      runs,
      finalLook: [
        step(['KEYS', '*'], 'unordered'),
        ...look('PEXPIRETIME', 'exact'),
        ...look('GET', 'exact'),
      ],
    });
    expect(result.runs).toBe(runs);
  });

  test('deadlines that pass', { timeout }, async () => {
    const result = await differential({
      stage: '05',
      commands: [...passingModels, ...delayModels, ...stringModels, ...generic],
      runs: Math.ceil(runs / 4),
      finalLook: [
        step(['KEYS', '*'], 'unordered'),
        ...look('GET', 'exact'),
        timePasses,
        step(['KEYS', '*'], 'unordered'),
        ...look('TTL', 'kind'),
        ...look('GET', 'exact'),
      ],
    });
    expect(result.runs).toBe(Math.ceil(runs / 4));
  });

  test('delays', { timeout }, async () => {
    const result = await differential({
      stage: '05',
      commands: [...delayModels, ...stringModels, ...generic],
      runs,
      finalLook: [
        step(['KEYS', '*'], 'unordered'),
        ...look('TTL', 'kind'),
        ...look('GET', 'exact'),
      ],
    });
    expect(result.runs).toBe(runs);
  });
});

// Random commands to redis-server and to this stage while it keeps a log: recording must change no reply.

import { startStage } from '@byor/spec';
import {
  delayModels,
  differential,
  lookTwice,
  momentModels,
  mortalModels,
  passingModels,
  stringModels,
} from '@byor/spec/differential';
import { requireTool } from '@byor/spec/vitest';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from './servers.ts';

const redis = requireTool('redis-server');
const runs = Number(process.env.BYOR_DIFFERENTIAL_RUNS ?? 200);
const timeout = 120_000 + runs * 100;

const startWith = (policy: string) =>
  startStage('06', [
    ...['--appendonly', 'yes', '--appendfsync', policy],
    ...['--dir', temporaryDirectory()],
  ]);

describe.skipIf(redis.missing)('random commands are answered as redis-server answers them', () => {
  test.each(['always', 'everysec'])('with appendfsync %s', { timeout }, async (policy) => {
    const result = await differential({
      stage: '06',
      commands: [...momentModels, ...stringModels, ...mortalModels],
      runs,
      startSubject: () => startWith(policy),
    });
    expect(result.runs).toBe(runs);
  });

  test('deadlines that pass', { timeout }, async () => {
    const result = await differential({
      stage: '06',
      commands: [...passingModels, ...delayModels, ...stringModels, ...mortalModels],
      runs: Math.ceil(runs / 4),
      startSubject: () => startWith('everysec'),
      finalLook: lookTwice,
    });
    expect(result.runs).toBe(Math.ceil(runs / 4));
  });
});

// Random commands to redis-server and to this stage while it keeps a log: recording must change no reply.

import { startStage } from '@byor/spec';
import {
  adjust,
  differential,
  genericModels,
  momentModels,
  stringModels,
} from '@byor/spec/differential';
import { requireTool } from '@byor/spec/vitest';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from './servers.ts';

const redis = requireTool('redis-server');
const runs = Number(process.env.BYOR_DIFFERENTIAL_RUNS ?? 200);
const timeout = 30_000 + runs * 20;

/** Both servers count the dead until they are taken away, each in its own time. */
const generic = genericModels.map((model) =>
  model.name === 'DBSIZE' ? adjust(model, { agreement: 'kind' }) : model,
);

describe.skipIf(redis.missing)('random commands are answered as redis-server answers them', () => {
  test.each(['always', 'everysec'])('with appendfsync %s', { timeout }, async (policy) => {
    const flags = ['--appendonly', 'yes', '--appendfsync', policy, '--dir', temporaryDirectory()];
    const result = await differential({
      stage: '06',
      commands: [...momentModels, ...stringModels, ...generic],
      runs,
      startSubject: () => startStage('06', flags),
    });
    expect(result.runs).toBe(runs);
  });
});

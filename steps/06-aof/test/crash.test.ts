// The short form of `npm run crash`: kill -9 under load, with what was never forced to the disk lost too, as in a power cut.

import { crash, type Policy, stageSubject } from '@byor/stress/crash';
import { expect, test } from 'vitest';

const rounds = 2;

test.each<[Policy, string]>([
  ['always', 'nothing that was acknowledged is lost'],
  ['everysec', 'at most the last two seconds are lost'],
])('with appendfsync %s %s', async (policy) => {
  const subject = stageSubject('06', true);
  const seed = Math.floor(Math.random() * 2 ** 31); // told when a promise is broken
  const options = { subject, policy, rounds, clients: 10, fillerKeys: 2000, seed, powerCut: true };
  expect(await crash(options)).toHaveLength(rounds);
});

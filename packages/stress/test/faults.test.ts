// The short form of `npm run faults`: what the stages' own tests do not show. And what finds a server that breaks a promise.

import { describe, expect, test } from 'vitest';
import { main } from '../src/faults/command.ts';
import { play } from '../src/faults/run.ts';
import { type Scenario, scenarios } from '../src/faults/scenarios.ts';
import { collected } from './output.ts';

const inShort = ['read-only', 'slow-always', 'vanished', 'clock-back'];

const named = (name: string) => scenarios.find((scenario) => scenario.name === name) as Scenario;

describe.skipIf(process.platform === 'win32')('what befalls a disk and a clock', () => {
  test.each(inShort)('%s', async (name) => {
    await play(named(name));
  });

  test('a reply that comes before its sync is found out', async () => {
    const flags = ['--appendfsync', 'everysec'];
    await expect(play({ ...named('slow-always'), flags })).rejects.toThrow(/before its sync/);
  });
});

test('a scenario that is not there is exit code 2', async () => {
  expect(await main(['flood'], collected())).toBe(2);
});

// The short form of `npm run load`, and servers that break its promises.

import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type LoadResult, load } from '../src/load/load.ts';
import { type StartOptions, startNewest } from '../src/newest.ts';
import { spoiltBy } from './spoilt.ts';

async function shortLoad(options: Partial<StartOptions> = {}): Promise<LoadResult> {
  const server = await startNewest({ flags: [], ...options });
  try {
    const crowd = { connections: 300, active: 5, pipelining: 30, hostile: 10 };
    return await load({ server, ...crowd, phaseMs: 700, farewellMs: 3000, told: () => {} });
  } finally {
    await server.stop();
  }
}

test('a crowd and hostile clients: every reply right, descriptors back', async () => {
  const { alone, beside, pipelining, resets, ...rest } = await shortLoad();
  for (const phase of [alone, beside, pipelining])
    expect(phase.commandsPerSecond).toBeGreaterThan(0);
  expect(resets).toBeGreaterThan(0);
  expect(rest.descriptorsAfter).toBe(rest.descriptorsBefore);
});

describe('is found out', () => {
  test('a wrong answer', async () => {
    const program = spoiltBy('a wrong answer');
    await expect(shortLoad({ program })).rejects.toThrow(/behaves heard .*:-7/s);
  });

  test.skipIf(!existsSync('/proc/self/fd'))('descriptors that stay open', async () => {
    const program = spoiltBy('descriptors that stay open');
    await expect(shortLoad({ program })).rejects.toThrow(/descriptors are open, \d+ were before/);
  });
});

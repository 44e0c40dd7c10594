// The short form of `npm run soak`, servers that break its promises, and the arithmetic of what is flat.

import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { settled, slopePerMinute, trendOf } from '../src/soak/slope.ts';
import { type SoakResult, soak } from '../src/soak/soak.ts';
import { spoiltBy } from './spoilt.ts';

function shortSoak(durationMs: number, program?: string): Promise<SoakResult> {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const options = {
    durationMs,
    clients: 10,
    seed,
    longestPauseMs: 20,
    longestStay: 10,
    told: () => {},
  };
  return soak(program === undefined ? options : { ...options, program });
}

test('mixed commands: no wrong answer, then and after a restart', async () => {
  const { commands, restartedWith } = await shortSoak(2500);
  expect(commands).toBeGreaterThan(100);
  expect(restartedWith).toBeGreaterThan(100);
});

describe('is found out', () => {
  test('a change that is not logged', async () => {
    const program = spoiltBy('a change that is not logged');
    await expect(shortSoak(2500, program)).rejects.toThrow(/client \d+ heard/);
  });

  test.skipIf(!existsSync('/proc/self/fd'))('memory that is kept', async () => {
    const program = spoiltBy('memory that is never given back');
    await expect(shortSoak(4000, program)).rejects.toThrow(/(heap|rss) grew by/);
  });

  test.skipIf(!existsSync('/proc/self/fd'))('descriptors that stay open', async () => {
    const program = spoiltBy('descriptors that stay open');
    await expect(shortSoak(3000, program)).rejects.toThrow(/descriptors grew by/);
  });
});

describe('what is flat', () => {
  const line = (of: (minute: number) => number) =>
    Array.from({ length: 41 }, (_, n) => ({ atMs: 1e12 + n * 60_000, value: of(n) }));

  test('the slope of a line is found through noise', () => {
    expect(slopePerMinute(line((minute) => 5 + 3 * minute))).toBeCloseTo(3);
    expect(slopePerMinute(line((minute) => 3 * minute + 4 * (minute % 2)))).toBeCloseTo(3, 1);
    expect(slopePerMinute(line(() => 7))).toBe(0);
    expect(slopePerMinute([])).toBe(0);
  });

  test('the first quarter is not looked at', () => {
    expect(settled(line(() => 0))).toHaveLength(31);
    const warmingUp = line((minute) => Math.min(minute, 10));
    expect(trendOf(warmingUp, { slack: 0, perMinute: 0 })).toMatchObject({ growth: 0, mean: 10 });
  });

  test('what is allowed grows with the time', () => {
    const { growth, allowed } = trendOf(
      line((minute) => minute),
      { slack: 2, perMinute: 0.5 },
    );
    expect(growth).toBeCloseTo(30);
    expect(allowed).toBeCloseTo(17);
  });
});

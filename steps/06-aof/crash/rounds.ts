// Round after round on one directory, so that each start has a log behind it which was killed before.

import type { RunningServer } from '@byor/spec';
import type { Holdings } from './actor.ts';
import { type Policy, playRound } from './round.ts';

export interface CrashOptions {
  readonly rounds: number;
  readonly clients: number;
  readonly policy: Policy;
  readonly seed: number;
  readonly start: () => Promise<RunningServer>;
  readonly report: (line: string) => void;
}

/** @throws Violation */
export async function crashRounds(
  options: CrashOptions,
): Promise<{ acknowledged: number; lost: number }> {
  const { rounds, clients, policy, start, report } = options;
  const random = seeded(options.seed);
  const holdings: Holdings[] = [];
  const total = { acknowledged: 0, lost: 0 };
  for (let number = 1; number <= rounds; number++) {
    const round = await playRound({ policy, clients, number, start, random, holdings });
    total.acknowledged += round.acknowledged;
    total.lost += round.lost;
    report(
      `round ${number}: killed after ${round.ranMs} ms, ${round.acknowledged} writes acknowledged, ${round.lost} lost`,
    );
  }
  return total;
}

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

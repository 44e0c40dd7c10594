// What every measurement is given beside its contestants.

import type { Contestant } from '../contestants.ts';
import type { Figure, Round } from '../figures.ts';
import type { LoadThread } from '../load/own/load-thread.ts';

export interface How {
  readonly thread: LoadThread;
  /** How often rates and latencies are measured. */
  readonly rounds: number;
  /** How long one shot is to last. */
  readonly seconds: number;
  /** How often the p99.9 is measured: it swings more than all else. */
  readonly tailRounds: number;
  /** How often what takes long, and differs little, is measured. */
  readonly longRounds: number;
  /** Hears of each round as it ends. */
  readonly told: (contestant: string, round: Round) => void;
}

/** One after the other, round after round: for what starts its own servers. */
export async function inTurn(
  cell: string,
  contestants: readonly Contestant[],
  { rounds, told }: Pick<How, 'rounds' | 'told'>,
  measure: (contestant: Contestant) => Promise<Round>,
): Promise<Figure[]> {
  const figures = contestants.map((contestant) => ({ contestant, rounds: [] as Round[] }));
  for (let round = 0; round < rounds; round++) {
    for (const each of figures) {
      const measured = await measure(each.contestant);
      each.rounds.push(measured);
      told(each.contestant.id, measured);
    }
  }
  return figures.map(({ contestant, rounds }) => ({ contestant: contestant.id, cell, rounds }));
}

// One run: starts who is needed, lets them meet match after match, and hands back the figures.

import type { Output } from '@byor/spec/harness';
import { contestantOf, type Started, start } from './contestants.ts';
import type { Figure } from './figures.ts';
import type { Generator } from './load/generators.ts';
import { measureSpeed, type Pace } from './measure/speed.ts';
import { shown } from './numbers.ts';
import type { Match } from './plan.ts';
import { tellMatch, titleOf } from './report.ts';
import { workloadOf } from './workloads.ts';

/** The servers of a run: each is started when it is first needed, and lives until the end. */
export class Servers {
  readonly #started = new Map<string, Promise<Started>>();

  get(id: string): Promise<Started> {
    const started = this.#started.get(id) ?? start(contestantOf(id));
    this.#started.set(id, started);
    return started;
  }

  async stop(): Promise<void> {
    const all = await Promise.allSettled(this.#started.values());
    await Promise.all(all.map((each) => (each.status === 'fulfilled' ? each.value.stop() : null)));
  }
}

export async function runMatches(
  matches: readonly Match[],
  generators: readonly Generator[],
  pace: Pace,
  out: Output,
): Promise<Figure[]> {
  const servers = new Servers();
  const figures: Figure[] = [];
  try {
    for (const [at, { load, contestants }] of matches.entries()) {
      out.write(
        `${out.colors.dim(`[${at + 1}/${matches.length}]`)} ${out.colors.bold(titleOf(load))}\n`,
      );
      const generator = generators.find((each) => each.can(workloadOf(load.workload)));
      if (generator === undefined) throw new Error(`nothing here sends ${load.workload}`);
      const started = await Promise.all(contestants.map((id) => servers.get(id)));
      const measured = await measureSpeed(
        load,
        started,
        generator,
        pace,
        ({ contestant }, round) => {
          if (out.isTTY) out.write(`${CLEAR}  ${contestant.id} ${shown(round.perSecond ?? 0)}/s`);
        },
      );
      if (out.isTTY) out.write(CLEAR);
      tellMatch(out, measured);
      figures.push(...measured);
    }
    return figures;
  } finally {
    await servers.stop();
  }
}

const CLEAR = '\r\u001b[2K';

// One run: match after match, then what is not a rate; hands back the figures.

import type { Output } from '@byor/spec/harness';
import type { Contestant } from './contestants.ts';
import type { Figure } from './figures.ts';
import type { Generator } from './load/generators.ts';
import type { LoadThread } from './load/own/load-thread.ts';
import { measureGrowth } from './measure/growth.ts';
import { measureMemory } from './measure/memory.ts';
import { measureSpeed } from './measure/speed.ts';
import { measureStart } from './measure/start-up.ts';
import { measureTail } from './measure/tail.ts';
import { type Extra, type Match, type Pace, type Plan, SEED } from './plan.ts';
import { Progress, tellFigures, tellMatch, titleOf, titleOfExtra } from './report.ts';
import { Servers } from './servers.ts';
import { workloadOf } from './workloads.ts';

/** With what a run measures. */
export interface Tools {
  /** In the order of preference. */
  readonly generators: readonly Generator[];
  readonly thread: LoadThread;
  readonly out: Output;
  contestantOf(id: string): Contestant;
}

export async function run({ matches, extras, pace }: Plan, tools: Tools): Promise<Figure[]> {
  const { out, contestantOf } = tools;
  const figures: Figure[] = [];
  const total = matches.length + extras.length;
  const begin = (title: string, at: number) =>
    out.write(`${out.colors.dim(`[${at + 1}/${total}]`)} ${out.colors.bold(title)}\n`);

  const servers = new Servers(contestantOf);
  try {
    for (const [at, match] of matches.entries()) {
      begin(titleOf(match.load), at);
      const measured = await meet(match, servers, pace, tools);
      tellMatch(out, measured);
      figures.push(...measured);
    }
  } finally {
    await servers.stop();
  }
  for (const [at, extra] of extras.entries()) {
    begin(titleOfExtra(extra), matches.length + at);
    const measured = await measureExtra(extra, pace, tools);
    tellFigures(out, measured);
    figures.push(...measured);
  }
  return figures;
}

async function meet(
  { load, contestants }: Match,
  servers: Servers,
  pace: Pace,
  { generators, thread, out }: Tools,
): Promise<Figure[]> {
  const generator = generators.find((each) => each.can(workloadOf(load.workload)));
  if (generator === undefined) throw new Error(`nothing here can send ${load.workload}`);
  const progress = new Progress(out);
  const how = { generator, thread, ...pace, told: progress.tell };
  return measureSpeed(load, await servers.all(contestants), how).finally(progress.end);
}

async function measureExtra(
  { measure, contestants: ids }: Extra,
  pace: Pace,
  { thread, out, contestantOf }: Tools,
): Promise<Figure[]> {
  const progress = new Progress(out);
  const servers = new Servers(contestantOf);
  const contestants = ids.map(contestantOf);
  const how = { ...pace, thread, told: progress.tell };
  try {
    if (measure === 'memory') return await measureMemory(contestants, how);
    if (measure === 'growth') return await measureGrowth(contestants, how);
    if (measure === 'start') return await measureStart(contestants, how);
    return await measureTail(await servers.all(ids), { ...how, seed: SEED });
  } finally {
    await servers.stop();
    progress.end();
  }
}

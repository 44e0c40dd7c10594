// The bench command: from flags to a plan, to figures, to what is told and kept.

import { writeFileSync } from 'node:fs';
import { requireTool } from '@byor/spec';
import type { Output } from '@byor/spec/harness';
import { CommanderError } from 'commander';
import { choosePlan } from './choose-plan.ts';
import { contestantOf } from './contestants.ts';
import { type Flags, readFlags } from './flags.ts';
import { GOALS, judge } from './goals.ts';
import { type Generator, ownGenerator, redisBenchmarkGenerator } from './load/generators.ts';
import { LoadThread } from './load/own/load-thread.ts';
import { thisMachine, thisRevision } from './machine.ts';
import { SEED } from './plan.ts';
import { tellGoals } from './report.ts';
import type { Result } from './result.ts';
import { run } from './run.ts';

export async function main(argv: readonly string[], out: Output): Promise<number> {
  try {
    await bench(readFlags(argv, out), out);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(`bench: ${(error as Error).message}`);
    return 2;
  }
}

async function bench(flags: Flags, out: Output): Promise<void> {
  const plan = choosePlan(flags);
  if (plan.matches.length + plan.extras.length === 0)
    throw new Error('nothing is left to measure: these stages do none of these workloads.');
  const thread = new LoadThread();
  const tools = {
    generators: generators(flags, thread),
    thread,
    out,
    contestantOf: (id: string) => contestantOf(id, flags.against),
  };
  const figures = await run(plan, tools).finally(() => thread.stop());
  tellGoals(
    out,
    GOALS.map((goal) => judge(goal, figures)),
  );
  const result: Result = {
    date: new Date().toISOString(),
    quick: flags.quick === true,
    machine: thisMachine(),
    revision: thisRevision(),
    figures,
  };
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(result, null, 1)}\n`);
}

function generators({ generator }: Flags, thread: LoadThread): Generator[] {
  const own = ownGenerator(thread, SEED);
  const { path } = generator === 'own' ? { path: undefined } : requireTool('redis-benchmark');
  return path === undefined ? [own] : [redisBenchmarkGenerator(path), own];
}

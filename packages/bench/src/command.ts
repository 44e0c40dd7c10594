// The bench command: from flags to a plan, to figures, to what is told and kept.

import { writeFileSync } from 'node:fs';
import { requireTool } from '@byor/spec';
import { listStages, type Output } from '@byor/spec/harness';
import { CommanderError } from 'commander';
import { type Flags, readFlags } from './flags.ts';
import { GOAL_CLIENTS, GOAL_PAYLOAD_BYTES, GOALS, judge } from './goals.ts';
import { type Generator, redisBenchmarkGenerator } from './load/generators.ts';
import { thisMachine, thisRevision } from './machine.ts';
import type { Pace } from './measure/speed.ts';
import { crossMatches, goalMatches, type Match, sweepMatches } from './plan.ts';
import { tellGoals } from './report.ts';
import type { Result } from './result.ts';
import { runMatches } from './run.ts';
import { workloads } from './workloads.ts';

const QUICK: Pace = { rounds: 2, seconds: 0.7 };
const FULL: Pace = { rounds: 5, seconds: 2 };
const FIRST_STAGE = '03';

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
  const pace = { ...(flags.quick ? QUICK : FULL), ...given(flags) };
  const figures = await runMatches(planOf(flags), generators(), pace, out);
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

const given = ({ rounds, seconds }: Flags): Partial<Pace> => ({
  ...(rounds !== undefined && { rounds }),
  ...(seconds !== undefined && { seconds }),
});

function generators(): Generator[] {
  const { path } = requireTool('redis-benchmark');
  return path === undefined ? [] : [redisBenchmarkGenerator(path)];
}

/** An axis that is named makes a plan of its own; `--stages` and `--workloads` alone choose from the plan there is. */
function planOf(flags: Flags): Match[] {
  const { payloads, clients, pipelines, transports } = flags;
  const ownPlan = [payloads, clients, pipelines, transports].some((axis) => axis !== undefined);
  const plan = ownPlan ? crossPlan(flags) : standardPlan(flags);
  return plan.flatMap((match) => chosen(match, flags));
}

function standardPlan({ quick }: Flags): Match[] {
  const stages = listStages()
    .map(({ number }) => number)
    .filter((number) => number >= FIRST_STAGE);
  return quick ? goalMatches() : [...goalMatches(), ...sweepMatches(stages)];
}

function crossPlan(flags: Flags): Match[] {
  const stages = flags.stages ?? ['07'];
  const transports = flags.transports?.map((name) => `-${name}`) ?? [''];
  return crossMatches({
    workloads: flags.workloads ?? workloads.map(({ id }) => id),
    payloads: flags.payloads ?? [GOAL_PAYLOAD_BYTES],
    clients: flags.clients ?? [GOAL_CLIENTS],
    pipelines: flags.pipelines ?? [1],
    contestants: [...stages.flatMap((stage) => transports.map((name) => stage + name)), 'redis'],
  });
}

function chosen({ load, contestants }: Match, { stages, workloads: wanted }: Flags): Match[] {
  if (wanted !== undefined && !wanted.includes(load.workload)) return [];
  const isWanted = (id: string) =>
    stages === undefined || id.startsWith('redis') || stages.includes(id.slice(0, 2));
  const left = contestants.filter(isWanted);
  return left.every((id) => id.startsWith('redis')) ? [] : [{ load, contestants: left }];
}

// The bench command: from flags to a plan, to figures, to what is told and kept.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { requireTool } from '@byor/spec';
import { type Output, ROOT } from '@byor/spec/harness';
import { CommanderError } from 'commander';
import { choosePlan } from './choose-plan.ts';
import { contestantOf } from './contestants.ts';
import type { Figure } from './figures.ts';
import { type Flags, readFlags } from './flags.ts';
import { GOALS, judge } from './goals.ts';
import { appendHistory, historyLine, readHistory, tellHistory } from './history.ts';
import { type Generator, ownGenerator, redisBenchmarkGenerator } from './load/generators.ts';
import { LoadThread } from './load/own/load-thread.ts';
import { thisMachine, thisRevision } from './machine.ts';
import { type Plan, SEED } from './plan.ts';
import { tellGoals } from './report.ts';
import { keep, latest, type Result, type RunKind, toJson } from './result.ts';
import { run } from './run.ts';
import { writeDocs } from './write-docs.ts';

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

/** A tool that is missing is told of: nothing is left out in silence. */
async function bench(flags: Flags, out: Output): Promise<void> {
  if (flags.history) return tellHistory(out, readHistory());
  if (flags.writeDocs) return tellDocs(out, latest());
  const plan = choosePlan(flags, !requireTool('redis-server').missing);
  if (plan.matches.length + plan.extras.length === 0)
    throw new Error('nothing is left to measure: these stages know none of these commands.');
  const figures = await measure(plan, flags, out);
  tellGoals(
    out,
    GOALS.map((goal) => judge(goal, figures)),
  );
  keepAll(flags, figures, out);
}

async function measure(plan: Plan, flags: Flags, out: Output): Promise<Figure[]> {
  const thread = new LoadThread();
  const tools = {
    generators: generators(flags, thread),
    thread,
    out,
    contestantOf: (id: string) => contestantOf(id, flags.against),
  };
  return run(plan, tools).finally(() => thread.stop());
}

/** The file that was asked for, the history, and after a full run the result of the day and the tables made of it. */
function keepAll(flags: Flags, figures: readonly Figure[], out: Output): void {
  const result: Result = {
    date: new Date().toISOString(),
    run: runKind(flags),
    machine: thisMachine(),
    revision: thisRevision(),
    figures,
  };
  if (flags.json !== undefined) writeFileSync(flags.json, toJson(result));
  const line = flags.against === undefined ? historyLine(result) : undefined;
  if (line !== undefined) tellKept(out, appendHistory(line));
  if (result.run !== 'full') return;
  tellKept(out, keep(result));
  tellDocs(out, latest()); // as it was kept, in fewer digits: the tables can be made of it again
}

/** Any flag but `--json` and `--quick` leaves a part, or measures in another way. */
function runKind({ quick, json: _, generator, ...others }: Flags): RunKind {
  if (generator === 'own' || Object.keys(others).length > 0) return 'part';
  return quick ? 'quick' : 'full';
}

function tellKept(out: Output, file: string): void {
  out.write(out.colors.dim(`${path.relative(process.cwd(), file)} written\n`));
}

function tellDocs(out: Output, result: Result | undefined): void {
  if (result === undefined)
    throw new Error('there is no result yet: npm run bench, without flags, keeps one.');
  const written = writeDocs(result);
  for (const file of written) tellKept(out, path.join(ROOT, file));
  if (written.length === 0) out.write('The tables show the newest result already.\n');
}

function generators({ generator }: Flags, thread: LoadThread): Generator[] {
  const own = ownGenerator(thread, SEED);
  const { path } = generator === 'own' ? { path: undefined } : requireTool('redis-benchmark');
  return path === undefined ? [own] : [redisBenchmarkGenerator(path), own];
}

// `course prove`: that the exercises are what they say. For those who change a stage, not for those who learn from it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listStages, type Stage } from '@byor/spec/harness';
import { exercisesOf } from '../exercises/catalog.ts';
import { holds, proveWhole, type Step, stepHolds } from '../proof/whole.ts';
import { stageNamed } from '../workspace/places.ts';
import { type Context, give, OK, RED, say } from './context.ts';

export async function prove(context: Context, word: string | undefined): Promise<number> {
  const { places } = context;
  const all = word === undefined ? listStages(places.root) : [stageNamed(places, word)];
  const stages = all.filter((stage) => exercisesOf(stage).length > 0);
  const proven: unknown[] = [];
  let areAllRight = true;
  for (const stage of stages) {
    const proof = await proveStage(context, stage);
    areAllRight &&= holds(proof);
    proven.push({ stage: stage.number, holds: holds(proof), ...proof });
  }
  give(context, proven);
  return areAllRight ? OK : RED;
}

async function proveStage(context: Context, stage: Stage) {
  const { colors } = context.out;
  const folder = mkdtempSync(path.join(tmpdir(), 'byor-proof-'));
  say(
    context,
    `\n${colors.bold(stage.name)}: each exercise's tests before it is written, and after\n`,
  );
  try {
    const places = { folder, root: context.places.root };
    const proof = await proveWhole(stage, exercisesOf(stage), places, (step) =>
      say(context, lineOf(context, step)),
    );
    const { passed, failed } = proof.end;
    say(context, `  all written: ${passed} tests green, ${failed.length} red`);
    for (const name of failed) say(context, colors.red(`    ${name}`));
    return proof;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lineOf({ out: { colors } }: Context, step: Step): string {
  const { exercise, before, after, broken } = step;
  const mark = stepHolds(step) ? colors.green('✓') : colors.red('✗');
  const name = `${exercise.id}  ${exercise.title}`.padEnd(48);
  const first = after.failed[0]
    ? colors.red(`  ${after.failed[0].name}: ${after.failed[0].reason}`)
    : '';
  const others = broken.length > 0 ? colors.red(`  breaks ${broken.join(', ')}`) : '';
  const was = before.failed.length > 0 ? 'red' : colors.red('green');
  const is = after.failed.length === 0 ? `${after.passed} green` : `${after.failed.length} red`;
  return `  ${mark} ${name} ${was} → ${is}${first}${others}`;
}

// `course mutants`: wrong servers, each broken in one thing, and what the wire cases say of them. A table for authors and doubters.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listStages, type Stage } from '@byor/spec/harness';
import { type LocatedCase, loadCases } from '@byor/spec/runner';
import { MUTANTS } from '../mutants/index.ts';
import { type MutantVerdict, tryMutant } from '../mutants/run.ts';
import { stageNamed } from '../workspace/places.ts';
import { type Context, give, OK, RED, say } from './context.ts';

export async function mutants(context: Context, word: string | undefined): Promise<number> {
  const { places } = context;
  const stages = word === undefined ? listStages(places.root) : [stageNamed(places, word)];
  const cases = await loadCases(places.root);
  const folder = mkdtempSync(path.join(tmpdir(), 'byor-mutants-'));
  const verdicts: (MutantVerdict & { readonly stage: string })[] = [];
  try {
    for (const stage of stages) {
      for (const verdict of await tryAll(context, stage, cases, folder)) {
        verdicts.push({ ...verdict, stage: stage.number });
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const right = verdicts.filter(({ isNamed }) => isNamed).length;
  say(
    context,
    `\n${right} of ${verdicts.length} wrong servers are rejected, and the message names the cause\n`,
  );
  give(
    context,
    verdicts.map(({ stage, mutant: { id, wrong, caughtBy }, report, isNamed }) => {
      return { stage, id, wrong, caughtBy, isCaught: report !== undefined, isNamed, report };
    }),
  );
  return right === verdicts.length ? OK : RED;
}

async function tryAll(
  context: Context,
  stage: Stage,
  cases: readonly LocatedCase[],
  folder: string,
): Promise<MutantVerdict[]> {
  const verdicts: MutantVerdict[] = [];
  say(context, `\n${context.out.colors.bold(stage.name)}\n`);
  for (const mutant of MUTANTS[stage.number] ?? []) {
    const verdict = await tryMutant(stage, mutant, cases, path.join(folder, stage.name, mutant.id));
    say(context, lineOf(context, verdict));
    verdicts.push(verdict);
  }
  return verdicts;
}

function lineOf({ out: { colors } }: Context, { mutant, report, isNamed }: MutantVerdict): string {
  const mark = isNamed ? colors.green('✓') : colors.red('✗');
  const end =
    report === undefined ? colors.red('  passes it') : isNamed ? '' : colors.red('  unnamed');
  return `  ${mark} ${mutant.wrong.padEnd(72)} ${colors.dim(mutant.caughtBy)}${end}`;
}

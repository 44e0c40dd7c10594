// A check in words: one line an exercise, the first failure explained, and what to do next.

import type { Stage } from '@byor/spec/harness';
import { type Context, say } from '../commands/context.ts';
import { yoursToWrite } from '../exercises/starter.ts';
import { myFolder, shown } from '../workspace/places.ts';
import { tellOpenBelow } from './below.ts';
import type { CheckResult, ExerciseResult } from './check-copy.ts';
import { type Failed, isGreen, type Verdict } from './verdict.ts';

/** Most of what vitest says that is shown. */
const VITEST_LINES = 24;

const HANGS_BEFORE =
  'Nothing came back, so the run was ended: a loop that never ends, or a system call that waits for ever?\n' +
  'Look at what you changed last.';

export function isAllGreen({ exercises, rest }: CheckResult): boolean {
  return exercises.every(isExerciseGreen) && (rest === undefined || rest.failed.length === 0);
}

export function isExerciseGreen({ verdict }: ExerciseResult): boolean {
  return verdict !== undefined && isGreen(verdict);
}

/** Everything that a reader wants to see after a check. */
export function tellCheck(context: Context, stage: Stage, result: CheckResult): void {
  const { colors } = context.out;
  say(context, `\n${colors.bold(stage.name)}`);
  tellOpenBelow(context, stage);
  for (const each of result.exercises) say(context, lineOf(context, each, awaited(each, result)));
  if (result.rest) say(context, restLine(context, result.rest));
  const red = result.exercises.filter((each) => each.verdict && !isExerciseGreen(each));
  const firstRed = red.find((each) => awaited(each, result) === undefined);
  const failed = firstRed ? firstRed.verdict : result.rest;
  if (failed?.failed[0]) tellFailure(context, failed.failed[0], failed.failed.length - 1);
  else if (firstRed) tellNothingRan(context, result.output);
  tellNext(context, stage, result, firstRed);
}

/** The exercise that a red one waits for: all its failures say that that one is yours to write. */
function awaited(
  { exercise, verdict }: ExerciseResult,
  { exercises }: CheckResult,
): ExerciseResult | undefined {
  const open = exercises.filter((each) => each.openAt !== undefined && each.exercise !== exercise);
  const causes = verdict?.failed.map(({ reason }) =>
    open.find((each) => reason.includes(yoursToWrite(each.exercise.id))),
  );
  return causes?.every((cause) => cause !== undefined) ? causes[0] : undefined;
}

function lineOf(
  { out: { colors } }: Context,
  { exercise, openAt, verdict }: ExerciseResult,
  waitsFor: ExerciseResult | undefined,
): string {
  const name = `${exercise.id}  ${exercise.title}`;
  if (verdict === undefined) return colors.dim(`  ·  ${name.padEnd(46)} yours to write: ${openAt}`);
  if (isGreen(verdict)) {
    return `  ${colors.green('✓')}  ${name.padEnd(46)} ${colors.dim(count(verdict.passed, 'test'))}`;
  }
  const red = colors.red(countRed(verdict));
  if (waitsFor === undefined) return `  ${colors.red('✗')}  ${name.padEnd(46)} ${red}`;
  return `  ${colors.yellow('…')}  ${name.padEnd(46)} waits for ${waitsFor.exercise.id}, ${red}`;
}

function restLine({ out: { colors } }: Context, rest: Verdict): string {
  const name = 'all else the stage promises'.padEnd(46);
  if (rest.failed.length === 0)
    return `  ${colors.green('✓')}  ${name} ${colors.dim(count(rest.passed, 'test'))}`;
  return `  ${colors.red('✗')}  ${name} ${colors.red(countRed(rest))}`;
}

function countRed({ passed, failed }: Verdict): string {
  return failed.length === 0
    ? 'no test ran'
    : `${failed.length} of ${count(passed + failed.length, 'test')} red`;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function tellFailure(context: Context, { file, name, reason }: Failed, others: number): void {
  const { colors } = context.out;
  say(context, `\n${colors.red('✗')} ${colors.bold(name)}  ${colors.dim(file)}\n`);
  for (const line of reason.split('\n')) say(context, `    ${line}`);
  if (others > 0)
    say(context, colors.dim(`\n  and ${count(others, 'failure')} more: the first one first`));
}

/** vitest could not begin: only its own words tell why. It has none where a test file never came to its first test. */
function tellNothingRan(context: Context, output: string): void {
  const words = output.trim();
  say(
    context,
    context.out.colors.red(`\nNo test was run. ${words ? 'vitest says:' : HANGS_BEFORE}`),
  );
  if (words) say(context, words.split('\n').slice(0, VITEST_LINES).join('\n'));
}

function tellNext(
  context: Context,
  stage: Stage,
  result: CheckResult,
  firstRed: ExerciseResult | undefined,
): void {
  const { bold } = context.out.colors;
  const next = firstRed ?? result.exercises.find((each) => each.verdict === undefined);
  if (next) {
    const { id, parts } = next.exercise;
    say(
      context,
      `\n  next    ${bold(id)} in ${next.openAt ?? `${parts[0]?.file}  ${parts[0]?.name}`}`,
    );
    say(context, `  stuck?  npm run course hint ${id}\n`);
  } else if (result.rest) {
    say(context, afterAll(context, stage, result.rest));
  } else {
    say(context, '');
  }
}

function afterAll({ places }: Context, stage: Stage, { failed }: Verdict): string {
  if (failed.length === 0)
    return `\n  Stage ${stage.number} is yours, all of it. npm run course shows what is next.\n`;
  const folder = shown(places, myFolder(places, stage));
  return (
    '\n  Your bodies pass their own tests, but one of them is still wrong: which does this test run through?\n' +
    `\n  in full npm --prefix ${folder} test` +
    `\n  stuck?  npm run course solution ${Number(stage.number)}.1, and so on: the course's code as a difference from yours\n`
  );
}

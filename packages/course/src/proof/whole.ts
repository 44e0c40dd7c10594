// The proof in its long form: every step of a stage as a reader passes it, wire cases included, and the whole stage at the end.

import type { Stage } from '@byor/spec/harness';
import { runTestsOf } from '../check/selections.ts';
import { isGreen, type Verdict, verdictOn } from '../check/verdict.ts';
import { runTests } from '../check/vitest-run.ts';
import type { Exercise } from '../exercises/catalog.ts';
import { writeVariant } from './variants.ts';

export interface Step {
  readonly exercise: Exercise;
  /** With its body still to be written. */
  readonly before: Verdict;
  /** With it put back: its own tests. */
  readonly after: Verdict;
  /** Exercises before it that are red with it put back: each must stay green. */
  readonly broken: readonly string[];
}

export interface WholeProof {
  readonly steps: readonly Step[];
  /** Everything, with every body put back. */
  readonly end: { readonly passed: number; readonly failed: readonly string[] };
}

export const holds = ({ steps, end }: WholeProof): boolean =>
  end.failed.length === 0 && end.passed > 0 && steps.every(stepHolds);

export const stepHolds = ({ before, after, broken }: Step): boolean =>
  before.failed.length > 0 && isGreen(after) && broken.length === 0;

export async function proveWhole(
  stage: Stage,
  exercises: readonly Exercise[],
  places: { readonly folder: string; readonly root: string },
  onStep: (step: Step) => void = () => {},
): Promise<WholeProof> {
  const steps: Step[] = [];
  let folder = writeVariant(stage, exercises, 0, places);
  for (const [k, exercise] of exercises.entries()) {
    const before = verdictOn(exercise, await runTestsOf([exercise], { folder, bail: 1 }));
    folder = writeVariant(stage, exercises, k + 1, places);
    const written = exercises.slice(0, k + 1);
    const results = await runTestsOf(written, { folder, testTimeoutMs: 30_000 });
    const red = written.filter((each) => !isGreen(verdictOn(each, results)));
    const broken = red.filter((each) => each !== exercise).map(({ id }) => id);
    const step = { exercise, before, after: verdictOn(exercise, results), broken };
    steps.push(step);
    onStep(step);
  }
  return { steps, end: await everything(folder) };
}

async function everything(folder: string): Promise<WholeProof['end']> {
  const { events } = await runTests({ folder, testTimeoutMs: 60_000 });
  const failed = events.flatMap((event) => {
    if (event.kind === 'breaks') return [`${event.file}: ${event.reason}`];
    return event.kind === 'ends' && event.state === 'failed' ? [event.name] : [];
  });
  const passed = events.filter((event) => event.kind === 'ends' && event.state === 'passed').length;
  return { passed, failed };
}

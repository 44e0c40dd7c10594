// Checks a copy of a stage, exercise by exercise. What is not begun is not run: its tests could only wait or fail.
// What was never green runs alone and is given up early; all else of the stage runs once every exercise is green.

import type { Exercise } from '../exercises/catalog.ts';
import { openPlace } from './progress.ts';
import type { TestEvent } from './reporter.ts';
import { runTestsOf } from './selections.ts';
import { isGreen, type Verdict, verdictOn, verdictOnRest } from './verdict.ts';
import { runTests } from './vitest-run.ts';

export interface ExerciseResult {
  readonly exercise: Exercise;
  /** Where it says "yours to write": it was not run. */
  readonly openAt: string | undefined;
  readonly verdict: Verdict | undefined;
}

export interface CheckResult {
  readonly exercises: readonly ExerciseResult[];
  /** Every other test of the stage; undefined while an exercise is not green. */
  readonly rest: Verdict | undefined;
  /** What vitest printed, for when nothing was run at all. */
  readonly output: string;
}

export interface CheckOptions {
  /** The exercises that were green before. */
  readonly done: ReadonlySet<string>;
  /** One exercise and not the others: what `watch` looks at on each save. */
  readonly only?: string | undefined;
  onEvent?(event: TestEvent): void;
}

/** Failures after which an exercise that was never green is given up. */
const BAIL = 3;

/** Of each test, once every exercise is green: then nothing waits in vain, and a busy machine must not look like a mistake. */
const WHOLE_STAGE_TIMEOUT_MS = 30_000;

export async function checkCopy(
  folder: string,
  exercises: readonly Exercise[],
  options: CheckOptions,
): Promise<CheckResult> {
  const check = new Check(folder, options);
  const chosen = exercises.filter(({ id }) => (options.only ?? id) === id);
  const open = new Map(chosen.map((exercise) => [exercise, openPlace(folder, exercise)]));
  const written = chosen.filter((exercise) => open.get(exercise) === undefined);
  const fresh = written.filter(({ id }) => !options.done.has(id));
  for (const exercise of fresh) await check.run([exercise], BAIL);
  const isAllGreen = fresh.every((exercise) => check.isGreen(exercise));
  const isWhole = options.only === undefined && written.length === exercises.length && isAllGreen;
  if (isWhole) await check.runAll(exercises);
  else await check.run(written.filter((exercise) => !fresh.includes(exercise)));
  return {
    exercises: chosen.map((exercise) => ({
      exercise,
      openAt: open.get(exercise),
      verdict: check.verdicts.get(exercise),
    })),
    rest: check.rest,
    output: check.output,
  };
}

class Check {
  readonly verdicts = new Map<Exercise, Verdict>();
  rest: Verdict | undefined;
  output = '';
  readonly #folder: string;
  readonly #options: CheckOptions;

  constructor(folder: string, options: CheckOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  isGreen(exercise: Exercise): boolean {
    const verdict = this.verdicts.get(exercise);
    return verdict !== undefined && isGreen(verdict);
  }

  async run(exercises: readonly Exercise[], bail?: number): Promise<void> {
    if (exercises.length === 0) return;
    const { onEvent } = this.#options;
    const watched = onEvent ? { onEvent } : {};
    const results = await runTestsOf(exercises, { folder: this.#folder, bail, ...watched });
    this.output += results.output;
    for (const exercise of exercises) this.verdicts.set(exercise, verdictOn(exercise, results));
  }

  async runAll(exercises: readonly Exercise[]): Promise<void> {
    const { onEvent } = this.#options;
    const results = await runTests({
      folder: this.#folder,
      testTimeoutMs: WHOLE_STAGE_TIMEOUT_MS,
      ...(onEvent ? { onEvent } : {}),
    });
    this.output += results.output;
    for (const exercise of exercises) this.verdicts.set(exercise, verdictOn(exercise, results));
    this.rest = verdictOnRest(exercises, results);
  }
}

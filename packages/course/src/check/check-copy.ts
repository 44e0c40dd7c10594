// Checks a copy of a stage, exercise by exercise. What is not begun is not run: its tests could only wait or fail.

import type { Exercise, Selection } from '../exercises/catalog.ts';
import { openPlace } from './progress.ts';
import type { TestEvent } from './reporter.ts';
import { type Verdict, verdictOn, verdictOnRest } from './verdict.ts';
import { runTests, type TestResults } from './vitest-run.ts';

export interface ExerciseResult {
  readonly exercise: Exercise;
  /** Where it says "yours to write": it was not run. */
  readonly openAt: string | undefined;
  readonly verdict: Verdict | undefined;
}

export interface CheckResult {
  readonly exercises: readonly ExerciseResult[];
  /** Every other test of the stage, run once all exercises are written. */
  readonly rest: Verdict | undefined;
  /** What vitest printed, for when nothing was run at all. */
  readonly output: string;
}

export interface CheckOptions {
  /** Only these, and not the rest: what `watch` looks at on each save. */
  readonly only?: readonly string[] | undefined;
  readonly silenceMs?: number;
  onEvent?(event: TestEvent): void;
}

export async function checkCopy(
  folder: string,
  exercises: readonly Exercise[],
  options: CheckOptions = {},
): Promise<CheckResult> {
  const { only } = options;
  const chosen = exercises.filter(({ id }) => only?.includes(id) ?? true);
  const open = new Map(chosen.map((exercise) => [exercise, openPlace(folder, exercise)]));
  const written = chosen.filter((exercise) => open.get(exercise) === undefined);
  const isWhole = only === undefined && written.length === exercises.length;
  const results = await (isWhole
    ? runTests({ folder, ...options })
    : runSelections(
        folder,
        written.flatMap(({ tests }) => tests),
        options,
      ));
  return {
    exercises: chosen.map((exercise) => {
      const openAt = open.get(exercise);
      const verdict = openAt === undefined ? verdictOn(exercise, results) : undefined;
      return { exercise, openAt, verdict };
    }),
    rest: isWhole ? verdictOnRest(exercises, results) : undefined,
    output: results.output,
  };
}

/** At most two runs: files that are wanted whole, and files of which some names are. */
async function runSelections(
  folder: string,
  selections: readonly Selection[],
  options: CheckOptions,
): Promise<TestResults> {
  const whole = new Set(selections.filter(({ pattern }) => !pattern).map(({ file }) => file));
  const partly = selections.filter(({ pattern, file }) => pattern && !whole.has(file));
  const runs: TestResults[] = [];
  if (whole.size > 0) runs.push(await runTests({ folder, files: [...whole], ...options }));
  if (partly.length > 0) {
    const files = [...new Set(partly.map(({ file }) => file))];
    const pattern = partly.map((each) => `(${each.pattern})`).join('|');
    runs.push(await runTests({ folder, files, pattern, ...options }));
  }
  const hung = runs.flatMap((run) => run.hung ?? []);
  return {
    events: runs.flatMap(({ events }) => events),
    hung: hung.length > 0 ? hung : undefined,
    output: runs.map(({ output }) => output).join('\n'),
  };
}

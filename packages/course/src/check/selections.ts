// Runs the tests that belong to exercises, and no others.

import type { Exercise } from '../exercises/catalog.ts';
import { runTests, type TestResults, type TestRun } from './vitest-run.ts';

/** What is written now and was never green may hang: it is given up sooner than a whole stage. */
const SILENCE_MS = 12_000;

/** In at most two runs: files that are wanted whole, and files of which some names are. */
export async function runTestsOf(
  exercises: readonly Exercise[],
  run: Omit<TestRun, 'files' | 'pattern'>,
): Promise<TestResults> {
  const selections = exercises.flatMap(({ tests }) => tests);
  const whole = new Set(selections.filter(({ pattern }) => !pattern).map(({ file }) => file));
  const partly = selections.filter(({ pattern, file }) => pattern && !whole.has(file));
  const results: TestResults[] = [];
  const silenceMs = run.silenceMs ?? SILENCE_MS;
  if (whole.size > 0) results.push(await runTests({ ...run, silenceMs, files: [...whole] }));
  if (partly.length > 0) {
    const files = [...new Set(partly.map(({ file }) => file))];
    const pattern = partly.map((each) => `(${each.pattern})`).join('|');
    results.push(await runTests({ ...run, silenceMs, files, pattern }));
  }
  const hung = results.flatMap((each) => each.hung ?? []);
  return {
    events: results.flatMap(({ events }) => events),
    hung: hung.length > 0 ? hung : undefined,
    output: results.map(({ output }) => output).join('\n'),
  };
}

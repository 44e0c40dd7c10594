// The proof in its short form, for `npm test`: with the exercises put back one by one, the tests of each fail before it is
// written and pass after. All steps of a stage run in one vitest: a file for each step takes its tests in by import.
// Wire cases need a server each; they are left to the long form (npm run course -- prove).

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Stage } from '@byor/spec/harness';
import type { TestEvent } from '../check/reporter.ts';
import { runTests } from '../check/vitest-run.ts';
import type { Exercise, Selection } from '../exercises/catalog.ts';
import { writeVariant } from './variants.ts';

/** What waits for a body that is not written waits in vain. What passes has time enough on a busy machine. */
const TIMEOUT_MS = { before: 250, after: 30_000 } as const;

type Side = 'before' | 'after';

interface Step {
  readonly exercise: Exercise;
  /** The folder of the copy without it, and of the one with it. */
  readonly before: string;
  readonly after: string;
}

/** What is wrong with those of the stage's `exercises` that are `tried`, a line each; nothing when all is well. */
export async function proveQuickly(
  stage: Stage,
  exercises: readonly Exercise[],
  places: { readonly folder: string; readonly root: string },
  tried: readonly Exercise[] = exercises,
): Promise<string[]> {
  const written = new Map<number, string>();
  const variant = (k: number): string => {
    const folder = written.get(k) ?? writeVariant(stage, exercises, k, places);
    written.set(k, folder);
    return folder;
  };
  const steps = tried.map((exercise): Step => {
    const k = exercises.indexOf(exercise);
    return { exercise, before: variant(k), after: variant(k + 1) };
  });
  // Apart from each other: what fails leaves things behind that the others would meet.
  const before = await runSide(stage, 'before', places.folder, steps);
  const after = await runSide(stage, 'after', places.folder, steps);
  return tried.flatMap((exercise) => problemsOf(exercise, before, after));
}

async function runSide(
  stage: Stage,
  side: Side,
  folder: string,
  steps: readonly Step[],
): Promise<readonly TestEvent[]> {
  const files = steps.map((step) =>
    path.relative(folder, writeProofFile(step[side], step.exercise, side)),
  );
  const pattern = steps
    .flatMap(({ exercise }) => unitTests(exercise).map((test) => patternFor(exercise, side, test)))
    .join('|');
  const run = { folder, toolsFolder: stage.folder, files, pattern, isIsolated: false };
  const { events, output } = await runTests(run);
  if (events.length === 0) throw new Error(`no test ran: ${output}`);
  return events;
}

function unitTests({ tests }: Exercise): Selection[] {
  return tests.filter(({ file }) => file !== 'test/wire.test.ts');
}

/**
 * The tests of an exercise under its number and side, whatever file they stand in. All run in one worker (which halves the
 * cost), where a module is loaded once: the question mark makes another one of it.
 */
function writeProofFile(variant: string, exercise: Exercise, side: Side): string {
  const suites = unitTests(exercise).map(({ file }) => {
    const name = JSON.stringify(`${exercise.id} ${side} ${file}`);
    return `describe(${name}, async () => {
  await import('./${file.slice('test/'.length)}?${exercise.id}-${side}');
  vi.setConfig({ testTimeout: ${TIMEOUT_MS[side]} });
});
`;
  });
  const file = path.join(variant, `test/proof-${exercise.id}-${side}.test.ts`);
  writeFileSync(file, `import { describe, vi } from 'vitest';\n${suites.join('')}`);
  return file;
}

/** `^` of the selection now means: behind the name of the suite. */
function patternFor({ id }: Exercise, side: Side, { file, pattern = '^' }: Selection): string {
  const suite = `^${id} ${side} ${file} `.replaceAll('.', '\\.');
  return `(${suite}${pattern.startsWith('^') ? pattern.slice(1) : `.*${pattern}`})`;
}

function problemsOf(
  { id }: Exercise,
  before: readonly TestEvent[],
  after: readonly TestEvent[],
): string[] {
  const ended = (events: readonly TestEvent[], side: Side) =>
    events.flatMap((event) =>
      event.kind === 'ends' && event.name.startsWith(`${id} ${side} `) ? [event] : [],
    );
  const own = ended(after, 'after').filter(({ state }) => state !== 'skipped');
  const greenBefore = ended(before, 'before').filter(({ state }) => state === 'passed');
  const redAfter = own.filter(({ state }) => state === 'failed');
  const broken = after.flatMap((event) =>
    event.kind === 'breaks' && event.file.includes(`proof-${id}-`) ? [event.reason] : [],
  );
  return [
    ...broken.map((reason) => `${id}: ${reason}`),
    ...(own.length === 0 ? [`${id}: no test is its own`] : []),
    ...greenBefore.map(({ name }) => `${name}: is green although the body is not there`),
    ...redAfter.map(({ name, reason }) => `${name}: red although the body is there: ${reason}`),
  ];
}

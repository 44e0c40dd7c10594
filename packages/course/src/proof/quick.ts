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

/** What is wrong with the stage's exercises, a line each; nothing when all is well. */
export async function proveQuickly(
  stage: Stage,
  exercises: readonly Exercise[],
  places: { readonly folder: string; readonly root: string },
): Promise<string[]> {
  const files: string[] = [];
  const patterns: string[] = [];
  for (const [k, exercise] of exercises.entries()) {
    for (const side of ['before', 'after'] as const) {
      const variant = path.join(places.folder, `k${side === 'before' ? k : k + 1}`, stage.name);
      if (k === 0 || side === 'after')
        writeVariant(stage, exercises, side === 'after' ? k + 1 : k, places);
      files.push(writeProofFile(variant, exercise, side));
      patterns.push(...unitTests(exercise).map((test) => patternFor(exercise, side, test)));
    }
  }
  const { events, output } = await runTests({
    folder: places.folder,
    toolsFolder: stage.folder,
    files: files.map((file) => path.relative(places.folder, file)),
    pattern: patterns.join('|'),
  });
  if (events.length === 0) return [`no test ran: ${output}`];
  return exercises.flatMap((exercise) => problemsOf(exercise, events));
}

function unitTests({ tests }: Exercise): Selection[] {
  return tests.filter(({ file }) => file !== 'test/wire.test.ts');
}

/** The tests of an exercise under its number and side, whatever file they stand in. */
function writeProofFile(variant: string, exercise: Exercise, side: Side): string {
  const suites = unitTests(exercise).map(({ file }) => {
    const name = JSON.stringify(`${exercise.id} ${side} ${file}`);
    return `describe(${name}, async () => {
  await import('./${file.slice('test/'.length)}');
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

function problemsOf(exercise: Exercise, events: readonly TestEvent[]): string[] {
  const ended = (side: Side) =>
    events.flatMap((event) =>
      event.kind === 'ends' &&
      event.state !== 'skipped' &&
      event.name.startsWith(`${exercise.id} ${side} `)
        ? [event]
        : [],
    );
  const broken = events.flatMap((event) =>
    event.kind === 'breaks' && event.file.includes(`proof-${exercise.id}-after`)
      ? [event.reason]
      : [],
  );
  const [before, after] = [ended('before'), ended('after')];
  const greenBefore = before.filter(({ state }) => state === 'passed');
  const redAfter = after.filter(({ state }) => state === 'failed');
  return [
    ...broken.map((reason) => `${exercise.id}: ${reason}`),
    ...(after.length === 0 ? [`${exercise.id}: no test is its own`] : []),
    ...greenBefore.map(({ name }) => `${name}: is green although the body is not there`),
    ...redAfter.map(({ name, reason }) => `${name}: is red although the body is there: ${reason}`),
  ];
}

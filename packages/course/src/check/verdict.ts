// What a run of tests says about each exercise: green when every test that is its own has passed.

import type { Exercise, Selection } from '../exercises/catalog.ts';
import type { TestEvent } from './reporter.ts';
import type { TestResults } from './vitest-run.ts';

export interface Failed {
  readonly file: string;
  readonly name: string;
  readonly reason: string;
}

export interface Verdict {
  readonly passed: number;
  /** In the order in which they came. */
  readonly failed: readonly Failed[];
}

export const isGreen = ({ passed, failed }: Verdict): boolean => passed > 0 && failed.length === 0;

/** The verdict on the tests that belong to an exercise. */
export function verdictOn({ tests }: Exercise, results: TestResults): Verdict {
  return judge(results, (file, name) => tests.some((each) => belongs(each, file, name)));
}

/** The verdict on every test that belongs to none of these exercises. */
export function verdictOnRest(exercises: readonly Exercise[], results: TestResults): Verdict {
  const all = exercises.flatMap(({ tests }) => tests);
  return judge(results, (file, name) => !all.some((each) => belongs(each, file, name)));
}

/** What breaks outside a test has no name: it belongs to whoever has tests in that file. */
function belongs({ file, pattern }: Selection, inFile: string, name: string | undefined): boolean {
  if (file !== inFile) return false;
  return name === undefined || pattern === undefined || new RegExp(pattern).test(name);
}

function judge(
  { events, hung }: TestResults,
  isOurs: (file: string, name: string | undefined) => boolean,
): Verdict {
  const ours = events.filter((event) =>
    isOurs(event.file, event.kind === 'breaks' ? undefined : event.name),
  );
  const failed = ours.flatMap((event) => failureOf(event) ?? []);
  for (const { file, name } of hung ?? []) {
    if (isOurs(file, name)) failed.push({ file, name, reason: HANGS });
  }
  const passed = ours.filter((event) => event.kind === 'ends' && event.state === 'passed').length;
  return { passed, failed };
}

const HANGS =
  'Nothing came back from here, so the run was ended: a loop that never ends, or a call that waits for ever?\n' +
  'It hangs in this test, or in one of the next in the same file.';

function failureOf(event: TestEvent): Failed | undefined {
  if (event.kind === 'breaks') {
    const name = event.file === '' ? 'outside every test' : 'the file as a whole';
    return { file: event.file, name, reason: event.reason };
  }
  if (event.kind !== 'ends' || event.state !== 'failed') return undefined;
  return { file: event.file, name: event.name, reason: event.reason ?? 'no reason given' };
}

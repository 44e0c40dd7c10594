// A vitest reporter that tells each test as it begins and ends, one JSON document a line, on descriptor 3.
// On that descriptor because what tests print themselves goes to the other two.

import { writeSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** What a run tells, in the order in which it happens. */
export type TestEvent =
  /** A test that will be run. Told first, since one that never comes back says no more. */
  | { readonly kind: 'planned'; readonly file: string; readonly name: string }
  | { readonly kind: 'begins'; readonly file: string; readonly name: string }
  | {
      readonly kind: 'ends';
      readonly file: string;
      readonly name: string;
      readonly state: 'passed' | 'failed' | 'skipped';
      /** Why it failed: the message, what differs, where. */
      readonly reason?: string;
    }
  /** A file that cannot be loaded, a hook or something outside every test that fails. */
  | { readonly kind: 'breaks'; readonly file: string; readonly reason: string };

interface Failure {
  readonly message: string;
  readonly diff?: string;
  readonly stacks?: readonly { readonly file: string; readonly line: number }[];
  /** A property that fails has in its message the example, and what went wrong with it only here. */
  readonly cause?: Failure;
}

/** Most lines of a reason that are told: of a longer one both ends, for what was wrong stands first or last. */
const LINES_TOLD = 24;

export default class EventReporter implements Reporter {
  onTestModuleCollected(module: TestModule): void {
    for (const test of module.children.allTests()) {
      if (test.options.mode !== 'run') continue;
      tell({ kind: 'planned', file: module.relativeModuleId, name: nameOf(test) });
    }
  }

  onTestCaseReady(test: TestCase): void {
    tell({ kind: 'begins', file: test.module.relativeModuleId, name: nameOf(test) });
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    if (state === 'pending') return;
    const reason = errors?.[0] ? shortened(reasonOf(errors[0])) : undefined;
    const about = { file: test.module.relativeModuleId, name: nameOf(test), state };
    tell({ kind: 'ends', ...about, ...(reason === undefined ? {} : { reason }) });
  }

  onTestModuleEnd(module: TestModule): void {
    const suites = [...module.children.allSuites()];
    for (const error of [module, ...suites].flatMap((each) => each.errors())) {
      tell({ kind: 'breaks', file: module.relativeModuleId, reason: shortened(reasonOf(error)) });
    }
  }

  onTestRunEnd(_modules: readonly TestModule[], unhandled: readonly Failure[]): void {
    for (const error of unhandled)
      tell({ kind: 'breaks', file: '', reason: shortened(reasonOf(error)) });
  }
}

function tell(event: TestEvent): void {
  writeSync(3, `${JSON.stringify(event)}\n`);
}

/** As `-t` sees it: suites and test with blanks between. */
function nameOf({ fullName }: TestCase): string {
  return fullName.replaceAll(' > ', ' ');
}

/** fast-check's advice on a flag of its own, of no use to who reads this. */
const VERBOSE_ADVICE = /\s*Hint: Enable verbose mode.*/;

function reasonOf({ message, diff, stacks, cause }: Failure): string {
  const own = stacks?.find(({ file }) => !path.relative('', file).startsWith('..'));
  const place = own && `at ${path.relative('', own.file)}:${own.line}`;
  const why = cause && `because: ${reasonOf(cause)}`;
  const parts = [message.replace(VERBOSE_ADVICE, '').trim(), diff?.trim(), place, why].filter(
    Boolean,
  );
  return stripVTControlCharacters(parts.join('\n'));
}

function shortened(reason: string): string {
  const lines = reason.split('\n');
  const left = lines.length - LINES_TOLD;
  if (left > 0) lines.splice(LINES_TOLD / 2, left, `… ${left} more lines`);
  return lines.join('\n');
}

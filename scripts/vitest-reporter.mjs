// A vitest reporter that closes a package's test output with one line of JSON, for scripts/test.mjs to count.
// The line is part of the task's log, so turbo replays it with a cached result.
import { REPORT_PREFIX } from './test-report.mjs';

/**
 * @typedef {import('vitest/node').TestModule} TestModule
 * @typedef {import('vitest/node').TestCase} TestCase
 * @typedef {import('./test-report.mjs').Report} Report
 */

export default class CountReporter {
  /** @type {Set<string>} what @byor/spec's requireTool said: `skipped: needs redis-server (…)` */
  #missing = new Set();

  /** @param {{ content: string }} log */
  onUserConsoleLog({ content }) {
    for (const [line] of content.matchAll(/^skipped: needs .*$/gm)) this.#missing.add(line);
  }

  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const report = count(modules, unhandledErrors, [...this.#missing].join('; '));
    process.stdout.write(`${REPORT_PREFIX}${JSON.stringify(report)}\n`);
  }
}

/**
 * Errors outside a test (a file that does not load, a hook, a stray rejection) count as one failure each:
 * without that, a file that does not load would fail no test at all.
 * @param {readonly TestModule[]} modules
 * @param {readonly unknown[]} unhandledErrors
 * @param {string} missing the reason for a test that is skipped without one of its own
 * @returns {Report}
 */
export function count(modules, unhandledErrors, missing) {
  /** @type {Report} */
  const report = { passed: 0, failed: unhandledErrors.length, skipped: [] };
  for (const module of modules) {
    report.failed += module.errors().length;
    for (const suite of module.children.allSuites()) report.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') report.passed++;
      else if (result.state === 'failed') report.failed++;
      else {
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        report.skipped.push({ name, reason: reasonOf(test) ?? (missing || 'no reason given') });
      }
    }
  }
  return report;
}

/**
 * Why a test is skipped: the note given to `skip()`, or the title of a suite that says so.
 * @param {TestCase} test
 * @returns {string | undefined}
 */
function reasonOf(test) {
  const result = test.result();
  if (result.state === 'skipped' && result.note) return result.note;
  if (test.options.mode === 'todo') return 'to do';
  return /skipped: needs [^>]*/.exec(test.fullName)?.[0].trim();
}

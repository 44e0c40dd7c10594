// A vitest reporter that closes a package's test output with one line of JSON, for scripts/test.mjs to count.
// The line is part of the task's log, so turbo replays it with a cached result.
import { REPORT_PREFIX } from './test-report.mjs';

/**
 * @typedef {import('vitest/node').TestModule} TestModule
 * @typedef {import('./test-report.mjs').Report} Report
 */

export default class CountReporter {
  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    process.stdout.write(`${REPORT_PREFIX}${JSON.stringify(count(modules, unhandledErrors))}\n`);
  }
}

/**
 * Errors outside a test (a file that does not load, a hook, a stray rejection) count as one failure each:
 * without that, a file that does not load would fail no test at all.
 * @param {readonly TestModule[]} modules
 * @param {readonly unknown[]} unhandledErrors
 * @returns {Report}
 */
export function count(modules, unhandledErrors) {
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
        const reason =
          'note' in result && result.note
            ? result.note
            : test.options.mode === 'todo'
              ? 'to do'
              : 'no reason given';
        report.skipped.push({ name: `${module.relativeModuleId} > ${test.fullName}`, reason });
      }
    }
  }
  return report;
}

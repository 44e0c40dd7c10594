// A vitest reporter that closes a package's test output with a few lines of JSON, for scripts/test.mjs to count.
// They are part of the task's log, so turbo replays them with a cached result.

import { reportLines } from './test-report.mjs';

/**
 * @typedef {import('vitest/node').TestModule} TestModule
 * @typedef {import('vitest/node').TestCase} TestCase
 * @typedef {import('./test-report.mjs').Report} Report
 */

export default class CountReporter {
  /** @type {Map<string, string>} by module, what @byor/spec's requireTool said: `skipped: needs redis-server (…)` */
  #missing = new Map();

  /** @param {{ content: string, taskId?: string }} log */
  onUserConsoleLog({ content, taskId = '' }) {
    for (const [line] of content.matchAll(/^skipped: needs .*$/gm)) {
      const before = this.#missing.get(taskId);
      if (!before?.includes(line)) this.#missing.set(taskId, before ? `${before}; ${line}` : line);
    }
  }

  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const report = count(modules, unhandledErrors, this.#missing);
    process.stdout.write(`${reportLines(report).join('\n')}\n`);
  }
}

/**
 * Errors outside a test (a file that does not load, a hook, a stray rejection) count as one failure each:
 * without that, a file that does not load would fail no test at all.
 * @param {readonly TestModule[]} modules
 * @param {readonly unknown[]} unhandledErrors
 * @param {ReadonlyMap<string, string>} missing by module, which programs it missed
 * @returns {Report}
 */
function count(modules, unhandledErrors, missing) {
  /** @type {Report} */
  const report = { passed: 0, failed: unhandledErrors.length, skipped: [] };
  for (const module of modules) {
    report.failed += module.errors().length;
    for (const suite of module.children.allSuites()) report.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') report.passed++;
      else if (state === 'failed') report.failed++;
      else skip(report, reasonOf(test, missing), `${module.relativeModuleId} > ${test.fullName}`);
    }
  }
  return report;
}

/**
 * @param {Report} report
 * @param {string} reason
 * @param {string} test
 */
function skip({ skipped }, reason, test) {
  const known = skipped.find((other) => other.reason === reason);
  if (known === undefined) skipped.push({ reason, count: 1, first: test });
  else known.count++;
}

/**
 * Why a test is skipped: the note given to `skip()`, the title of a suite that says so, or the missing program.
 * @param {TestCase} test
 * @param {ReadonlyMap<string, string>} missing
 */
function reasonOf(test, missing) {
  const result = test.result();
  if (result.state === 'skipped' && result.note) return result.note;
  if (test.options.mode === 'todo') return 'to do';
  if (test.options.mode === 'run') return 'not reached';
  const title = /skipped: needs [^>]*/.exec(test.fullName)?.[0].trim();
  return title ?? missing.get(test.module.id) ?? 'no reason given';
}

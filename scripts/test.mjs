// `npm test`: lint, types, import directions and every package's tests, through turbo, which replays what is unchanged.
// Says how each went, which tests were skipped and why, and closes with `N passed, N failed`.

import { fileURLToPath } from 'node:url';
import { bold, red } from './colors.mjs';
import { Progress } from './progress.mjs';
import {
  checkTotals,
  countsLine,
  readableLog,
  row,
  skippedLines,
  sum,
  testTotals,
} from './test-report.mjs';
import { runTurbo } from './turbo.mjs';
import { UserError } from './user-error.mjs';

/** @typedef {import('./test-report.mjs').Result} Result */

const HELP = `npm test                everything that changed since it last passed; the rest is counted as it was
npm test -- --force     everything, unchanged or not
npm run test:step 04    one stage alone, every time; flags for vitest behind --
`;

/** The checks, each counted as one, by the name of their task. */
const CHECKS = { lint: 'lint', typecheck: 'types', imports: 'imports' };

/** @param {string[]} args */
export async function test(args) {
  if (args.includes('--help')) return say(HELP, 0);
  const unknown = args.find((arg) => arg !== '--force');
  if (unknown !== undefined) throw new UserError(`npm test knows no "${unknown}".\n\n${HELP}`);
  const startMs = Date.now();
  const results = await runEverything(args.includes('--force'));
  for (const result of results.filter(hasFailed)) sayLog(result);
  const { lines, totals } = table(results);
  const skipped = results.flatMap(({ name, report }) =>
    report === undefined ? [] : skippedLines(name, report),
  );
  if (skipped.length > 0) lines.push('', bold('Skipped'), ...skipped);
  const seconds = ((Date.now() - startMs) / 1000).toFixed(1);
  return say(
    `${lines.join('\n')}\n\nin ${seconds} s\n${countsLine(totals)}\n`,
    totals.failed === 0 ? 0 : 1,
  );
}

/**
 * The checks first: they are quick, and what they find often explains what the tests would.
 * @param {boolean} force
 */
async function runEverything(force) {
  const reporter = fileURLToPath(new URL('./vitest-reporter.mjs', import.meta.url));
  const reporters = ['--reporter=default', `--reporter=${reporter}`];
  const progress = new Progress();
  try {
    progress.start(`Checking ${Object.values(CHECKS).join(', ')}`);
    const checks = await runTurbo(Object.keys(CHECKS), { force });
    progress.start('Testing');
    const onReport = (/** @type {string} */ name) => progress.done(name);
    const tests = await runTurbo(['test'], { force, args: reporters, onReport });
    return [...checks, ...tests];
  } finally {
    progress.end();
  }
}

/** @param {Result} result */
const hasFailed = (result) =>
  result.exitCode !== 0 || (result.task === 'test' && testTotals(result).failed > 0);

/** @param {Result[]} results */
function table(results) {
  const lines = [];
  const totals = [];
  for (const [task, label] of Object.entries(CHECKS)) {
    const ofTask = results.filter((result) => result.task === task);
    const total = checkTotals(ofTask);
    totals.push(total);
    lines.push(row(label, total, total.failed > 0 ? 'failed' : 'passed', ofTask));
  }
  const tests = results.filter((result) => result.task === 'test');
  for (const result of tests.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))) {
    const total = testTotals(result);
    totals.push(total);
    lines.push(row(result.name, total, countsLine(total), [result]));
  }
  return { lines, totals: sum(totals) };
}

/**
 * The stages first, then what serves them.
 * @param {Result} result
 */
const rank = ({ folder }) => (folder.startsWith('steps/') ? ` ${folder}` : folder);

/** @param {Result} result */
function sayLog({ name, task, log }) {
  say(`${red(bold(`── ${name}: ${task} ──`))}\n\n${readableLog(log)}\n\n`, 1);
}

/**
 * @param {string} text
 * @param {number} code passed through, so that saying can be the last thing
 */
function say(text, code) {
  process.stdout.write(text);
  return code;
}

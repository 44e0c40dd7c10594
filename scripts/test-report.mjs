// What `npm test` reads from turbo and what it says about it. Pure: lines and numbers in, text out.

import { stripVTControlCharacters } from 'node:util';
import { bold, dim, green, red } from './colors.mjs';

/** Opens the lines in which a package's test run says its counts; see vitest-reporter.mjs. */
export const REPORT_PREFIX = '@byor-report ';

/** How much of a text goes into such a line: pnpm cuts lines at 8 KiB. */
const TEXT_LIMIT = 500;

/**
 * @typedef {{ reason: string, count: number, first: string }} Skipped tests skipped for one reason, the first by name
 * @typedef {{ passed: number, failed: number, skipped: Skipped[] }} Report
 * @typedef {{ name: string, task: string, folder: string, cached: boolean, exitCode: number, ms: number, log: string,
 *   report?: Report }} Result one task of one package: name `04-kv`, task `test`, folder `steps/04-kv`, log: what it printed
 * @typedef {{ passed: number, failed: number, skipped: number }} Totals
 */

/**
 * A report as lines: one for each reason to skip, then one with the counts, which closes the report.
 * @param {Report} report
 */
export function reportLines({ passed, failed, skipped }) {
  const short = skipped.map(({ reason, count, first }) => {
    return { reason: reason.slice(0, TEXT_LIMIT), count, first: first.slice(0, TEXT_LIMIT) };
  });
  return [...short, { passed, failed }].map((part) => REPORT_PREFIX + JSON.stringify(part));
}

/**
 * The part of a report that a line holds, if it holds one.
 * @param {string} line
 * @returns {Skipped | Omit<Report, 'skipped'> | undefined}
 */
export const parseReportLine = (line) =>
  line.startsWith(REPORT_PREFIX) ? JSON.parse(line.slice(REPORT_PREFIX.length)) : undefined;

/**
 * What a test run adds to the totals. One that failed although none of its tests did (it crashed, or found
 * no test) is one failure, and so is one that ended well without saying what it ran: nothing goes uncounted.
 * @param {Result} result
 * @returns {Totals}
 */
export function testTotals({ exitCode, report }) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const failed = report.failed === 0 && exitCode !== 0 ? 1 : report.failed;
  const skipped = report.skipped.reduce((total, { count }) => total + count, 0);
  return { passed: report.passed, failed, skipped };
}

/**
 * What a check (lint, types, imports) adds: it counts as one, however many packages it ran in.
 * @param {Result[]} results
 * @returns {Totals}
 */
export function checkTotals(results) {
  const failed = results.length === 0 || results.some(({ exitCode }) => exitCode !== 0) ? 1 : 0;
  return { passed: 1 - failed, failed, skipped: 0 };
}

/** @param {Totals[]} all */
export function sum(all) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of all) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/**
 * `12 passed, 0 failed`, and `, 3 skipped` only where there are any.
 * @param {Totals} totals
 */
export function countsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * One row of the table. A time of turbo's cache would mislead: such a row says `unchanged`.
 * @param {string} name
 * @param {Totals} totals
 * @param {string} counts
 * @param {Pick<Result, 'cached' | 'ms'>[]} results
 */
export function row(name, totals, counts, results) {
  const cached = results.length > 0 && results.every((result) => result.cached);
  const time = cached ? 'unchanged' : `${(spanMs(results) / 1000).toFixed(1)} s`;
  const mark = totals.failed > 0 ? red('✗') : green('✓');
  return `  ${mark} ${bold(name.padEnd(16))} ${counts.padEnd(36)} ${dim(time.padStart(10))}`;
}

/** @param {Pick<Result, 'cached' | 'ms'>[]} results */
const spanMs = (results) => results.reduce((total, { cached, ms }) => total + (cached ? 0 : ms), 0);

/**
 * The skipped tests of one package, by reason.
 * @param {string} name
 * @param {Report} report
 */
export function skippedLines(name, { skipped }) {
  return skipped.map(({ reason, count, first }) => {
    const which = count === 1 ? first : `${count} tests, the first: ${first}`;
    return `  ${bold(name.padEnd(16))} ${reason.replaceAll('skipped: ', '')}\n${' '.repeat(19)}${dim(which)}`;
  });
}

/**
 * What a failed task printed, without what went well and without the machinery's own lines.
 * @param {string} log
 */
export function readableLog(log) {
  const noise = /^\s*(\$ |✓|RUN {2}v|\[ELIFECYCLE\]|cache (miss|hit|bypass))/;
  const lines = log.split('\n').filter((line) => {
    return !line.startsWith(REPORT_PREFIX) && !noise.test(stripVTControlCharacters(line));
  });
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

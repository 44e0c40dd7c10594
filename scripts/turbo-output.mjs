// What turbo says while it runs (one JSON object a line) and leaves behind (a summary), as results of tasks.

import { parseReportLine } from './test-report.mjs';

/**
 * @typedef {import('./test-report.mjs').Report} Report
 * @typedef {import('./test-report.mjs').Result} Result
 * @typedef {{ taskId: string, command: string, directory: string, logFile?: string, cache: { status: string },
 *   execution?: { startTime: number, endTime: number, exitCode: number | null } }} TaskSummary one task in turbo's summary
 */

export class TurboOutput {
  /** @type {Map<string, Report>} by task id, `@byor/04-kv#test` */
  reports = new Map();
  /** @type {Map<string, string[]>} lines by task id, turbo's own under `turbo` */
  lines = new Map();
  /** @type {Map<string, import('./test-report.mjs').Skipped[]>} by task id */
  #skipped = new Map();
  #stalledMs = 0;

  /**
   * Takes one line of turbo's output.
   * @param {string} line
   * @returns {string | undefined} the name of the package whose tests have ended with this line
   */
  take(line) {
    const { source, text } = parseLine(line);
    const lines = this.lines.get(source) ?? [];
    this.lines.set(source, lines);
    lines.push(text);
    const part = parseReportLine(text);
    if (part === undefined) return undefined;
    const skipped = this.#skipped.get(source) ?? [];
    this.#skipped.set(source, skipped);
    if ('reason' in part) {
      skipped.push(part);
      return undefined;
    }
    this.reports.set(source, { ...part, skipped });
    return splitTaskId(source).name;
  }

  /** What turbo itself said. */
  get turboText() {
    return (this.lines.get('turbo') ?? []).join('\n');
  }

  /** The summary that turbo says it wrote, if it got so far. */
  get summaryFile() {
    return /^Summary:\s+(.*)$/m.exec(this.turboText)?.[1];
  }

  /**
   * Notes, for every task that has not ended, that nothing was printed for so long.
   * @param {number} ms
   */
  stall(ms) {
    this.#stalledMs = ms;
    return true;
  }

  /**
   * The results of all tasks that ended, and of those that were under way when turbo was stopped.
   * @param {TaskSummary[]} tasks
   * @param {(file: string) => string | undefined} readLog
   * @returns {Result[]}
   */
  results(tasks, readLog) {
    const known = new Set(tasks.map(({ taskId }) => taskId));
    const unended = [...this.lines.keys()].filter((id) => id !== 'turbo' && !known.has(id));
    const real = tasks.filter(({ command }) => command !== '<NONEXISTENT>');
    return [
      ...unended.map((id) => this.#unended(id)),
      ...real.map((task) => this.#ended(task, readLog)),
    ];
  }

  /**
   * @param {TaskSummary} task
   * @param {(file: string) => string | undefined} readLog
   * @returns {Result}
   */
  #ended({ taskId, directory, logFile, cache, execution }, readLog) {
    const report = this.reports.get(taskId);
    // The log file is as the task printed it; in turbo's JSON the empty lines and the colours are lost.
    const log = logFile === undefined ? undefined : readLog(logFile);
    return {
      ...splitTaskId(taskId),
      folder: directory,
      cached: cache.status === 'HIT',
      exitCode: execution?.exitCode ?? 1,
      ms: execution === undefined ? 0 : execution.endTime - execution.startTime,
      log: log ?? this.#textOf(taskId),
      ...(report === undefined ? {} : { report }),
    };
  }

  /**
   * @param {string} taskId
   * @returns {Result}
   */
  #unended(taskId) {
    const why =
      this.#stalledMs === 0
        ? 'turbo ended before this task did.'
        : `Nothing was printed for ${this.#stalledMs / 1000} s, so the run was stopped; a test blocks. The last lines are above.`;
    const log = `${this.#textOf(taskId)}\n\n${why}`;
    return {
      ...splitTaskId(taskId),
      folder: '',
      cached: false,
      exitCode: 1,
      ms: this.#stalledMs,
      log,
    };
  }

  /** @param {string} taskId */
  #textOf(taskId) {
    return (this.lines.get(taskId) ?? []).join('\n');
  }
}

/**
 * @param {string} line
 * @returns {{ source: string, text: string }} what is not JSON is turbo's own
 */
function parseLine(line) {
  try {
    const { source, text } = JSON.parse(line);
    return { source: String(source), text: String(text) };
  } catch {
    return { source: 'turbo', text: line };
  }
}

/**
 * `@byor/04-kv#test` as name and task.
 * @param {string} taskId
 */
function splitTaskId(taskId) {
  const [packageName = '', task = ''] = taskId.split('#');
  return { name: packageName.replace('@byor/', ''), task };
}

// Runs tasks of all packages through turbo, which orders them, runs two at a time, and replays what is unchanged.
// Reports come from the tasks' output as it flows; exit codes and times from the summary that turbo leaves.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exitCode, searchPath, toolEnvironment } from './children.mjs';
import { colored } from './colors.mjs';
import { readJson, root } from './paths.mjs';
import { parseReport, parseTurboLine, splitTaskId } from './test-report.mjs';

/** turbo's entry, to be run by Node. */
export const turboScript = join(root, 'node_modules/turbo/bin/turbo');

/**
 * @typedef {import('./test-report.mjs').Report} Report
 * @typedef {import('./test-report.mjs').Result} Result
 * @typedef {{ taskId: string, command: string, directory: string, logFile?: string, cache: { status: string },
 *   execution?: { startTime: number, endTime: number, exitCode: number | null } }} TaskSummary
 */

/**
 * Runs the tasks to their end, whatever fails.
 * @param {string[]} args of `turbo run`: the tasks and flags, and behind `--` what every task gets
 * @param {(name: string) => void} [onReport] called when a package's tests have ended
 * @returns {Promise<Result[]>}
 */
export async function runTurbo(args, onReport = () => {}) {
  const flags = [
    '--json',
    '--summarize',
    '--continue=always',
    '--cache=local:rw',
    `--concurrency=${Math.max(2, cpus().length)}`,
  ];
  const child = spawn(process.execPath, [turboScript, 'run', ...flags, ...args], {
    cwd: root,
    env: toolEnvironment({
      BYOR_MACHINE: machine(),
      ...(colored ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const ended = exitCode(child);
  const { reports, said } = await readOutput(child.stdout, onReport);
  await ended;
  const turboSaid = (said.get('turbo') ?? []).join('\n');
  const summaryFile = /^Summary:\s+(.*)$/m.exec(turboSaid)?.[1];
  if (summaryFile === undefined) throw new Error(`turbo did not run:\n${turboSaid}\n${stderr}`);
  return readSummary(summaryFile, reports, said);
}

/**
 * @param {NodeJS.ReadableStream} stdout
 * @param {(name: string) => void} onReport
 */
async function readOutput(stdout, onReport) {
  /** @type {Map<string, Report>} */
  const reports = new Map();
  /** @type {Map<string, string[]>} lines by task id, turbo's own under `turbo` */
  const said = new Map();
  for await (const line of createInterface({ input: stdout })) {
    const { source, text } = parseTurboLine(line) ?? { source: 'turbo', text: line };
    const lines = said.get(source) ?? [];
    said.set(source, lines);
    lines.push(text);
    const report = parseReport(text);
    if (report === undefined) continue;
    reports.set(source, report);
    onReport(splitTaskId(source).name);
  }
  return { reports, said };
}

/**
 * @param {string} file
 * @param {Map<string, Report>} reports by task id
 * @param {Map<string, string[]>} said by task id
 * @returns {Result[]}
 */
function readSummary(file, reports, said) {
  /** @type {TaskSummary[]} */
  const tasks = readJson(file).tasks;
  rmSync(file);
  const real = tasks.filter(({ command }) => command !== '<NONEXISTENT>');
  return real.map(({ taskId, directory, logFile, cache, execution }) => {
    const report = reports.get(taskId);
    return {
      ...splitTaskId(taskId),
      folder: directory,
      cached: cache.status === 'HIT',
      exitCode: execution?.exitCode ?? 1,
      ms: execution === undefined ? 0 : execution.endTime - execution.startTime,
      log: readLog(logFile) ?? (said.get(taskId) ?? []).join('\n'),
      ...(report === undefined ? {} : { report }),
    };
  });
}

/**
 * What a task printed, as it printed it. (In turbo's JSON the empty lines and the colours are lost.)
 * @param {string | undefined} file relative to the root; none for a task that is never cached
 */
function readLog(file) {
  const path = join(root, file ?? 'none');
  return file !== undefined && existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/**
 * What decides, beside the files, how a test ends: Node, the platform, and the optional tools. A change of any
 * of them makes every cached result stale, so that a test once skipped runs as soon as its tool is there.
 */
export function machine() {
  const tools = [
    'redis-server',
    'redis-cli',
    'redis-benchmark',
    'chromium',
    'chromium-browser',
    'google-chrome',
  ];
  const found = tools.map(
    (tool) =>
      searchPath()
        .map((folder) => identity(join(folder, tool)))
        .find(Boolean) ?? 'none',
  );
  return [process.version, process.platform, process.arch, ...found].join(' ');
}

/** @param {string} file */
function identity(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() ? `${file}:${stat.size}:${stat.mtimeMs}` : undefined;
}

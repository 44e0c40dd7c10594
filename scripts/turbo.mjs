// Runs tasks of all packages through turbo, which orders them, runs a few at a time, and replays what is unchanged.
// turbo neither calls home nor looks for updates (see toolEnvironment) and caches on this machine only.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exitCode, toolEnvironment, whenOrphaned } from './children.mjs';
import { colored } from './colors.mjs';
import { machine } from './machine.mjs';
import { readJson, root } from './paths.mjs';
import { TurboOutput } from './turbo-output.mjs';
import { UserError } from './user-error.mjs';

/** turbo's entry, to be run by Node. */
export const turboScript = join(root, 'node_modules/turbo/bin/turbo');

/** When nothing was printed for so long, a test hangs in a way that vitest cannot end: a system call that blocks. */
const STALL_MS = 300_000;

const ENDING = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

const FLAGS = ['--json', '--summarize', '--continue=always'];

/**
 * @typedef {object} Options
 * @property {boolean} [force] run what is unchanged too
 * @property {string[]} [args] what every task gets
 * @property {(name: string) => void} [onReport] called when a package's tests have ended
 * @property {number} [stallMs]
 */

/**
 * Runs the tasks in all packages to their end, whatever fails.
 * @param {string[]} tasks
 * @param {Options} [options]
 * @returns {Promise<import('./test-report.mjs').Result[]>}
 */
export async function runTurbo(tasks, { force = false, args = [], onReport, stallMs } = {}) {
  const cache = force ? '--cache=local:w' : '--cache=local:rw';
  const child = spawnTurbo([cache, ...tasks, '--', ...args]);
  const ended = exitCode(child);
  const output = new TurboOutput();
  const watch = watchOver(child, output, stallMs);
  child.stderr.setEncoding('utf8').on('data', (text) => output.take(text));
  for await (const line of createInterface({ input: child.stdout })) {
    watch.heard();
    const name = output.take(line);
    if (name !== undefined) onReport?.(name);
  }
  await ended;
  watch.end();
  if (watch.interrupted) throw new UserError('Stopped.');
  return readResults(output);
}

/**
 * Ends turbo when we are told to end, or when nothing was heard from it for too long.
 * @param {import('node:child_process').ChildProcess} child
 * @param {TurboOutput} output
 */
function watchOver(child, output, stallMs = STALL_MS) {
  const stalled = setTimeout(() => output.stall(stallMs) && child.kill('SIGTERM'), stallMs);
  const interrupt = () => {
    watch.interrupted = true;
    child.kill('SIGTERM');
  };
  for (const signal of ENDING) process.on(signal, interrupt);
  const unwatch = whenOrphaned(interrupt);
  const watch = {
    interrupted: false,
    heard: () => stalled.refresh(),
    end: () => {
      clearTimeout(stalled);
      for (const signal of ENDING) process.off(signal, interrupt);
      unwatch();
    },
  };
  return watch;
}

/** @param {string[]} args */
function spawnTurbo(args) {
  // One more than there are processors: tests wait for servers and browsers as often as they compute.
  const concurrency = `--concurrency=${cpus().length + 1}`;
  const colors = colored ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
  return spawn(process.execPath, [turboScript, 'run', ...FLAGS, concurrency, ...args], {
    cwd: root,
    env: toolEnvironment({ BYOR_MACHINE: machine(), ...colors }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** @param {TurboOutput} output */
function readResults(output) {
  const { summaryFile } = output;
  if (summaryFile === undefined) throw new Error(`turbo did not run:\n${output.turboText}`);
  const { tasks } = readJson(summaryFile);
  rmSync(summaryFile);
  return output.results(tasks, (file) => {
    const path = join(root, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  });
}

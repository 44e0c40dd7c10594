// Child processes, without a shell, so that arguments stay what they are and Windows works alike.

import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './paths.mjs';
import { UserError } from './user-error.mjs';

/** How often we look whether our parent is still there. */
const PARENT_CHECK_MS = 500;

/**
 * Calls back when npm, or the shell that it put between us, has gone: a signal that ends one of those does not
 * reach us, and only our parent's number tells.
 * @param {() => void} then
 * @returns {() => void} stops watching
 */
export function whenOrphaned(then) {
  const parent = process.ppid;
  const timer = setInterval(() => process.ppid !== parent && then(), PARENT_CHECK_MS).unref();
  return () => clearInterval(timer);
}

/**
 * Runs a command to its end and resolves to its exit code (128 + n when signal n ended it).
 * Meanwhile Ctrl-C is left to the child, which the terminal tells as well.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>}
 */
export function run(command, args, options) {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  const end = () => child.kill('SIGTERM');
  const ignore = () => {};
  process.on('SIGINT', ignore);
  process.on('SIGTERM', end);
  const unwatch = whenOrphaned(end);
  return exitCode(child).finally(() => {
    process.off('SIGINT', ignore);
    process.off('SIGTERM', end);
    unwatch();
  });
}

/**
 * Resolves when the child has ended.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
export function exitCode(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/**
 * Runs a command and collects what it prints on both streams.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export async function capture(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return { code: await exitCode(child), output };
}

/**
 * How to run npx with this very Node. Its .cmd file on Windows would need a shell; its script does not.
 * @param {string[]} args
 */
export function npx(args) {
  const script = npxCandidates().find((file) => existsSync(file));
  if (script === undefined)
    throw new UserError('npm was not found. It comes with Node: https://nodejs.org');
  return { command: process.execPath, args: [realpathSync(script), ...args] };
}

function npxCandidates() {
  const node = dirname(process.execPath);
  const npm = process.env.npm_execpath ?? '';
  const candidates = /np[mx]-cli\.js$/.test(npm) ? [join(dirname(npm), 'npx-cli.js')] : [];
  for (const folder of [node, ...searchPath()]) {
    candidates.push(join(folder, '../lib/node_modules/npm/bin/npx-cli.js'));
    candidates.push(join(folder, 'node_modules/npm/bin/npx-cli.js'));
  }
  return candidates;
}

/** The folders in PATH. */
export const searchPath = () =>
  (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');

/**
 * The environment for the tools: this Node and the installed tools come first, nothing calls home.
 * @param {Record<string, string>} [more]
 */
export function toolEnvironment(more = {}) {
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    ...more,
  };
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  env[name] = [join(root, 'node_modules/.bin'), dirname(process.execPath), env[name]].join(
    delimiter,
  );
  return env;
}

/**
 * The arguments with which Node runs a TypeScript file of the repository, in one process.
 * @param {string} file absolute
 * @param {string[]} args
 */
export function typescript(file, args) {
  return ['--import', import.meta.resolve('tsx'), file, ...args];
}

/**
 * The same for a program of a stage, as its own `start` script does it: packages/launch.
 * @param {string} file absolute
 * @param {string[]} args
 */
export function launched(file, args) {
  return [fileURLToPath(import.meta.resolve('@byor/launch/launch')), file, ...args];
}

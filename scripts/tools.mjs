// The tasks that only hand over to a tool.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { launched, run, toolEnvironment, typescript } from './children.mjs';
import { callerFolder, root } from './paths.mjs';
import { turboScript } from './turbo.mjs';
import { UserError } from './user-error.mjs';

/** The terminal client of stage 02. @param {string[]} args */
export const cli = (args) => program('steps/02-protocol/src/cli/main.ts', args, launched);

/** The black-box runner. @param {string[]} args */
export const spec = (args) => program('packages/spec/src/main.ts', args);

/** The workbench: starters, checks, hints. @param {string[]} args */
export const course = (args) => program('packages/course/src/main.ts', args);

/** Inspects and mends a log of any stage: the last one knows every command. @param {string[]} args */
export const checkAof = (args) => program('steps/07-sorted-set/src/check-main.ts', args, launched);

/** Kills the server at random moments and looks what is left. @param {string[]} args */
export const crash = (args) => program('packages/stress/src/crash/main.ts', args);

/** Input that nobody should send. @param {string[]} args */
export const fuzz = (args) => program('packages/stress/src/fuzz/main.ts', args);

/** A crowd of clients, and hostile ones in it. @param {string[]} args */
export const load = (args) => program('packages/stress/src/load/main.ts', args);

/** Mixed commands for a long time. @param {string[]} args */
export const soak = (args) => program('packages/stress/src/soak/main.ts', args);

/** Is what is counted what is held? @param {string[]} args */
export const memory = (args) => program('packages/stress/src/memory/main.ts', args);

/** A failing disk, a stepping clock. @param {string[]} args */
export const faults = (args) => program('packages/stress/src/faults/main.ts', args);

/** Makes docs/promises.md. @param {string[]} args */
export const promises = (args) => program('packages/stress/src/promises/main.ts', args);

/** How fast, beside redis-server. @param {string[]} args */
export const bench = (args) => program('packages/bench/src/main.ts', args);

/**
 * @param {string} file a TypeScript program, relative to the root
 * @param {string[]} args
 * @param {typeof launched} how
 */
function program(file, args, how = typescript) {
  const path = join(root, file);
  if (!existsSync(path)) throw new UserError(`${file} is missing.`);
  return run(process.execPath, how(path, args), { cwd: callerFolder });
}

/**
 * @param {string} command VitePress's: dev or build
 * @param {string[]} args
 */
export const vitepress = (command, args) =>
  tool(
    join(root, 'docs/node_modules/vitepress/bin/vitepress.js'),
    [command, ...args],
    join(root, 'docs'),
  );

/**
 * What the book does to itself: docs/tools.
 * @param {string} name
 * @param {string[]} args
 */
export const docsTool = (name, args) => program(`docs/tools/${name}.ts`, args);

/** @param {string[]} args */
export const lint = (args) => biome(['check', ...args]);

/** @param {string[]} args */
export const format = (args) => biome(['check', '--write', ...args]);

/** @param {string[]} args */
const biome = (args) => tool(join(root, 'node_modules/@biomejs/biome/bin/biome'), args, root);

/** @param {string[]} args */
export const typecheck = (args) =>
  tool(turboScript, ['run', 'typecheck', '--output-logs=errors-only', ...args], root);

/**
 * @param {string} script
 * @param {string[]} args
 * @param {string} cwd
 */
const tool = (script, args, cwd) =>
  run(process.execPath, [script, ...args], { cwd, env: toolEnvironment() });

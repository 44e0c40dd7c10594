// The stages, found by looking: steps/01-socket, steps/02-protocol, …

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { UserError } from './user-error.mjs';

/**
 * @typedef {{ name: string, number: string, folder: string }} Stage
 *   name `04-kv`, number `04`, folder absolute
 */

/**
 * All stages in order.
 * @param {string} [base] the folder of the repository
 * @returns {Stage[]}
 */
export function stages(base = root) {
  const names = readdirSync(join(base, 'steps')).filter((name) => /^\d\d-/.test(name));
  return names
    .sort()
    .map((name) => ({ name, number: name.slice(0, 2), folder: join(base, 'steps', name) }));
}

/** The stages that can be started. */
export const runnableStages = () =>
  stages().filter(({ folder }) => existsSync(join(folder, 'src/main.ts')));

/**
 * The stage that a user means by `4`, `04`, `kv` or `04-kv`.
 * @param {string | undefined} word
 * @param {Stage[]} [among]
 */
export function findStage(word, among = stages()) {
  const wanted = (word ?? '').toLowerCase().replace(/^steps\//, '');
  const stage = among.find(({ name, number }) => {
    return [name, number, String(Number(number)), name.slice(3)].includes(wanted);
  });
  if (stage !== undefined) return stage;
  const problem = wanted === '' ? 'Which stage?' : `There is no stage "${word}".`;
  const list = among.map(({ number, name }) => `  ${number}  ${name.slice(3)}`).join('\n');
  throw new UserError(`${problem} There are:\n${list}`);
}

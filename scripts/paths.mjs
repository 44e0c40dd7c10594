// Where things are. Every path in scripts/ starts here.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository, absolute. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where npm was called; a relative path that a user typed starts here. */
export const callerFolder = process.env.INIT_CWD ?? process.cwd();

/** @param {string} file */
export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * The folders of all workspace packages, relative to the root, with `/` between: docs, packages/libc, …
 * @param {string} [base]
 * @returns {string[]}
 */
export function packageFolders(base = root) {
  const folders = [];
  for (const group of ['packages', 'steps']) {
    for (const entry of list(join(base, group))) folders.push(`${group}/${entry}`);
  }
  return [...folders, 'docs', 'scripts'].filter((folder) =>
    list(join(base, folder)).includes('package.json'),
  );
}

/** @param {string} folder */
function list(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

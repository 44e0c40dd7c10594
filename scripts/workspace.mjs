// The packages of the workspace as the import check sees them: kind, manifest, source files.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolders, readJson } from './paths.mjs';

/**
 * @typedef {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string>,
 *   imports?: Record<string, unknown>, exports?: unknown, name: string }} Manifest
 * @typedef {'stage' | 'package' | 'docs' | 'scripts'} Kind
 * @typedef {{ name: string, kind: Kind, position: number, folder: string, path: string, manifest: Manifest }} Package
 *   folder relative to the repository with `/`, path absolute; position: which of the stages, from 1 on; 0 for all else
 */

/**
 * @param {string} base the folder of the repository
 * @returns {Package[]}
 */
export function workspacePackages(base) {
  const folders = packageFolders(base);
  const stages = folders.filter((folder) => kindOf(folder) === 'stage');
  return folders.map((folder) => {
    const path = join(base, folder);
    const manifest = /** @type {Manifest} */ (readJson(join(path, 'package.json')));
    return {
      name: manifest.name,
      kind: kindOf(folder),
      position: stages.indexOf(folder) + 1,
      folder,
      path,
      manifest,
    };
  });
}

/**
 * @param {string} folder
 * @returns {Kind}
 */
function kindOf(folder) {
  if (folder.startsWith('steps/')) return 'stage';
  if (folder.startsWith('packages/')) return 'package';
  return folder === 'docs' ? 'docs' : 'scripts';
}

/**
 * The source files of a package, as paths relative to its folder.
 * @param {Package} pkg
 */
export function sourceFiles({ path }) {
  return [...walk(path, '')].filter(
    // Vite writes `name.ts.timestamp-….mjs` beside a file for the moment in which it loads it.
    (file) => /\.(m?[jt]s|vue|md)$/.test(file) && !/\.d\.ts$|\.timestamp-/.test(file),
  );
}

/**
 * @param {string} folder
 * @param {string} prefix
 * @returns {Generator<string>}
 */
function* walk(folder, prefix) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', '.turbo', 'cache', 'dist'].includes(entry.name)) continue;
    if (entry.isDirectory()) yield* walk(join(folder, entry.name), `${prefix}${entry.name}/`);
    else if (entry.isFile()) yield `${prefix}${entry.name}`;
  }
}

/**
 * The line in a package's package.json that names this, for messages.
 * @param {Package} pkg
 * @param {string} name
 */
export function manifestLine({ path }, name) {
  const lines = readFileSync(join(path, 'package.json'), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(`"${name}":`)) + 1;
}

// What a module imports, by parsing it, and what a specifier stands for.

import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { parseSync } from 'oxc-parser';

/**
 * @typedef {import('./workspace.mjs').Package} Package
 * @typedef {{ specifier: string, line: number, typeOnly: boolean }} Import
 *   typeOnly: `import type` and `export type`, which leave nothing behind at run time
 * @typedef {{ file: string, pkg: Package } | { builtin: string } | { external: string } | { missing: string }} Target
 */

/**
 * The imports and re-exports of a file, dynamic ones with a literal included. A .vue or .md file counts by its scripts.
 * @param {string} file absolute
 * @returns {Import[]}
 */
export function importsOf(file) {
  const source = readFileSync(file, 'utf8');
  return /\.(vue|md)$/.test(file) ? importsOfScripts(source) : importsOfModule(source);
}

/** @param {string} source */
function importsOfScripts(source) {
  const imports = [];
  for (const match of source.matchAll(/^<script[^>]*>$([\s\S]*?)^<\/script>/gm)) {
    const start = match.index + match[0].indexOf('>') + 1;
    const blankLines = '\n'.repeat(lineAt(source, start) - 1);
    imports.push(...importsOfModule(blankLines + match[1]));
  }
  return imports;
}

/**
 * @param {string} source
 * @returns {Import[]}
 */
function importsOfModule(source) {
  const { staticImports, staticExports, dynamicImports } = parseSync('module.ts', source).module;
  /** @type {Import[]} */
  const imports = [];
  const add = (/** @type {string} */ specifier, /** @type {number} */ start) => {
    const typeOnly = /^(import|export)\s+type\b/.test(source.slice(start, start + 40));
    imports.push({ specifier, line: lineAt(source, start), typeOnly });
  };
  for (const { moduleRequest, start } of staticImports) add(moduleRequest.value, start);
  for (const { entries, start } of staticExports) {
    const request = entries.find(({ moduleRequest }) => moduleRequest)?.moduleRequest;
    if (request) add(request.value, start);
  }
  for (const { moduleRequest, start } of dynamicImports) {
    const literal = /^(['"])(.*)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[2] !== undefined) add(literal[2], start);
  }
  return imports;
}

/**
 * @param {string} source
 * @param {number} offset
 */
const lineAt = (source, offset) => source.slice(0, offset).split('\n').length;

/**
 * The package name in a specifier: `@byor/03-event-loop/core` is in `@byor/03-event-loop`, `redis/x` in `redis`.
 * @param {string} specifier
 */
export const packageNameOf = (specifier) =>
  specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/**
 * What a specifier leads to in a browser: conditions `browser`, then `import`, then `default`.
 * @param {string} specifier
 * @param {string} from the importing file, absolute
 * @param {Package} pkg its package
 * @param {Map<string, Package>} packages all, by name
 * @returns {Target}
 */
export function resolveForBrowser(specifier, from, pkg, packages) {
  if (specifier.startsWith('.')) return fileTarget(join(dirname(from), specifier), pkg);
  if (specifier.startsWith('#')) {
    const target = conditional(pkg.manifest.imports?.[specifier]);
    if (target === undefined) return { missing: specifier };
    return target.startsWith('.') ? fileTarget(join(pkg.path, target), pkg) : { external: target };
  }
  if (isBuiltin(specifier)) return { builtin: specifier };
  const name = packageNameOf(specifier);
  const other = packages.get(name);
  if (other === undefined) return { external: specifier };
  const entries = /** @type {Record<string, unknown>} */ (other.manifest.exports ?? {});
  const target = conditional(entries[`.${specifier.slice(name.length)}`]);
  return target === undefined
    ? { missing: specifier }
    : fileTarget(join(other.path, target), other);
}

/**
 * @param {string} file
 * @param {Package} pkg
 * @returns {Target}
 */
const fileTarget = (file, pkg) => (existsSync(file) ? { file, pkg } : { missing: file });

/**
 * Picks from `"./x.ts"` or `{ "browser": "./b.ts", "default": "./x.ts" }` as a bundler for the browser does.
 * @param {unknown} entry
 * @returns {string | undefined}
 */
function conditional(entry) {
  if (typeof entry === 'string') return entry;
  if (typeof entry !== 'object' || entry === null) return undefined;
  for (const [condition, target] of Object.entries(entry)) {
    if (['browser', 'import', 'default'].includes(condition)) return conditional(target);
  }
  return undefined;
}

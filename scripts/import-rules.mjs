// The rules of who may import whom. A stage sees the stage right below it and the packages, and nothing else of the
// workspace; a package sees packages; a stage's core reaches nothing that a browser lacks.

import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative, sep } from 'node:path';
import { importsOf, packageNameOf, resolveForBrowser } from './module-imports.mjs';
import { manifestLine, sourceFiles, workspacePackages } from './workspace.mjs';

/**
 * @typedef {import('./workspace.mjs').Package} Package
 * @typedef {import('./module-imports.mjs').Import} Import
 * @typedef {{ file: string, line: number, message: string }} Problem file relative to the repository, with `/`
 */

/**
 * Checks the whole repository.
 * @param {string} base its folder
 */
export function checkImports(base) {
  const packages = new Map(workspacePackages(base).map((pkg) => [pkg.name, pkg]));
  /** @type {Problem[]} */
  const problems = [];
  let files = 0;
  for (const pkg of packages.values()) {
    /** @type {Set<string>} */
    const usedBySource = new Set();
    for (const file of sourceFiles(pkg)) {
      files++;
      for (const imported of importsOf(join(pkg.path, file))) {
        const message = importProblem(pkg, file, imported, packages);
        if (message !== undefined)
          problems.push({ file: `${pkg.folder}/${file}`, line: imported.line, message });
        if (file.startsWith('src/')) usedBySource.add(packageNameOf(imported.specifier));
      }
    }
    problems.push(
      ...manifestProblems(pkg, usedBySource, packages),
      ...coreProblems(pkg, packages, base),
    );
  }
  return { files, problems };
}

/**
 * @param {Package} pkg
 * @param {string} file relative to the package
 * @param {Import} imported
 * @param {Map<string, Package>} packages
 * @returns {string | undefined}
 */
function importProblem(pkg, file, { specifier }, packages) {
  if (isBuiltin(specifier)) return undefined;
  if (specifier.startsWith('.')) return relativeProblem(pkg, file, specifier);
  if (specifier.startsWith('#')) {
    return specifier in (pkg.manifest.imports ?? {})
      ? undefined
      : `imports ${specifier}, which package.json does not define in imports`;
  }
  const name = packageNameOf(specifier);
  const other = packages.get(name);
  const direction = other === undefined ? undefined : directionProblem(pkg, other);
  return direction === undefined
    ? declarationProblem(pkg, file, name)
    : `imports ${specifier}, ${direction}`;
}

/**
 * @param {Package} pkg
 * @param {string} file
 * @param {string} specifier
 */
function relativeProblem(pkg, file, specifier) {
  const target = relative(pkg.path, join(pkg.path, file, '..', specifier)).split(sep);
  if (target[0] === '..')
    return `imports ${specifier}, a file of another package: import that package by its name`;
  const fromSource = file.startsWith('src/') && (target[0] === 'test' || target[0] === 'spec');
  return fromSource ? `imports ${specifier}: src knows nothing of ${target[0]}` : undefined;
}

/**
 * Why a package may not know another, or undefined.
 * @param {Package} pkg
 * @param {Package} other
 */
function directionProblem(pkg, other) {
  if (other === pkg) return 'itself: import the file by its relative path';
  if (pkg.kind === 'docs' || other.kind === 'package') return undefined;
  if (other.kind !== 'stage') return `but nothing builds on ${other.folder}`;
  if (pkg.kind !== 'stage') return 'a stage: what serves all stages knows none of them';
  if (other.position >= pkg.position) return 'a stage above: imports run downward only';
  if (other.position === pkg.position - 1) return undefined;
  return 'past the stage right below: take from that one what it re-exports';
}

/**
 * @param {Package} pkg
 * @param {string} file
 * @param {string} name
 */
function declarationProblem(
  { kind, manifest: { dependencies = {}, devDependencies = {} } },
  file,
  name,
) {
  if (name in dependencies) return undefined;
  if (!(name in devDependencies)) return `imports ${name}, which package.json does not name`;
  const shipped = file.startsWith('src/') && (kind === 'stage' || kind === 'package');
  return shipped ? `imports ${name}, which package.json names only in devDependencies` : undefined;
}

/**
 * What a package.json names against the rules, and what it names in vain.
 * @param {Package} pkg
 * @param {Set<string>} used package names that src imports
 * @param {Map<string, Package>} packages
 * @returns {Problem[]}
 */
function manifestProblems(pkg, used, packages) {
  const { dependencies = {}, devDependencies = {} } = pkg.manifest;
  const problems = [];
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const other = packages.get(name);
    const direction = other === undefined ? undefined : directionProblem(pkg, other);
    if (direction !== undefined) problems.push({ name, message: `names ${name}, ${direction}` });
  }
  for (const name of pkg.kind === 'stage' || pkg.kind === 'package'
    ? Object.keys(dependencies)
    : []) {
    if (!used.has(name) && !isNamedInSource(pkg, name)) {
      problems.push({ name, message: `names ${name} in dependencies, but src does not use it` });
    }
  }
  const file = `${pkg.folder}/package.json`;
  return problems.map(({ name, message }) => ({ file, line: manifestLine(pkg, name), message }));
}

/**
 * Whether src names a package in quotes: what is loaded by `require` or `import.meta.resolve` is no import.
 * @param {Package} pkg
 * @param {string} name
 */
function isNamedInSource(pkg, name) {
  const sources = sourceFiles(pkg).filter((file) => file.startsWith('src/'));
  return sources.some((file) => readFileSync(join(pkg.path, file), 'utf8').includes(`'${name}'`));
}

/** Libraries that a page runs as they stand, without a word of Node in them. */
const RUNS_ANYWHERE = new Set(['@noble/hashes']);

/**
 * Follows a stage's src/core.ts through every import that stays at run time, into the cores below.
 * @param {Package} pkg
 * @param {Map<string, Package>} packages
 * @param {string} base
 * @returns {Problem[]}
 */
function coreProblems(pkg, packages, base) {
  const core = resolveForBrowser(`${pkg.name}/core`, '', pkg, packages);
  if (pkg.kind !== 'stage' || !('file' in core)) return [];
  /** @type {Problem[]} */
  const problems = [];
  /** @type {Map<string, string>} each file reached, with the way to it */
  const ways = new Map([[core.file, 'src/core.ts']]);
  const queue = [core];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const way = ways.get(at.file) ?? '';
    for (const { specifier, line, typeOnly } of importsOf(at.file)) {
      if (typeOnly || RUNS_ANYWHERE.has(packageNameOf(specifier))) continue;
      const target = resolveForBrowser(specifier, at.file, at.pkg, packages);
      if (!('file' in target)) {
        const problem = 'missing' in target ? 'is missing' : 'is not for a browser';
        const message = `${specifier} ${problem}, but ${pkg.name}/core reaches it: ${way}`;
        problems.push({ file: relative(base, at.file).split(sep).join('/'), line, message });
      } else if (!ways.has(target.file)) {
        ways.set(target.file, `${way} → ${relative(base, target.file).split(sep).join('/')}`);
        queue.push(target);
      }
    }
  }
  return problems;
}

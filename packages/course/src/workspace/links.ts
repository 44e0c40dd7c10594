// The packages of a copy: links to those of the stage it was made of, so that nothing is installed twice.

import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { CopyPlan } from './copy.ts';

/** Folders that tools make for themselves: each copy has its own. */
const CACHES = ['.cache', '.vite', '.vite-temp', '.vitest'];

export function linkPackages({ stage, below, root }: CopyPlan, copy: string): void {
  const from = path.join(stage.folder, 'node_modules');
  const to = path.join(copy, 'node_modules');
  mkdirSync(path.join(to, '.bin'), { recursive: true });
  for (const name of packageNames(from)) link(path.join(from, name), path.join(to, name));
  if (below) link(below.folder, path.join(to, below.name), 'replace');
  linkPrograms(from, to, root);
}

/** `vitest`, `@types/node`, …; with scopes entered, since a scope's folder is made for each copy. */
function packageNames(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name === '.bin' || CACHES.includes(name)) return [];
    if (!name.startsWith('@')) return [name];
    return readdirSync(path.join(folder, name)).map((inner) => `${name}/${inner}`);
  });
}

/** Junctions on Windows, where links to folders would need a privilege. */
function link(target: string, place: string, how: 'new' | 'replace' = 'new'): void {
  mkdirSync(path.dirname(place), { recursive: true });
  if (how === 'replace') rmSync(place, { force: true });
  symlinkSync(realpathSync(target), place, 'junction');
}

/** `tsx` and `vitest` for the package's scripts, and `byor` itself: `npx byor check` works inside a copy. */
function linkPrograms(from: string, to: string, root: string): void {
  const programs = path.join(from, '.bin');
  if (process.platform === 'win32' || !existsSync(programs)) return;
  for (const name of readdirSync(programs)) {
    symlinkSync(path.join(programs, name), path.join(to, '.bin', name));
  }
  symlinkSync(path.join(root, 'packages/course/bin/byor.mjs'), path.join(to, '.bin/byor'));
}

// Writes a copy of a stage: its source with some bodies taken out, its tests, and links to the packages that it needs.
// Invariant: a copy appears whole under its name or not at all; what is there already is never written over.

import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Stage } from '@byor/spec/harness';
import { sourceFiles } from '../exercises/catalog.ts';
import { starterOf } from '../exercises/starter.ts';
import { linkPackages } from './links.ts';

export interface CopyPlan {
  readonly stage: Stage;
  /** The folder of the copy. */
  readonly target: string;
  /** Which exercises are taken out. */
  readonly isTaken: (exercise: string) => boolean;
  /** Another folder for the stage right below than the reference's: the reader's own. */
  readonly below?: { readonly name: string; readonly folder: string } | undefined;
  readonly root: string;
}

/**
 * Beside src/ what makes the copy a package that runs and is tested; one test takes its attack from bench/. Wire cases are
 * not copied: they hold for any server.
 */
const COPIED = ['test', 'bench', 'package.json', 'vitest.config.ts', 'README.md'];

export function copyStage(plan: CopyPlan): void {
  const { stage, target } = plan;
  if (existsSync(target)) throw new Error(`${target} is there already`);
  const draft = path.join(path.dirname(target), `.${path.basename(target)}.new`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  for (const name of COPIED) {
    const from = path.join(stage.folder, name);
    if (existsSync(from)) cpSync(from, path.join(draft, name), { recursive: true });
  }
  writeSources(plan, draft);
  writeFileSync(path.join(draft, 'tsconfig.json'), tsconfig(plan.root));
  linkPackages(plan, draft);
  renameSync(draft, target);
}

function writeSources({ stage, isTaken }: CopyPlan, draft: string): void {
  for (const file of sourceFiles(stage.folder)) {
    const text = readFileSync(path.join(stage.folder, file), 'utf8');
    const to = path.join(draft, file);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, starterOf(file, text, isTaken));
  }
}

/** As strict as the course, but for what is not used yet: a body that is still to be written uses nothing. */
function tsconfig(root: string): string {
  const base = path.join(root, 'tsconfig.base.json').split(path.sep).join('/');
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
  return `${JSON.stringify({ extends: base, compilerOptions, include: ['src', 'test'] }, null, 2)}\n`;
}

// What a fork of the newest stage takes in: every package that its server needs at run time, each with a reason. A package
// without one is an error, so that the list stays short.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '@byor/spec/harness';
import { newestStage } from '../newest.ts';

const REASONS: Readonly<Record<string, string>> = {
  koffi:
    'calls the system calls of stages 01 to 03 from JavaScript. Node has no other way to a raw socket; without it `node:net` serves.',
  commander: 'reads the flags, and writes `--help`.',
  picocolors: 'colours in the terminal client; the server prints none.',
  '@noble/hashes':
    'SHA-256 for passwords in the engine, which knows no Node and runs in a page too. Audited, without dependencies.',
  esbuild:
    'puts the sources into one file at a start, so that there is no build step. Not needed by a fork that strips types itself (Node 22.18 and newer).',
};

export interface Dependency {
  readonly name: string;
  /** As the catalog has it. */
  readonly range: string;
  readonly reason: string;
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** In the order of the alphabet. @throws Error when one has no reason here, or a reason no package */
export function runtimeDependencies(): Dependency[] {
  const names = new Set(['esbuild']);
  collect(newestStage().folder, names);
  const missing = [...names].filter((name) => !(name in REASONS));
  const idle = Object.keys(REASONS).filter((name) => !names.has(name));
  if (missing.length > 0) throw new Error(`no reason is given for ${missing.join(', ')}`);
  if (idle.length > 0) throw new Error(`nothing needs ${idle.join(', ')}`);
  return [...names].sort().map((name) => ({
    name,
    range: rangeOf(name),
    reason: REASONS[name] as string,
  }));
}

/** Follows the packages of the workspace. */
function collect(folder: string, names: Set<string>): void {
  const manifest: Manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
    if (range.startsWith('workspace:')) collect(folderOf(name), names);
    else names.add(name);
  }
}

function folderOf(name: string): string {
  const short = name.replace('@byor/', '');
  return path.join(ROOT, /^\d\d-/.test(short) ? 'steps' : 'packages', short);
}

function rangeOf(name: string): string {
  const catalog = readFileSync(path.join(ROOT, 'pnpm-workspace.yaml'), 'utf8');
  const line = catalog
    .split('\n')
    .find((each) => each.trim().replaceAll('"', '').startsWith(`${name}: `));
  if (line === undefined) throw new Error(`pnpm-workspace.yaml names no version of ${name}`);
  return line.slice(line.lastIndexOf(': ') + 2).trim();
}

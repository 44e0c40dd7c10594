// Finds as files: a case that once failed is kept beside the tests, which replay every one of them.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Find } from './fuzz.ts';

/** Where `npm test` looks for them. */
export const CASES = path.resolve(import.meta.dirname, '../../cases');

/** What a file holds. `was` says how it failed then. */
export interface KeptCase {
  readonly target: string;
  readonly seed: number;
  readonly number: number;
  readonly was: string;
  readonly input: unknown;
}

/** @returns the file's path */
export function keep(find: Find, folder = CASES): string {
  const { target, seed, number, message, input } = find;
  const kept: KeptCase = { target, seed, number, was: message, input };
  const file = path.join(folder, `${target}-${seed}-${number}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  return file;
}

export function readKept(folder = CASES): (KeptCase & { readonly file: string })[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ file, ...JSON.parse(readFileSync(path.join(folder, file), 'utf8')) }));
}

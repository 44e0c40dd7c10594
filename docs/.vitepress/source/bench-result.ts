// The newest result of `npm run bench`. By relative paths: what a build's configuration imports by a package's name is not
// compiled.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Result } from '../../../packages/bench/src/result.ts';

const RESULTS = path.resolve(import.meta.dirname, '../../../packages/bench/results');

/** `files`: those of the folder of results. */
export function newestResult(
  files: readonly string[] = readdirSync(RESULTS).map((name) => path.join(RESULTS, name)),
): Pick<Result, 'figures'> {
  const kept = files.filter((file) => /\d{4}-\d\d-\d\d\.json$/.test(path.basename(file)));
  const newest = kept.toSorted().at(-1);
  return newest === undefined ? { figures: [] } : JSON.parse(readFileSync(newest, 'utf8'));
}

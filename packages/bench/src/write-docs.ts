// Puts the newest result's tables between their marks in the README and in the site's page.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '@byor/spec/harness';
import { readmeTables, siteTables } from './markdown.ts';
import type { Result } from './result.ts';

const BEGIN =
  '<!-- bench: written by `npm run bench -- --write-docs`, by hand it would be overwritten -->';
const END = '<!-- /bench -->';

interface Place {
  readonly file: string;
  readonly tables: (result: Result) => string;
}

export const PLACES: readonly Place[] = [
  { file: 'README.md', tables: readmeTables },
  { file: 'docs/benchmarks.md', tables: siteTables },
];

/** The text with what stands between the marks replaced. Throws where there are none. */
export function between(text: string, tables: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`it has no line "${BEGIN}" with "${END}" below it`);
  return `${text.slice(0, begin)}${BEGIN}\n\n${tables}\n\n${text.slice(end)}`;
}

/** Returns the files that changed. */
export function writeDocs(result: Result, root = ROOT): string[] {
  return PLACES.filter(({ file, tables }) => {
    const old = readFileSync(path.join(root, file), 'utf8');
    const text = between(old, tables(result));
    if (text !== old) writeFileSync(path.join(root, file), text);
    return text !== old;
  }).map(({ file }) => file);
}

// Puts the newest result into the docs: tables between their marks in the README and in the site's page, and what the text quotes.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '@byor/spec/harness';
import { readmeTables, siteTables } from './markdown.ts';
import { cpuRatios } from './quote.ts';
import type { Result } from './result.ts';

const BEGIN =
  '<!-- bench: written by `npm run bench -- --write-docs`, by hand it would be overwritten -->';
const END = '<!-- /bench -->';

interface Place {
  readonly file: string;
  /** All of it, from what it was. */
  readonly text: (old: string, result: Result) => string;
}

export const PLACES: readonly Place[] = [
  { file: 'README.md', text: (old, result) => between(old, readmeTables(result)) },
  { file: 'docs/benchmarks.md', text: (old, result) => between(old, siteTables(result)) },
  { file: 'docs/results/bench.json', text: (_, result) => cpuRatios(result) },
];

/** The text with what stands between the marks replaced. Throws where there are none. */
export function between(text: string, tables: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`it has no line "${BEGIN}" with "${END}" below it`);
  return `${text.slice(0, begin)}${BEGIN}\n\n${tables}\n\n${text.slice(end)}`;
}

/** Returns the files that changed. */
export function writeDocs(result: Result, root = ROOT): string[] {
  return PLACES.filter(({ file, text }) => {
    const old = readFileSync(path.join(root, file), 'utf8');
    const written = text(old, result);
    if (written !== old) writeFileSync(path.join(root, file), written);
    return written !== old;
  }).map(({ file }) => file);
}

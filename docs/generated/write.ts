// Writes the pages that are made of the packages (docs/reference, docs/diff; git ignores both) before the site is built.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandEntries, commandPages } from './command-pages.ts';
import { diffPages } from './diff-pages.ts';

export function writePages(docs: string): void {
  const entries = commandEntries(docs);
  for (const { file, text } of [
    ...commandPages(entries),
    ...diffPages(path.dirname(docs), entries),
  ]) {
    const target = path.join(docs, file);
    if (textOf(target) === text) continue; // a page that has not changed need not be rendered again
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

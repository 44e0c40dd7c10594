// A failure sends the reader to a chapter: it must be there, and its section too.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadCases, ROOT } from '../src/repository.ts';

/** The anchors of a page, as its headings make them. */
function anchorsOf(file: string): Set<string> {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ +(.*?)(?: +\{#([\w-]+)\})?$/gm);
  const toAnchor = (title: string) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replace(/\s+/g, '-');
  return new Set([...headings].map(([, title = '', id]) => id ?? toAnchor(title)));
}

test('every case of the course leads to a page, and to a section of it where it names one', async () => {
  const cases = await loadCases();
  expect(cases.length).toBeGreaterThan(100);
  for (const { fullId, chapter } of cases) {
    const [page = '', section] = chapter.split('#');
    const file = path.join(ROOT, page);
    expect(existsSync(file), `${fullId}: ${page}`).toBe(true);
    if (section) expect(anchorsOf(file), fullId).toContain(section);
  }
});

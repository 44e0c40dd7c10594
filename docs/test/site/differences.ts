// A page from one stage to the next says what the packages say: every file that is new with its length, and for those
// that every stage has, a difference that makes the one out of the other.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { applyPatch } from 'diff';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { DOCS } from '../support.ts';

const STEPS = path.resolve(DOCS, '../steps');
const read = (file: string) => readFileSync(path.join(STEPS, file), 'utf8');

/** `pair`: '06-07' */
export async function differenceTests(page: Page, pair: string): Promise<void> {
  const stages = readdirSync(STEPS);
  const [below, stage] = pair
    .split('-')
    .map((number) => stages.find((name) => name.startsWith(number)) ?? '');
  const rows = await page
    .locator('.vp-doc table')
    .first()
    .locator('tbody tr')
    .evaluateAll((all) =>
      all.map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent)),
    );
  const added = readdirSync(path.join(STEPS, stage ?? '', 'src'), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, String(read(`${stage}/src/${name}`).split('\n').length - 1)]);
  expect.soft(rows.sort()).toEqual(added.sort());
  const patches = await page.locator('.language-diff code').allTextContents();
  expect.soft(patches.join('\n')).toContain(`+++ ${stage}/src/main.ts`);
  for (const patch of patches) {
    const [, from = '', to = ''] = /^--- (\S+)\s+\+\+\+ (\S+)/.exec(patch) ?? [];
    expect.soft([from, to].map((file) => file.split('/')[0])).toEqual([below, stage]);
    expect.soft(applyPatch(read(from), patch)).toBe(read(to));
  }
}

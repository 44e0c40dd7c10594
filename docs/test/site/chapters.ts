// What a chapter's page shows before anything in it is touched: the map with its own part lit, and little to fetch.

import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const MOST_SCRIPT_BYTES = 150_000;
const PARTS = ['01', '02', '03', '04', '05', '06', '07'];

export async function chapterTests(page: Page, stage: string): Promise<void> {
  expect.soft(await page.locator('figure.vis').count()).toBe(2);
  expect.soft(await page.locator('figure.vis .vis-bar').count()).toBe(0);
  const bytes = await scriptBytes(page);
  expect.soft(bytes).toBeGreaterThan(10_000);
  expect.soft(bytes).toBeLessThan(MOST_SCRIPT_BYTES);
  expect.soft(await mapOf(page)).toEqual(
    PARTS.map((part) => {
      if (part > stage) return `${part} is to come`;
      return part === stage ? `${part} is filled` : `${part} is outlined`;
    }),
  );
  const spoken = await page.locator('.server-map svg').getAttribute('aria-label');
  const lit = await page.locator('.server-map .lit .name').allTextContents();
  expect.soft(spoken).toContain(`This chapter builds the ${lit.join(' ')}.`);
}

/** Compressed, of all that has been fetched. */
async function scriptBytes(page: Page): Promise<number> {
  const scripts = await page.evaluate(async () => {
    const fetched = performance.getEntriesByType('resource').map(({ name }) => name);
    const ours = fetched.filter((name) => name.endsWith('.js'));
    return await Promise.all(ours.map(async (name) => await (await fetch(name)).text()));
  });
  return scripts.reduce((sum, script) => sum + gzipSync(script).length, 0);
}

/** How each part of the map looks, as its caption explains it. */
async function mapOf(page: Page): Promise<string[]> {
  const parts = await page.locator('.server-map .part').evaluateAll((all) =>
    all.map((part) => {
      const { fill, strokeDasharray } = getComputedStyle(part.querySelector('rect') as Element);
      const number = part.querySelector('.number')?.textContent;
      if (fill !== 'none') return `${number} is filled`;
      return `${number} is ${strokeDasharray === 'none' ? 'outlined' : 'to come'}`;
    }),
  );
  return parts.sort();
}

// What holds for every page, whoever wrote it: no complaint, no dead link, nothing for a screen reader to stumble over,
// nothing that moves, nothing wider than a telephone. A page is opened once for all of it, and for what holds for its kind.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { chapters } from '../../.vitepress/contents.ts';
import { violations } from './axe.ts';
import { chapterTests } from './chapters.ts';
import { differenceTests } from './differences.ts';
import type { Visit } from './visitor.ts';

/** web.dev/cls calls a page still below 0.1; a long page that comes slowly may move once while it comes. */
const MOST_SHIFT = 0.01;

/** The longest line that Biome leaves as it is: a wide window shows it whole. */
const LINE_WIDTH = 100;

/** Pages of code alone look in the dark as the chapters do. */
const OF_CODE = /-appendix$|-(?:cli|commands|text|admin|acl|eviction)$|^\/diff\//;

/** `leads`: whether a link leads somewhere. `keep` gets the page at the end, as it is on a telephone. */
export function pageTests(
  visit: Visit,
  address: string,
  leads: (href: string) => Promise<boolean>,
  keep: (page: Page) => Promise<void>,
) {
  test('opens without a complaint, and is whole', async () => {
    const { page, troubles } = await visit(address);
    await watch(page);
    const isChapter = chapters.some(({ link }) => link === address);
    if (isChapter) await chapterTests(page, address.slice(1, 3));
    const [, pair] = /^\/diff\/(.+)$/.exec(address) ?? [];
    if (pair !== undefined) await differenceTests(page, pair);
    expect.soft(await page.locator('.NotFound').count()).toBe(0);
    expect.soft(troubles).toEqual([]);
    expect.soft(await deadLinks(page, leads)).toEqual([]);
    expect.soft(await unnamedPictures(page)).toBe(0);
    if ((await shift(page)) >= MOST_SHIFT) await comeAgain(page);
    expect.soft(await shift(page)).toBeLessThan(MOST_SHIFT);
    const whole = page.locator('html');
    await withoutCode(page, async () => {
      expect.soft(await violations(whole)).toEqual([]);
      if (OF_CODE.test(address)) return;
      await page.evaluate(() => document.documentElement.classList.add('dark'));
      expect.soft(await violations(whole, ['color-contrast'])).toEqual([]);
    });
    expect.soft(await cutTables(page)).toEqual([]);
    if (isChapter) {
      await page.setViewportSize({ width: 1536, height: 864 });
      expect.soft(await folded(page, '.language-ts .line', LINE_WIDTH)).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    expect.soft(await overhang(page)).toBe(0);
    // The rows of tables in transcripts.
    expect.soft(await folded(page, '.language-console .row')).toEqual([]);
    expect.soft(await unfoldedCode(page)).toEqual([]);
    await keep(page);
  });
}

async function deadLinks(page: Page, leads: (href: string) => Promise<boolean>): Promise<string[]> {
  const links = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].map(({ href }) => href),
  );
  const { origin } = new URL(page.url());
  const inside = [...new Set(links)].filter((href) => href.startsWith(origin));
  const alive = await Promise.all(inside.map(leads));
  return inside.filter((_, at) => !alive[at]);
}

const unnamedPictures = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      [...document.querySelectorAll('.picture svg')].filter(
        (svg) => svg.getAttribute('role') !== 'img' || !svg.getAttribute('aria-label'),
      ).length,
  );

/**
 * All code but the first block is gone meanwhile: it is coloured alike everywhere, a page may hold thirty thousand words of
 * it, and axe looks at each, even of what it is told to leave out.
 */
async function withoutCode(page: Page, look: () => Promise<void>): Promise<void> {
  const taken = await page.evaluateHandle(() =>
    [...document.querySelectorAll('.vp-code code')].slice(1).map((block) => {
      const lines = [...block.childNodes];
      block.replaceChildren();
      return () => block.replaceChildren(...lines);
    }),
  );
  await look();
  await taken.evaluate((blocks) => {
    for (const putBack of blocks) putBack();
  });
}

interface Shifting extends Window {
  shifted?: number;
}

/** Adds up what moves; and lets colours change at once: those that are still on their way are nobody's. */
async function watch(page: Page): Promise<void> {
  await page.addStyleTag({ content: '* { transition: none !important; }' });
  await page.evaluate(() => {
    const shifting = window as Shifting;
    shifting.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifting.shifted = (shifting.shifted ?? 0) + (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

async function comeAgain(page: Page): Promise<void> {
  await page.reload({ waitUntil: 'load' });
  await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
  await watch(page);
}

const shift = (page: Page): Promise<number> =>
  page.evaluate(() => (window as Shifting).shifted ?? 0);

/** Of the lines that are no longer than so many characters: those that do not stand on one line. */
const folded = (page: Page, lines: string, longest?: number): Promise<string[]> =>
  page.evaluate(
    ([selector, most]) =>
      [...document.querySelectorAll<HTMLElement>(selector)]
        .filter(({ textContent }) => (textContent ?? '').length <= (most ?? Number.MAX_VALUE))
        .filter(
          (line) => line.offsetHeight > 1.5 * Number.parseFloat(getComputedStyle(line).lineHeight),
        )
        .map(({ textContent }) => textContent ?? ''),
    [lines, longest] as const,
  );

/** Tables that must be pushed sideways to be read, by their beginning. */
const cutTables = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.vp-doc table')]
      .filter(({ clientWidth, scrollWidth }) => scrollWidth > clientWidth)
      .map(({ textContent }) => textContent?.trim().slice(0, 80) ?? ''),
  );

/** By how many pixels a page is wider than its window. */
const overhang = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });

/** Code folds inside its box: blocks of it that must be pushed sideways to be read, by their beginning. */
const unfoldedCode = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.vp-doc div[class*="language-"]:not(.language-console) pre')]
      .filter(({ clientWidth, scrollWidth }) => scrollWidth > clientWidth)
      .map(({ textContent }) => textContent?.slice(0, 80) ?? ''),
  );

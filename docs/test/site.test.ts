// The site as a reader meets it: built, served, opened in a browser.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { requireTool } from '@byor/spec';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vitepress';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { chapters, opening } from '../.vitepress/contents.ts';
import { writePages } from '../generated/write.ts';
import {
  type BookPage,
  bookEntries,
  bookHtml,
  takeOpenPage,
  takePage,
} from '../tools/book-html.ts';
import { launchBrowser } from '../tools/browser.ts';
import { violations } from './site/axe.ts';
import { benchmarkTests } from './site/benchmarks.ts';
import { pageTests } from './site/pages.ts';
import { terminalTests } from './site/terminals.ts';
import { visualiserTests } from './site/visualisers.ts';
import { DOCS, type StaticServer, serveFolder, temporaryFolder } from './support.ts';

const tool = requireTool('chromium');
writePages(DOCS);
const PAGES = ['', 'reference/', 'diff/'].flatMap((folder) =>
  readdirSync(path.join(DOCS, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `/${folder}${name.replace(/(index)?\.md$/, '')}`),
);

const dist = temporaryFolder();
let site: StaticServer;
let browser: Browser | undefined;

/** Not at the root of its host: a link that forgets where the site begins leads nowhere. */
const BASE = '/a/course/';

beforeAll(async () => {
  vi.stubEnv('BYOR_SITE_BASE', BASE);
  await build(DOCS, { outDir: dist });
  vi.unstubAllEnvs();
  site = await serveFolder(dist, BASE);
  if (tool.path === undefined) return;
  browser = await launchBrowser();
  page = await browser.newPage();
  watch(page);
});

afterAll(async () => {
  await browser?.close();
  site?.close();
  rmSync(dist, { recursive: true, force: true });
});

interface Visit {
  readonly page: Page;
  /** What the page complained about, and whom else it asked. */
  readonly troubles: string[];
}

/** One page for all visits: to make a new one, with a context of its own, takes a third of a visit. */
let page: Page;
let troubles: string[] = [];

async function visit(address: string, width = 1280): Promise<Visit> {
  troubles = [];
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ reducedMotion: null });
  await page.goto(site.root + address, { waitUntil: 'load' });
  // VitePress says so once the page lives.
  await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
  return { page, troubles };
}

function watch(page: Page): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== site.origin) {
      troubles.push(`asked ${request.url()}`);
    }
  });
}

test('there is a page for each stage, and the ways to get there', () => {
  expect(PAGES).toEqual(
    expect.arrayContaining([
      '/',
      '/start',
      '/01-socket',
      '/02-protocol',
      '/03-event-loop',
      '/04-kv',
      '/05-expiry',
      '/06-aof',
      '/07-sorted-set',
    ]),
  );
});

/** The ids of a page, asked for once. */
const idsOf = new Map<string, Promise<ReadonlySet<string> | undefined>>();

async function idsAt(address: string): Promise<ReadonlySet<string> | undefined> {
  const response = await fetch(site.origin + address);
  const found = (await response.text()).matchAll(/ id="([^"]+)"/g);
  return response.ok ? new Set([...found].map(([, id = '']) => id)) : undefined;
}

async function leadsSomewhere(href: string): Promise<boolean> {
  const { pathname, hash } = new URL(href);
  const ids = idsOf.get(pathname) ?? idsAt(pathname);
  idsOf.set(pathname, ids);
  const id = decodeURIComponent(hash.slice(1));
  return (await ids) !== undefined && (id === '' || (await ids)?.has(id) === true);
}

/** The pages of the book, by their links, as they were when they had been looked at. */
const taken = new Map<string, BookPage>();

describe.skipIf(tool.missing).each(PAGES)('%s', (address) => {
  pageTests(visit, address, leadsSomewhere, async (page) => {
    const entry = bookEntries(true).find(({ link }) => link === address);
    if (entry) taken.set(address, await takeOpenPage(page, site.root, entry));
  });
});

describe.skipIf(tool.missing)('the site', () => {
  test('finds commands and functions, of chapters and of what serves them', async () => {
    const { page, troubles } = await visit('/');
    const results = page.locator('.VPLocalSearchBox .result');
    await page.keyboard.press('/');
    for (const [word, place] of [
      ['SCAN', '/04-kv'],
      ['ZREMRANGEBYLEX', '/reference/07-sorted-set#zremrangebylex'],
      ['foldedHash', '/04-kv'],
      ['divideToEven', '/04-kv-text'],
    ] as const) {
      await page.locator('#localsearch-input').fill(word);
      const found = () =>
        results.evaluateAll((all) => all.map((each) => each.getAttribute('href')).join(' '));
      await expect.poll(found).toContain(place);
    }
    expect(troubles).toEqual([]);
  });

  test('tells others of itself: a map, a card, an icon where browsers look', async () => {
    const map = readFileSync(path.join(dist, 'sitemap.xml'), 'utf8');
    for (const address of PAGES) expect(map).toContain(`/course${address}</loc>`);
    expect((await fetch(`${site.root}/favicon.ico`)).status).toBe(200);
    const html = await (await fetch(`${site.root}/04-kv`)).text();
    const content = (property: string) =>
      new RegExp(`<meta property="${property}" content="([^"]*)"`).exec(html)?.[1] ?? '';
    expect(content('og:title')).toBe('04 Key-value store');
    expect(content('og:description')).toContain('hash table');
    expect(content('og:url')).toMatch(/\/04-kv$/);
    const picture = new URL(content('og:image')).pathname.split('/').at(-1);
    expect((await fetch(`${site.root}/${picture}`)).status).toBe(200);
  });

  test('becomes a book: every page in its order, links that lead inside it or out of the site, no broken picture', async () => {
    const { page } = await visit('/');
    const entries = bookEntries(true);
    const links = entries.map(({ link }) => link);
    expect(links.filter((link) => /^\/0\d-[^/]*$/.test(link)).slice(0, chapters.length)).toEqual(
      chapters.map(({ link }) => link),
    );
    const pages: BookPage[] = [];
    for (const entry of entries)
      pages.push(taken.get(entry.link) ?? (await takePage(page, site.root, entry)));
    await page.setContent(bookHtml(pages, ''));
    const { titles, ids, targets, asked } = await page.evaluate(() => ({
      titles: [...document.querySelectorAll('section')].map(
        (section) => `/${section.id} ${section.querySelector('h1')?.textContent?.trim()}`,
      ),
      ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
      targets: [...document.querySelectorAll('a[href]')].map(
        (link) => link.getAttribute('href') ?? '',
      ),
      asked: document.querySelectorAll('script, link, img').length, // pictures are drawn in the page itself
    }));
    expect(titles.map((title) => title.split(' ')[0])).toEqual(links);
    for (const { text, link } of chapters) expect(titles).toContain(`${link} ${text}`);
    expect(new Set(ids).size).toBe(ids.length);
    const [inside, outside] = [true, false].map((yes) =>
      targets.filter((href) => href.startsWith('#') === yes),
    );
    expect(inside?.filter((href) => !ids.includes(decodeURIComponent(href.slice(1))))).toEqual([]);
    expect(
      outside?.filter((href) => !/^https?:/.test(href) || href.startsWith(site.origin)),
    ).toEqual([]);
    expect(asked).toBe(0);
    expect(await page.locator('.picture svg').count()).toBeGreaterThan(chapters.length);
    // What runs in a chapter and its terminal.
    expect(await page.locator('.on-the-site').count()).toBe(2 * chapters.length);
  });

  test('leads from page to page in the order of reading, goes dark and light, and folds its answers', async () => {
    const { page } = await visit('/01-socket');
    const before = opening.at(-1)?.link.slice(1);
    expect(await page.locator('.VPSidebar').textContent()).toContain('The rest of the source');
    expect(await page.locator('.pager-link.prev').getAttribute('href')).toBe(BASE + before);
    expect(await page.locator('.pager-link.next').getAttribute('href')).toBe(`${BASE}02-protocol`);
    const isDark = () => page.evaluate(() => document.documentElement.classList.contains('dark'));
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [wasDark, colour] = [await isDark(), await background()];
    await page.locator('.VPSwitchAppearance:visible').first().click();
    expect(await isDark()).toBe(!wasDark);
    expect(await background()).not.toBe(colour);
    await page.locator('.VPSwitchAppearance:visible').first().click();
    expect(await isDark()).toBe(wasDark);
    const answer = page.locator('details').first();
    const text = answer.locator('p').first();
    expect(await text.isVisible()).toBe(false);
    await answer.locator('summary').click();
    expect(await text.isVisible()).toBe(true);
  });

  test('folds the code of exercises for those who write, from page to page, until they ask for it', async () => {
    const { page } = await visit('/01-socket');
    const codes = page.locator('.of-exercise + div');
    const shown = () =>
      codes.evaluateAll((all) => all.filter((code) => code.checkVisibility()).length);
    const all = await codes.count();
    expect(all).toBeGreaterThan(4);
    expect(await shown()).toBe(all);
    const writes = page.getByRole('switch', { name: 'I write this stage myself' });
    await writes.check();
    expect(await shown()).toBe(0);
    expect(await page.locator('.source-caption:not(.of-exercise) + div').first().isVisible()).toBe(
      true,
    );
    await page.getByRole('button', { name: 'show ours' }).first().press('Enter');
    expect(await shown()).toBe(1);
    await page.getByRole('button', { name: 'fold it' }).press('Enter');
    expect(await shown()).toBe(0);
    expect(await violations(page.locator('.vp-doc'))).toEqual([]);
    await visit('/02-protocol');
    expect(await shown()).toBe(0);
    await writes.uncheck();
    expect(await shown()).toBe(await codes.count());
    expect(await page.getByRole('button', { name: 'show ours' }).count()).toBe(0);
  });

  test('says so where there is no page, and shows the way back', async () => {
    const { page } = await visit('/08-nothing');
    expect(await page.locator('.NotFound').textContent()).toContain('Nobody listens here');
    expect(await page.locator('.NotFound a').getAttribute('href')).toBe(BASE);
  });
});

describe.skipIf(tool.missing)('what runs in the pages', () => {
  visualiserTests(visit);
  benchmarkTests(visit);
});

describe.skipIf(tool.missing)('the terminals', () => {
  terminalTests(visit);
});

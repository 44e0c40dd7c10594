// The site as a reader meets it: built, served, opened in a browser.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { requireTool } from '@byor/spec';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vitepress';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { chapters, opening } from '../.vitepress/contents.ts';
import { writePages } from '../generated/write.ts';
import { type BookPage, bookHtml, takePage } from '../tools/book-html.ts';
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
  const flags =
    '--no-sandbox --disable-quic --disable-background-networking --disable-component-update --disable-sync --no-first-run';
  browser = await chromium.launch({ executablePath: tool.path, args: flags.split(' ') });
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

async function visit(address: string, width = 1280): Promise<Visit> {
  const context = await (browser as Browser).newContext({ viewport: { width, height: 900 } });
  onTestFinished(() => context.close());
  const troubles: string[] = [];
  const page = await watchedPage(context, troubles);
  await page.goto(site.root + address, { waitUntil: 'load' });
  // VitePress says so once the page lives.
  await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
  return { page, troubles };
}

async function watchedPage(context: BrowserContext, troubles: string[]): Promise<Page> {
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== site.origin) {
      troubles.push(`asked ${request.url()}`);
    }
  });
  return page;
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

describe.skipIf(tool.missing).each(PAGES)('%s', (address) => {
  pageTests(visit, address, leadsSomewhere);
});

describe.skipIf(tool.missing)('the site', () => {
  test.each([
    ['a command', 'SCAN', '/04-kv'],
    ['a command of the reference', 'ZREMRANGEBYLEX', '/reference/07-sorted-set#zremrangebylex'],
    ['a function', 'foldedHash', '/04-kv'],
    ['a function of an appendix', 'divideToEven', '/04-kv-text'],
  ])('finds %s: %s', async (_, word, place) => {
    const { page, troubles } = await visit('/');
    await page.keyboard.press('/');
    await page.locator('#localsearch-input').fill(word);
    const results = page.locator('.VPLocalSearchBox .result');
    await results.first().waitFor();
    const found = await results.evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    expect(found.join(' ')).toContain(place);
    expect(troubles).toEqual([]);
  });

  test('tells others of itself: a map, a card, an icon where browsers look', async () => {
    const map = readFileSync(path.join(dist, 'sitemap.xml'), 'utf8');
    for (const address of PAGES) expect(map).toContain(`/course${address}</loc>`);
    const response = await fetch(`${site.root}/favicon.ico`);
    expect(response.status).toBe(200);
    const { page } = await visit('/04-kv');
    const content = (property: string) =>
      page.locator(`meta[property="${property}"]`).getAttribute('content');
    expect(await content('og:title')).toBe('04 Key-value store');
    expect(await content('og:description')).toContain('hash table');
    expect(await content('og:url')).toMatch(/\/04-kv$/);
    const picture = new URL((await content('og:image')) ?? '').pathname.split('/').at(-1) ?? '';
    expect((await fetch(`${site.root}/${picture}`)).status).toBe(200);
  });

  test('leads from page to page in the order of reading', async () => {
    const { page } = await visit('/01-socket');
    const before = opening.at(-1)?.link.slice(1);
    expect(await page.locator('.VPSidebar').textContent()).toContain('The rest of the source');
    expect(await page.locator('.pager-link.prev').getAttribute('href')).toBe(BASE + before);
    expect(await page.locator('.pager-link.next').getAttribute('href')).toBe(`${BASE}02-protocol`);
  });

  test('becomes a book: one document, whose links lead inside it or out of the site', async () => {
    const { page } = await visit('/');
    const pages: BookPage[] = [];
    for (const entry of chapters.slice(0, 2)) pages.push(await takePage(page, site.root, entry));
    await page.setContent(bookHtml(pages, ''));
    const { ids, targets, asked } = await page.evaluate(() => ({
      ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
      targets: [...document.querySelectorAll('a[href]')].map(
        (link) => link.getAttribute('href') ?? '',
      ),
      asked: document.querySelectorAll('script, link, img').length,
    }));
    expect(new Set(ids).size).toBe(ids.length);
    expect(targets).toContain('#02-protocol');
    expect(
      targets.filter((href) => !/^(#|https?:)/.test(href) || href.startsWith(site.origin)),
    ).toEqual([]);
    const inside = targets.filter((href) => /^#0[12]-/.test(href) && !href.includes('-appendix'));
    expect(inside.filter((href) => !/-cli/.test(href) && !ids.includes(href.slice(1)))).toEqual([]);
    expect(asked).toBe(0);
    expect(await page.locator('.on-the-site').count()).toBe(4); // a picture that runs and a terminal in each of the two
  });

  test('goes dark and light again', async () => {
    const { page } = await visit('/01-socket');
    const isDark = () => page.evaluate(() => document.documentElement.classList.contains('dark'));
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [before, colour] = [await isDark(), await background()];
    await page.locator('.VPSwitchAppearance:visible').first().click();
    expect(await isDark()).toBe(!before);
    expect(await background()).not.toBe(colour);
    await page.locator('.VPSwitchAppearance:visible').first().click();
    expect(await isDark()).toBe(before);
  });

  test('says so where there is no page, and shows the way back', async () => {
    const { page } = await visit('/08-nothing');
    expect(await page.locator('.NotFound').textContent()).toContain('Nobody listens here');
    expect(await page.locator('.NotFound a').getAttribute('href')).toBe(BASE);
  });

  test('shows answers only when they are asked for', async () => {
    const { page } = await visit('/01-socket');
    const answer = page.locator('details').first();
    const text = answer.locator('p').first();
    expect(await text.isVisible()).toBe(false);
    await answer.locator('summary').click();
    expect(await text.isVisible()).toBe(true);
  });
});

describe.skipIf(tool.missing)('what runs in the pages', () => {
  visualiserTests(visit);
});

describe.skipIf(tool.missing)('the terminals', () => {
  terminalTests(visit);
});

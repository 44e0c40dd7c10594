// The site as a reader meets it: built, served, opened in a browser.

import { readdirSync, rmSync } from 'node:fs';
import { requireTool } from '@byor/spec';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vitepress';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { terminalTests } from './site/terminals.ts';
import { visualiserTests } from './site/visualisers.ts';
import { DOCS, type StaticServer, serveFolder, temporaryFolder } from './support.ts';

const tool = requireTool('chromium');
const PAGES = readdirSync(DOCS)
  .filter((name) => name.endsWith('.md'))
  .map((name) => `/${name.replace(/(index)?\.md$/, '')}`);

const dist = temporaryFolder();
let site: StaticServer;
let browser: Browser | undefined;

beforeAll(async () => {
  await build(DOCS, { outDir: dist });
  site = await serveFolder(dist);
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
  await page.goto(site.origin + address, { waitUntil: 'load' });
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
  test('opens without a complaint, its links lead somewhere, its pictures have a text', async () => {
    const { page, troubles } = await visit(address);
    expect(await page.locator('.NotFound').count()).toBe(0);
    expect(troubles).toEqual([]);

    const links = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].map(({ href }) => href),
    );
    const inside = [...new Set(links)].filter((href) => href.startsWith(site.origin));
    const leads = await Promise.all(inside.map(leadsSomewhere));
    expect(inside.filter((_, at) => !leads[at])).toEqual([]);

    const unnamed = await page.evaluate(
      () =>
        [...document.querySelectorAll('.picture svg')].filter(
          (svg) => svg.getAttribute('role') !== 'img' || !svg.getAttribute('aria-label'),
        ).length,
    );
    expect(unnamed).toBe(0);
  });

  test('does not scroll sideways on a telephone', async () => {
    const { page } = await visit(address, 390);
    const wide = await page.evaluate(() => {
      const { clientWidth, scrollWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(wide).toBe(0);
  });
});

describe.skipIf(tool.missing)('the site', () => {
  test('finds SCAN', async () => {
    const { page, troubles } = await visit('/');
    await page.keyboard.press('/');
    await page.locator('#localsearch-input').fill('SCAN');
    await page.locator('.VPLocalSearchBox .result').first().waitFor();
    const found = await page.locator('.VPLocalSearchBox .result').first().getAttribute('href');
    expect(found).toContain('/04-kv');
    expect(troubles).toEqual([]);
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
    expect(await page.locator('.NotFound').textContent()).toContain('404');
    expect(await page.locator('.NotFound a').getAttribute('href')).toBe('/');
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

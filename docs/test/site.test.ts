// The site as a reader meets it: built, served, opened in a browser.
import { readdirSync, rmSync } from 'node:fs';
import { requireTool } from '@byor/spec';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vitepress';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
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
  await page.goto(site.origin + address, { waitUntil: 'networkidle' });
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
    ]),
  );
});

describe.skipIf(tool.missing).each(PAGES)('%s', (address) => {
  test('opens without a complaint, and asks nobody else for anything', async () => {
    const { page, troubles } = await visit(address);
    expect(await page.locator('h1').first().textContent()).not.toBe('404');
    expect(troubles).toEqual([]);
  });

  test('its links within the site lead to a page, and to a place on it', async () => {
    const { page } = await visit(address);
    const links = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].map(({ href }) => href),
    );
    const inside = new Set(links.filter((href) => href.startsWith(site.origin)));
    const broken: string[] = [];
    for (const href of inside) {
      const response = await fetch(href);
      const { hash } = new URL(href);
      const id = decodeURIComponent(hash.slice(1));
      if (!response.ok || (id !== '' && !(await response.text()).includes(`id="${id}"`))) {
        broken.push(href);
      }
    }
    expect(broken).toEqual([]);
  });

  test('does not scroll sideways on a telephone', async () => {
    const { page } = await visit(address, 390);
    const wide = await page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      return document.documentElement.scrollWidth > width
        ? document.documentElement.scrollWidth
        : 0;
    });
    expect(wide).toBe(0);
  });

  test('its pictures can be read without being seen', async () => {
    const { page } = await visit(address);
    const unnamed = await page.evaluate(
      () =>
        [...document.querySelectorAll('.vp-doc svg, .VPHome .picture svg')].filter(
          (svg) => svg.getAttribute('role') === 'img' && !svg.getAttribute('aria-label'),
        ).length,
    );
    expect(unnamed).toBe(0);
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

// `npm run screenshots`: every page in light, dark, wide and telephone width, into docs/screenshots, to be looked at.

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import type { Browser } from 'playwright-core';
import { chapters, reading } from '../.vitepress/contents.ts';
import { DOCS } from '../test/support.ts';
import { withSite } from './browser.ts';

const FOLDER = path.join(DOCS, 'screenshots');

const LOOKS = [
  { name: 'light', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'wide', width: 1536, height: 864, colorScheme: 'light' },
  { name: 'dark', width: 1280, height: 900, colorScheme: 'dark' },
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
] as const;

const program = new Command('screenshots')
  .description(
    `Every page in light, dark, wide and telephone width, into ${path.relative('.', FOLDER)}.`,
  )
  .argument('[pages...]', 'such as 04-kv; all of them if none is named')
  .option('--built <folder>', 'of a site that is built already, such as docs/.vitepress/dist')
  .option('--top', 'what is seen first, instead of the whole page')
  .parse();
const { top, built } = program.opts<{ top?: boolean; built?: string }>();

const all = [
  '/',
  ...reading.map(({ link }) => link),
  ...chapters.flatMap(({ serving }) => serving.map(({ link }) => link)),
  '/reference/',
  '/nowhere',
];
const wanted =
  program.args.length === 0 ? all : program.args.map((page) => `/${page.replace(/^\//, '')}`);

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
await withSite(built && path.resolve(built), async (origin, browser) => {
  for (const link of wanted) {
    process.stdout.write(`${link} `);
    for (const look of LOOKS) await shoot(browser, origin, link, look);
    console.log('✓');
  }
  console.log(`They are in ${FOLDER}`);
});

async function shoot(browser: Browser, origin: string, link: string, look: (typeof LOOKS)[number]) {
  const { name, width, height, colorScheme } = look;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
  });
  await page.goto(origin + link, { waitUntil: 'load' });
  // What runs in a page is fetched when one comes near it.
  for (const place of await page.locator('figure.vis').all()) {
    await place.scrollIntoViewIfNeeded();
    await place.locator('.vis-bar').waitFor();
  }
  await page.evaluate(() => scrollTo(0, 0));
  const file = `${link.slice(1).replaceAll('/', '-') || 'front'}-${name}.png`;
  await page.screenshot({ path: path.join(FOLDER, file), fullPage: !top });
  await page.close();
}

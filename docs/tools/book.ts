// `npm run book`: the whole book as one file for paper and one for a reader, made of the built site by Chromium.

import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import type { Page } from 'playwright-core';
import { DOCS } from '../test/support.ts';
import { type BookPage, bookEntries, bookHtml, takePage } from './book-html.ts';
import { withSite } from './browser.ts';

const NAME = 'from-socket-to-sorted-set';

const { appendices, out, built } = new Command('book')
  .description('The whole book as one PDF, and as one HTML file that needs nothing beside it.')
  .option('--no-appendices', 'the chapters without the rest of the source')
  .option('--built <folder>', 'of a site that is built already, such as docs/.vitepress/dist')
  .option('--out <folder>', 'where to', path.join(DOCS, 'book'))
  .parse()
  .opts<{ appendices: boolean; out: string; built?: string }>();

await withSite(built && path.resolve(built), async (origin, browser) => {
  const page = await browser.newPage();
  const pages: BookPage[] = [];
  for (const entry of bookEntries(appendices)) pages.push(await takePage(page, origin, entry));
  const html = bookHtml(pages, await styles(page));
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, `${NAME}.html`), html);
  console.log('Printing …');
  await print(page, path.join(out, `${NAME}.html`), path.join(out, `${NAME}.pdf`));
  for (const kind of ['html', 'pdf']) say(path.join(out, `${NAME}.${kind}`));
});

/** The style sheets of the page that is open. */
function styles(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel*="stylesheet"]')];
    const texts = await Promise.all(links.map(async ({ href }) => (await fetch(href)).text()));
    return texts.join('\n');
  });
}

async function print(page: Page, from: string, to: string): Promise<void> {
  await page.goto(`file://${from}`, { waitUntil: 'load' });
  await page.pdf({
    path: to,
    format: 'A4',
    margin: { top: '18mm', bottom: '20mm', left: '20mm', right: '20mm' },
    outline: true,
    tagged: true,
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate:
      '<div style="width:100%;font:8px sans-serif;color:#666;text-align:center"><span class="pageNumber"></span></div>',
  });
}

function say(file: string): void {
  console.log(`${pc.green('✓')} ${file}  ${(statSync(file).size / 1e6).toFixed(1)} MB`);
}

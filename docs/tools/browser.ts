// What the tools that look at the site share: a build of it in a folder of its own, served, and a browser.

import { rmSync } from 'node:fs';
import { requireTool } from '@byor/spec';
import { type Browser, chromium } from 'playwright-core';
import { build } from 'vitepress';
import { DOCS, serveFolder, temporaryFolder } from '../test/support.ts';

/** Nothing that asks another host. */
const FLAGS =
  '--no-sandbox --disable-quic --disable-background-networking --disable-component-update --disable-sync --no-first-run';

/** @throws Error that says how to get Chromium */
export async function launchBrowser(): Promise<Browser> {
  const { path, note } = requireTool('chromium');
  if (path === undefined) throw new Error(`Chromium draws this: ${note}`);
  return chromium.launch({ executablePath: path, args: FLAGS.split(' ') });
}

/** Hands over the site's address and a browser; both are gone afterwards. `built`: a folder, else it is built first. */
export async function withSite(
  built: string | undefined,
  use: (origin: string, browser: Browser) => Promise<void>,
): Promise<void> {
  const browser = await launchBrowser();
  const dist = built ?? temporaryFolder();
  try {
    if (built === undefined) {
      console.log('Building the site …');
      await build(DOCS, { outDir: dist });
    }
    const site = await serveFolder(dist);
    await use(site.origin, browser).finally(() => site.close());
  } finally {
    await browser.close();
    if (built === undefined) rmSync(dist, { recursive: true, force: true });
  }
}

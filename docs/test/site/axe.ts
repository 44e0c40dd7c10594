// What axe finds in a page, or in a part of it.

import { createRequire } from 'node:module';
import type { Locator } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What it calls serious or worse, with the place. `rules`: these alone. */
export async function violations(where: Locator, rules?: string[]): Promise<string[]> {
  const page = where.page();
  if (await page.evaluate(() => !('axe' in window))) await page.addScriptTag({ path: AXE });
  return where.evaluate(async (element, only) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    // VitePress's search button shows the key that opens it, which its name need not say.
    const usual = { rules: { 'label-content-name-mismatch': { enabled: false } } };
    const options =
      only === undefined ? usual : { runOnly: { type: 'rule' as const, values: only } };
    const found = await axe.run(element, { ...options, resultTypes: ['violations'] });
    return found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 150)}`));
  }, rules);
}

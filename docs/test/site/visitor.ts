// What tests of what runs in a page do with it: come to it, press, read.

import type { Locator, Page } from 'playwright-core';

export type Visit = (
  address: string,
  width?: number,
) => Promise<{ readonly page: Page; readonly troubles: string[] }>;

/** One visualiser, by the beginning of its name, once it is there. */
export class Visitor {
  readonly page: Page;
  readonly root: Locator;

  constructor(page: Page, name: string) {
    this.page = page;
    this.root = page.locator(`figure.vis[aria-label^="${name}"]`);
  }

  /** Scrolls to it, and waits until it has been fetched. @returns by how much its height changed: nothing may move */
  async come(): Promise<number> {
    const height = async () => (await this.root.boundingBox())?.height ?? 0;
    const before = await height();
    await this.root.scrollIntoViewIfNeeded();
    await this.root.locator('.vis-bar').waitFor();
    return (await height()) - before;
  }

  async press(name: string | RegExp, times = 1): Promise<void> {
    const button = this.root.getByRole('button', { name, exact: typeof name === 'string' }).first();
    await button.click();
    // Again and again costs a round trip each by the mouse.
    if (times === 1) return;
    await button.evaluate(async (element: HTMLElement, more) => {
      for (let count = 0; count < more; count++) {
        element.click();
        await new Promise((shown) => setTimeout(shown));
      }
    }, times - 1);
  }

  /** What it says has happened. */
  async said(): Promise<string> {
    return (await this.root.locator('.vis-said').textContent()) ?? '';
  }

  async texts(selector: string): Promise<string[]> {
    const all = await this.root.locator(selector).allTextContents();
    return all.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** Presses a button by keys. @returns whether the keys are still there, whatever has become of the button */
  async keepsFocus(name: string): Promise<boolean> {
    const button = this.root.getByRole('button', { name, exact: true }).first();
    const handle = await button.elementHandle();
    await button.press('Enter');
    await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    return this.page.evaluate((element) => element === document.activeElement, handle);
  }

  /** Takes a slider up, draws it to each of these, and lets it go. */
  async drag(...way: readonly number[]): Promise<void> {
    await this.root.locator('input[type="range"]').evaluate((slider: HTMLInputElement, all) => {
      for (const to of all) {
        slider.value = String(to);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      }
      slider.dispatchEvent(new Event('change', { bubbles: true }));
    }, way);
  }
}

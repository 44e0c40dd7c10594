// Each stage's terminal in the page answers as the wire cases demand of every server, and is typed at as a terminal is.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { obeysReducedMotion } from './looks.ts';
import { type Visit, Visitor } from './visitor.ts';
import { scriptsAt, typeCases } from './wire-cases.ts';

const PAGES: Readonly<Record<string, string>> = {
  '01': '/01-socket',
  '02': '/02-protocol',
  '03': '/03-event-loop',
  '04': '/04-kv',
  '05': '/05-expiry',
  '06': '/06-aof',
  '07': '/07-sorted-set',
};

async function comeToTerminal(page: Page, name = 'A terminal on this stage'): Promise<Visitor> {
  const terminal = new Visitor(page, name);
  expect(await terminal.come()).toBe(0);
  await terminal.root.locator('.ask input:enabled').waitFor();
  return terminal;
}

async function type(terminal: Visitor, line: string): Promise<void> {
  const field = terminal.root.locator('.ask input');
  await field.fill(line);
  await field.press('Enter');
}

/** What is typed, and what tab makes of it, in each stage's own words. */
const COMPLETIONS: Readonly<Record<string, readonly [begun: string, whole: string]>> = {
  '02': ['ec', 'echo '],
  '03': ['hel', 'hello '],
  '04': ['setr', 'setrange '],
  '05': ['expiret', 'expiretime '],
  '06': ['bgr', 'bgrewriteaof '],
  '07': ['zscor', 'zscore '],
};

export function terminalTests(visit: Visit): void {
  test.each(Object.entries(COMPLETIONS))(
    'stage %s answers as the wire cases demand, and helps to type',
    async (stage, [begun, whole]) => {
      const { page, troubles } = await visit(PAGES[stage] as string);
      const terminal = await comeToTerminal(page);
      const field = terminal.root.locator('.ask input');
      await terminal.press('bytes');
      const cases = await scriptsAt(stage);
      expect(cases.length).toBeGreaterThan(10);
      expect.soft(await typeCases(terminal, stage, cases)).toEqual([]);
      await field.fill(begun);
      await field.press('Tab');
      expect.soft(await field.inputValue()).toBe(whole);
      await type(terminal, 'PING again');
      await field.press('ArrowUp');
      expect.soft(await field.inputValue()).toBe('PING again');
      expect
        .soft((await terminal.texts('.bytes .mono')).slice(-2))
        .toEqual(['*2\\r\\n$4\\r\\nPING\\r\\n$5\\r\\nagain\\r\\n', '$5\\r\\nagain\\r\\n']);
      for (const line of ['2 PING', 'ECHO é', 'ECHO "open']) await type(terminal, line);
      expect
        .soft((await terminal.texts('.reply')).slice(-4))
        .toEqual(['PONG', 'PONG', '"\\xc3\\xa9"', 'Invalid argument(s)']);
      expect.soft(await violations(terminal.root)).toEqual([]);
      expect(troubles).toEqual([]);
    },
  );

  test('stage 01 sends back what it is sent', async () => {
    const { page, troubles } = await visit(PAGES['01'] as string);
    const terminal = await comeToTerminal(page);
    await terminal.press('bytes');
    await type(terminal, 'hello, kernel');
    await type(terminal, 'é');
    expect(await terminal.texts('.reply')).toEqual(['hello, kernel', 'é']);
    expect(await terminal.texts('.bytes .mono')).toEqual(
      Array(2).fill('hello, kernel\\n').concat(Array(2).fill('é\\n')),
    );
    await obeysReducedMotion(terminal, 'stands', (time) => type(terminal, `again ${time}`));
    expect(troubles).toEqual([]);
  });

  test('the front page answers at once, to keys alone', async () => {
    const { page, troubles } = await visit('/');
    const terminal = await comeToTerminal(page, 'A terminal on the whole server');
    await terminal.root.locator('.exchange').nth(2).waitFor();
    const field = terminal.root.locator('.ask input');
    const typed = () => field.inputValue();
    await field.focus();
    await page.keyboard.type('zr');
    await page.keyboard.press('Tab');
    expect(await typed()).toBe('zr');
    expect(await terminal.texts('.note')).toEqual([expect.stringContaining('zrange')]);
    await page.keyboard.type('ank');
    await page.keyboard.press('Tab');
    expect(await typed()).toBe('zrank ');
    expect(await terminal.texts('.ghost')).toEqual([expect.stringContaining('key member')]);
    await page.keyboard.type('race grace');
    await page.keyboard.press('Enter');
    await page.keyboard.type('GET greeting');
    await page.keyboard.press('Enter');
    expect((await terminal.texts('.reply')).slice(-2)).toEqual(['(integer) 0', '"hello, world"']);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await typed()).toBe('zrank race grace');
    await page.keyboard.press('ArrowDown');
    expect(await typed()).toBe('GET greeting');
    const isThere = () => field.evaluate((element) => element === document.activeElement);
    await field.fill('');
    await page.keyboard.press('Tab');
    expect(await isThere()).toBe(false);
    await field.focus();
    await page.keyboard.type('zr');
    await page.keyboard.press('Tab');
    expect(await isThere()).toBe(true);
    await page.keyboard.press('Tab'); // what there is to choose from has been shown
    expect(await isThere()).toBe(false);
    expect(troubles).toEqual([]);
  });

  test('the bytes are shown when they are asked for; the server may end and begin again', async () => {
    const { page } = await visit(PAGES['06'] as string);
    const terminal = await comeToTerminal(page);
    await type(terminal, 'SET k v');
    await terminal.press('bytes');
    expect(await terminal.texts('.bytes .mono')).toEqual([
      '*3\\r\\n$3\\r\\nSET\\r\\n$1\\r\\nk\\r\\n$1\\r\\nv\\r\\n',
      '+OK\\r\\n',
    ]);
    await type(terminal, 'SHUTDOWN');
    await type(terminal, 'GET k');
    expect((await terminal.texts('.reply')).at(-1)).toBe('"v"');
    expect(await terminal.texts('.note')).toEqual([expect.stringMatching(/^Loaded 2 commands/)]);
  });
}

// Each stage's terminal in the page says what the stage's own server says, and is typed at as a terminal is.

import net from 'node:net';
import { formatReply, parseRepeat, splitLine, toByteString } from '@byor/02-protocol/cli';
import { ReplyParser, ReplyWriter } from '@byor/02-protocol/core';
import { startStage } from '@byor/spec';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { SCRIPTS } from './terminal-scripts.ts';
import { type Visit, Visitor } from './visitor.ts';

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

/** What the stage's server answers to each line, printed as the terminal client does. */
async function answersOf(stage: string, lines: readonly string[]): Promise<string[]> {
  const server = await startStage(stage);
  onTestFinished(async () => {
    await server.stop();
  });
  const socket = net.connect(server.port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
  });
  const answers: string[] = [];
  for (const line of lines) {
    const { times, args } = parseRepeat(splitLine(toByteString(line)) ?? []) ?? fail(line);
    for (let count = 0; count < times; count++) answers.push(await answerTo(socket, args));
  }
  return answers;
}

function fail(line: string): never {
  throw new Error(`${line} cannot be taken apart`);
}

function answerTo(socket: net.Socket, args: readonly string[]): Promise<string> {
  const request = new ReplyWriter();
  request.array(args.length);
  for (const arg of args) request.bulk(arg);
  socket.write(request.bytes().slice());
  const parser = new ReplyParser();
  return new Promise((resolve) => {
    const take = (bytes: Buffer) => {
      parser.feed(bytes);
      const reply = parser.next();
      if (reply === undefined) return;
      socket.off('data', take);
      const text = Buffer.from(formatReply(reply, 'standard', args), 'latin1').toString();
      resolve(text.replace(/\n$/, ''));
    };
    socket.on('data', take);
  });
}

export function terminalTests(visit: Visit): void {
  test.each(Object.keys(SCRIPTS))('stage %s answers as its server does', async (stage) => {
    const lines = SCRIPTS[stage] as readonly string[];
    const expected = answersOf(stage, lines);
    const { page, troubles } = await visit(PAGES[stage] as string);
    const terminal = await comeToTerminal(page);
    for (const line of lines) await type(terminal, line);
    const replies = await terminal.root.locator('.reply').allTextContents();
    expect(replies).toEqual(await expected);
    expect(troubles).toEqual([]);
  });

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
    await field.fill('');
    await page.keyboard.press('Tab');
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(false);
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

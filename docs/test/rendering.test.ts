// What becomes of the fences of a page: captions, transcripts, figures, links into other pages.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createMarkdownRenderer } from 'vitepress';
import { beforeAll, expect, test } from 'vitest';
import { codeTheme } from '../.vitepress/code-colours.ts';
import config from '../.vitepress/config.ts';
import { resultOf } from '../.vitepress/source/results.ts';
import { DOCS } from './support.ts';

let render: (text: string) => string;

beforeAll(async () => {
  const md = await createMarkdownRenderer(DOCS, config.markdown);
  const env = { path: path.join(DOCS, 'page.md'), relativePath: 'page.md', cleanUrls: true };
  render = (text) => md.render(text, { ...env });
});

const fence = (info: string) => render(`\`\`\`${info}\n\`\`\`\n`);
const noteOf = (html: string) =>
  /<span class="source-note">(.*)<\/span><\/p>/.exec(html)?.[1]?.replace(/<[^>]+>/g, '');

test.each([
  ['steps/01-socket/src/stream.ts#Stream.read', 'new'],
  ['steps/01-socket/src/start.ts', 'new file'],
  ['steps/04-kv/src/main.ts', 'takes the place of 03-event-loop’s'],
  ['steps/05-expiry/src/expiring-keyspace.ts#ExpiringKeyspace.find', 'overrides Keyspace of 04-kv'],
  [
    'steps/02-protocol/src/server.ts#converse replaces=steps/01-socket/src/echo.ts#echo',
    'replaces echo of 01-socket',
  ],
  ['steps/01-socket/src/stream.ts#rest', undefined],
  ['docs/programs/shout.ts', undefined],
])('%s: %s', (source, note) => {
  expect(noteOf(fence(`ts source=${source}`))).toBe(note);
});

test('what is said to be replaced has to be there', () => {
  const source =
    'steps/02-protocol/src/server.ts#converse replaces=steps/01-socket/src/echo.ts#ohce';
  expect(() => fence(`ts source=${source}`)).toThrow('has 0 declarations of ohce');
});

test('a member has the colours that it has inside its class, and keeps its lines', () => {
  const html = fence('ts source=steps/05-expiry/src/expiring-keyspace.ts#ExpiringKeyspace.find');
  const colour = (word: string) => new RegExp(`<span class="(c-\\w+)"> ?${word}<`).exec(html)?.[1];
  expect(colour('override')).toBe('c-keyword');
  expect(colour('return')).toBe('c-keyword');
  expect(html).not.toContain('class A');
});

test('every kind of word has a colour by day and one by night', () => {
  const css = readFileSync(path.join(DOCS, '.vitepress/theme/code-colours.css'), 'utf8');
  const coloured = [
    ...css.matchAll(/^\.c-(\w+) \{\s+--shiki-light: #\w+;\s+--shiki-dark: #\w+;/gm),
  ];
  const kinds = codeTheme.settings.map(
    ({ settings }) => /--code-(\w+)/.exec(settings.foreground)?.[1] ?? '',
  );
  expect(new Set(coloured.map(([, kind]) => kind).concat('text'))).toEqual(new Set(kinds));
});

test('the rest of a file leads to what stands elsewhere', () => {
  const html = fence('ts source=steps/01-socket/src/stream.ts#rest');
  expect(html).toContain('<a class="gap" href="01-socket#code-stream-Stream.read">');
  expect(html).not.toContain('read(this.#fd');
});

test('a quote shows a piece again, and leads to where it stands', () => {
  const html = fence('ts quote=steps/01-socket/src/stream.ts#Stream.read');
  expect(html.replace(/<[^>]+>/g, '')).toContain('read(this.#fd');
  const links = html.match(/<a href="01-socket#code-[^"]*">[^<]*<\/a>/g);
  expect(noteOf(html)).toMatch(/^quoted from 01 Socket · \d\. /);
  expect(links).toEqual([expect.stringContaining('#code-stream-Stream.read"')]);
  expect(html).not.toContain(' id="code-'); // a page may hold the piece itself
});

test('a quote of a part leads to the whole file, or to the rest of it', () => {
  const whole = fence('ts quote=steps/02-protocol/src/copy.ts#writeText');
  expect(whole).toContain('href="02-protocol-appendix#code-copy"');
  const rest = fence('ts quote=steps/02-protocol/src/output-buffer.ts#OutputBuffer.copy');
  expect(rest).toContain('href="02-protocol-appendix#code-output-buffer-rest"');
});

test('in a transcript what is typed is marked', () => {
  const html = render('```console\n$ echo a\na\n127.0.0.1:7004> PING\nPONG\n```\n');
  expect(html.match(/class="line typed"/g)).toHaveLength(2);
  expect(html.match(/class="line"/g)).toHaveLength(2);
});

test('in a transcript the rows of a table are kept whole, and the widest is known', () => {
  const html = render(
    [
      '```console',
      '$ npm run measure',
      'One sentence.  And a second.',
      'Another sentence.  And its second.',
      '',
      '            of it    in all of it',
      '                found   lost',
      'offsets            37    523',
      'a longer one        1      2',
      '```',
    ].join('\n'),
  );
  const rows = [...html.matchAll(/<span [^>]*class="line( typed)?( row)?"/g)];
  const isRow = rows.map(([, , row]) => row !== undefined);
  expect(isRow).toEqual([false, false, false, false, true, true, true, true]);
  expect(html).toMatch(/<pre class="shiki [^"]*\btabular"[^>]*--widest:33\b/);
  expect(render('```console\n$ echo a\n1) "a"\n2) "b"\n```')).not.toContain('tabular');
});

test('a text in the last column of a transcript folds under its own beginning', () => {
  const text = 'a text of more words than a telephone has room for on one line';
  const html = render(`\`\`\`console\n$ echo\n  next    go on\n  why     ${text}\n\`\`\`\n`);
  expect(html).toMatch(/<span class="line" style="--hang:10ch">/);
  expect(html).toContain('--widest:15');
});

test('a result is shown with where it was recorded, and its figures can be quoted', () => {
  const html = fence('console result=map-at-its-limit');
  const { machine, printed } = resultOf('map-at-its-limit');
  expect(html).toContain(machine);
  expect(html).toContain('node docs/programs/map-at-its-limit.mjs');
  const keys = /(\d+) keys/.exec(printed.flat().join('\n'))?.[1];
  expect(render('<Result of="map-at-its-limit.keys" /> keys')).toBe(`<p>${keys} keys</p>\n`);
});

test.each([
  ['```console result=nothing\n```\n', 'no recording nothing'],
  ['<Result of="map-at-its-limit.taste" />!', 'has no figure taste'],
  ['<Result of="bench.zadd c7" />!', 'the result of bench has no figure zadd c7'],
])('a result that is not there: %s', (text, problem) => {
  expect(() => render(`Here: ${text.startsWith('<') ? text : ''}\n\n${text}`)).toThrow(problem);
});

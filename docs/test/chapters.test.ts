// What makes a page a chapter: its length, its sections in their order, questions to fold open, Redis's source at one tag.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { chapters } from '../.vitepress/contents.ts';
import { CHAPTER_WORDS, lengthProblem, wordsOf } from '../tools/words.ts';
import { DOCS } from './support.ts';

const SECTIONS = [
  'Where we are',
  'The pain',
  'The idea',
  'Predict',
  'Build it',
  'See it',
  'Test it',
  'How Redis does it',
  'Recap',
];

const textOf = (page: string) => readFileSync(path.join(DOCS, page), 'utf8');

describe.each(chapters)('$text', ({ link }) => {
  const text = textOf(`${link.slice(1)}.md`);
  const part = (section: string) => text.split(`\n## ${section}\n`)[1]?.split('\n## ')[0] ?? '';

  test('has its sections in the order of every chapter', () => {
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(SECTIONS);
  });

  test('is neither too short nor too long', () => {
    expect(lengthProblem(wordsOf(text))).toBeUndefined();
  });

  test('asks before and after, shows pieces of code that work, and runs in the page', () => {
    expect(part('Predict').match(/^::: details /gm)?.length).toBeGreaterThan(1);
    expect(part('Recap')).toMatch(/^::: details Check yourself: /m);
    expect(part('Build it').split('\n### ')[0]).toContain('<WritesSwitch />'); // before any code
    const built = part('Build it').match(/^### \d\. /gm) ?? [];
    expect(built.length).toBeGreaterThan(4);
    expect(built.length).toBeLessThan(10);
    expect(part('See it')).toMatch(/<PageTerminal /);
    expect(part('How Redis does it')).toContain('https://github.com/redis/redis/blob/7.0.15/src/');
  });

  test('sets a challenge, and shows a solution that is tested', () => {
    const challenge = /^::: details Challenge: .*?^:::$/ms.exec(part('Recap'))?.[0] ?? '';
    const program = /^```ts source=docs\/(programs\/[\w-]+\.ts)$/m.exec(challenge)?.[1] ?? 'none';
    expect(textOf('test/challenges.test.ts')).toContain(`from '../${program}'`);
  });
});

test('text is counted, not what stands around it', () => {
  const page = [
    '---\ndescription: not the text\n---\n# Two words\n\n<ServerMap lit="01" />\n',
    'Read [the workbench](/workbench), then `GET key` – 7 words. <Result of="a.b" /> ms\n',
    '```console\n$ npm test\n```\n\n| a | table |\n|---|---|\n\n### Its section {#its-name}\n',
    '::: details Why so?\nBecause.\n\n```ts source=steps/x.ts\n```\n:::\n',
  ].join('\n');
  expect(wordsOf(page)).toBe(2 + 9 + 2 + 3);
});

test('a chapter has a least and a most', () => {
  const { least, most } = CHAPTER_WORDS;
  expect([least - 1, least, most, most + 1].map((words) => lengthProblem(words))).toEqual([
    expect.stringContaining(`${least - 1} words`),
    undefined,
    undefined,
    expect.stringContaining(`${most + 1} words`),
  ]);
});

test('Redis’s source is linked at the tag that this server follows', () => {
  const pages = readdirSync(DOCS).filter((name) => name.endsWith('.md'));
  const links = pages.flatMap(
    (page) => textOf(page).match(/github\.com\/redis\/redis\/[^)\s]+/g) ?? [],
  );
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter((link) => !/\/(blob|tree)\/7\.0\.15(\/|$)/.test(link))).toEqual([]);
});

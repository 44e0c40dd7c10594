// What makes a page a chapter: its sections in their order, questions to fold open, Redis's source at one fixed tag.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { chapters } from '../.vitepress/contents.ts';
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

  test('asks before and after, shows pieces of code that work, and runs in the page', () => {
    expect(part('Predict').match(/^::: details /gm)?.length).toBeGreaterThan(1);
    expect(part('Recap')).toMatch(/^::: details Check yourself: /m);
    expect(part('Recap')).toMatch(/^::: details Challenge: /m);
    const built = part('Build it').match(/^### \d\. /gm) ?? [];
    expect(built.length).toBeGreaterThan(4);
    expect(built.length).toBeLessThan(10);
    expect(part('See it')).toMatch(/<PageTerminal /);
    expect(part('How Redis does it')).toContain('https://github.com/redis/redis/blob/7.0.15/src/');
  });
});

test('Redis’s source is linked at the tag that this server follows', () => {
  const pages = readdirSync(DOCS).filter((name) => name.endsWith('.md'));
  const links = pages.flatMap(
    (page) => textOf(page).match(/github\.com\/redis\/redis\/[^)\s]+/g) ?? [],
  );
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter((link) => !/\/(blob|tree)\/7\.0\.15(\/|$)/.test(link))).toEqual([]);
});

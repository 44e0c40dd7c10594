// The check of the book against the source: what it must find, on small books made for it, and then on ours.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Check, checkBook } from '../.vitepress/source/check.ts';
import { readCoverage, restOf } from '../.vitepress/source/coverage.ts';
import { NOT_YET_SHOWN } from '../.vitepress/source/not-yet-shown.ts';
import { DOCS, removedAfter, temporaryFolder } from './support.ts';

const BOX = `// A box.

import { x } from './x.ts';

export class Box {
  #content = x;

  open(): number {
    return this.#content;
  }

  close(): void {}
}
`;
const FILE = 'steps/01-box/src/box.ts';

/** A repository of one file, and pages of its stage with these fences: `source=` where a fence does not say `quote=`. */
function book(...fences: string[]): string {
  const root = removedAfter(temporaryFolder());
  mkdirSync(path.join(root, 'docs'), { recursive: true });
  mkdirSync(path.join(root, path.dirname(FILE)), { recursive: true });
  writeFileSync(path.join(root, FILE), BOX);
  for (const [at, fence] of fences.entries()) {
    const shown = fence.startsWith('quote=') ? fence : `source=${fence}`;
    const text = `# Page ${at}\n\n## A section\n\n\`\`\`ts ${shown}\n\`\`\`\n`;
    writeFileSync(path.join(root, `docs/01-page-${at}.md`), text);
  }
  return root;
}

const problems = (root: string, notYet: readonly string[] = []) =>
  checkBook(root, notYet).problems.map(({ where, message }) => `${where} ${message}`);

test.each([
  ['a whole file', [FILE]],
  ['pieces', [`${FILE}#head,Box.head,Box.open`, `${FILE}#Box.close`]],
  ['a piece and the rest', [`${FILE}#Box.open`, `${FILE}#rest`]],
])('%s: every line stands once', (_, fences) => {
  expect(problems(book(...fences))).toEqual([]);
});

test('a line that is not shown', () => {
  expect(problems(book(`${FILE}#head,Box.head,Box.open`))).toEqual([
    `${FILE}:12 no page shows line 12; the fence \`\`\`ts source=${FILE}#rest would`,
  ]);
  expect(problems(book())).toEqual([expect.stringContaining('no page shows lines 1-12')]);
});

test('a line that is shown twice', () => {
  expect(problems(book(FILE, `${FILE}#Box.open`))).toEqual([
    `${FILE}:8 is shown twice: docs/01-page-0.md:5, docs/01-page-1.md:5`,
  ]);
  expect(problems(book(`${FILE}#rest`, `${FILE}#rest`))).toEqual([
    `docs/01-page-1.md:5 the rest of ${FILE} is shown twice`,
  ]);
});

test('a name that does not exist', () => {
  expect(problems(book(`${FILE}#Box.shake`, `${FILE}#rest`))).toEqual([
    `docs/01-page-0.md:5 ${FILE}: Box has no member shake`,
  ]);
});

test('a file that does not exist', () => {
  expect(problems(book(FILE, 'steps/01-box/src/lid.ts'))).toEqual([
    'docs/01-page-1.md:5 there is no steps/01-box/src/lid.ts',
  ]);
});

test('a piece on a page that is none of its stage', () => {
  const root = book(`${FILE}#rest`);
  const elsewhere = (fence: string) =>
    writeFileSync(path.join(root, 'docs/the-way.md'), `# The way\n\n\`\`\`ts ${fence}\n\`\`\`\n`);
  elsewhere(`source=${FILE}#Box.open`);
  expect(problems(root)).toEqual([
    expect.stringContaining(`docs/the-way.md:3 ${FILE} belongs on a page of its stage, docs/01-`),
  ]);
  elsewhere(`quote=${FILE}#Box.open`);
  expect(problems(root)).toEqual([]);
  elsewhere('source=packages/any/src/any.ts');
  expect(problems(root)).toEqual([]);
});

test('a quote shows nothing that counts, and only what stands somewhere', () => {
  expect(problems(book(FILE, `quote=${FILE}#Box.open`, `quote=${FILE}`))).toEqual([]);
  expect(problems(book(`${FILE}#head,Box.head,Box.close`, `quote=${FILE}#Box.open`))).toEqual([
    `docs/01-page-1.md:5 quotes line 8 of ${FILE}, which no page shows`,
    expect.stringContaining(`${FILE}:8 no page shows lines 8-9`),
  ]);
});

test('a quote of what does not exist', () => {
  const quotes = [`quote=${FILE}#Box.shake`, `quote=${FILE}#rest`, 'quote=steps/01-box/src/lid.ts'];
  expect(problems(book(FILE, ...quotes))).toEqual([
    `docs/01-page-1.md:5 ${FILE}: Box has no member shake`,
    `docs/01-page-2.md:5 ${FILE} has 0 declarations of rest`,
    "docs/01-page-3.md:5 there is no steps/01-box/src/lid.ts to quote in the stages' source",
  ]);
});

test('a rest of which nothing is left', () => {
  expect(problems(book(FILE, `${FILE}#rest`))).toEqual([
    `docs/01-page-1.md:5 nothing is left of ${FILE}: other pieces show all of it`,
  ]);
});

test('an exception is kept only as long as it is needed', () => {
  expect(problems(book(), [FILE])).toEqual([]);
  expect(problems(book(), ['steps/01-box/src/'])).toEqual([]);
  expect(problems(book(FILE), [FILE])).toEqual([expect.stringContaining('take it off the list')]);
});

test('the rest says where the other pieces stand, and keeps the order', () => {
  const { files } = readCoverage(book(`${FILE}#Box.open`, `${FILE}#rest`));
  const { code, gaps } = restOf(files[0] as (typeof files)[number]);
  expect(code).toBe(
    BOX.replace(/ {2}open[\s\S]*?\n {2}}\n/, '  // ⋯ Box.open → Page 0 · A section\n').trim(),
  );
  expect(gaps).toEqual([
    {
      text: '// ⋯ Box.open → Page 0 · A section',
      file: FILE,
      name: 'Box.open',
      page: 'docs/01-page-0.md',
    },
  ]);
});

test('our book shows every line of every stage once', () => {
  const { stages, problems }: Check = checkBook(path.dirname(DOCS), NOT_YET_SHOWN);
  expect(problems).toEqual([]);
  expect(stages.map(({ stage }) => stage.slice(0, 2))).toEqual([
    '01',
    '02',
    '03',
    '04',
    '05',
    '06',
    '07',
  ]);
  for (const { lines, unshown } of stages.slice(0, 3)) expect(lines > 200 && unshown).toBe(0);
});

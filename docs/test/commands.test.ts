// The commands that chapters tell a reader to type: the scripts, stages, files and tests that they name are there.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DOCS } from './support.ts';

const ROOT = path.dirname(DOCS);
const STEPS = path.join(ROOT, 'steps');

const pages = readdirSync(DOCS).filter((name) => name.endsWith('.md'));
const lines = pages.flatMap((page) =>
  readFileSync(path.join(DOCS, page), 'utf8')
    .split('\n')
    .map((line) => ({ page, line })),
);

function stageFolder(number: string): string {
  const name = readdirSync(STEPS).find((folder) => folder.startsWith(`${number}-`));
  return path.join(STEPS, name ?? `${number} is no stage`);
}

/** What of `npm run test:step 01 -- test/x.test.ts -t 'name'` is not there. */
function missingIn(line: string): string[] {
  const [, stage = '', rest = ''] = /npm run test:step (\d\d)(?: -- (.+))?$/.exec(line) ?? [];
  if (stage === '') return [];
  const wanted = rest.match(/test\/\S+/g) ?? [];
  const files = wanted.map((file) => path.join(stageFolder(stage), file));
  const name = /-t '(.+)'/.exec(rest)?.[1] ?? '';
  const gone = [stageFolder(stage), ...files].filter((file) => !existsSync(file));
  if (gone.length > 0 || name === '') return gone;
  return files.some((file) => readFileSync(file, 'utf8').includes(name)) ? [] : [name];
}

test('stages, test files and names of tests', () => {
  const wrong = lines.flatMap(({ page, line }) =>
    missingIn(line).map((gone) => `${page}: ${gone}, in: ${line}`),
  );
  expect(wrong).toEqual([]);
  expect(lines.filter(({ line }) => line.includes('test:step'))).not.toEqual([]);
});

test('scripts of the repository', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const named = lines.flatMap(({ line }) =>
    [...line.matchAll(/npm run (?:-s )?([a-z]+(?:[:-][a-z]+)*)/g)].map(([, script = '']) => script),
  );
  expect([...new Set(named)].filter((script) => !(script in scripts))).toEqual([]);
});

test('programs that are run by their path', () => {
  const named = lines.flatMap(({ line }) =>
    [...line.matchAll(/(?:node|npx tsx) ((?:steps|docs)\/\S+\.(?:ts|mjs))/g)].map(
      ([, at = '']) => at,
    ),
  );
  expect(named).not.toEqual([]);
  expect(named.filter((at) => !existsSync(path.join(ROOT, at)))).toEqual([]);
});

// `npm run docs:check`: how much of each stage's source the book shows, how long its chapters are, and what is wrong.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { chapters } from '../.vitepress/contents.ts';
import { checkBook, type StageReport } from '../.vitepress/source/check.ts';
import { NOT_YET_SHOWN } from '../.vitepress/source/not-yet-shown.ts';
import { lengthProblem, wordsOf } from './words.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

const { strict } = new Command('docs:check')
  .description(
    'Every line of each stage’s src/ stands once on a page of that stage. Says what is not shown, shown twice or elsewhere, quoted and shown nowhere, or named and not there, and which chapter is too short or too long.',
  )
  .option('--strict', 'without the exceptions of not-yet-shown.ts')
  .parse()
  .opts<{ strict?: boolean }>();

const { stages, problems: sourceProblems } = checkBook(ROOT, strict ? [] : NOT_YET_SHOWN);
const lengths = chapters.map(({ link }) => {
  const page = `docs${link}.md`;
  return { page, words: wordsOf(readFileSync(path.join(ROOT, page), 'utf8')) };
});
const problems = [
  ...sourceProblems,
  ...lengths.flatMap(({ page, words }) => {
    const message = lengthProblem(words);
    return message === undefined ? [] : [{ where: page, message }];
  }),
];

console.log(['stage', 'lines', 'shown', 'not shown', 'twice', 'words'].map(cell).join(''));
for (const [at, report] of stages.entries()) console.log(row(report, lengths[at]?.words ?? 0));
for (const { where, message } of problems)
  console.log(`\n${pc.red('✗')} ${pc.bold(where)}  ${message}`);
console.log(`\n${summary(problems.length)}`);
process.exitCode = problems.length === 0 ? 0 : 1;

function cell(text: string | number, at: number): string {
  return at === 0 ? String(text).padEnd(16) : String(text).padStart(11);
}

function row({ stage, lines, unshown, twice }: StageReport, words: number): string {
  const text = [stage, lines, lines - unshown, unshown, twice, words].map(cell).join('');
  return unshown + twice === 0 ? text : pc.yellow(text);
}

function summary(count: number): string {
  if (count === 0) return pc.green('✓ The book shows the source.');
  return pc.red(`${count} problem${count === 1 ? '' : 's'}`);
}

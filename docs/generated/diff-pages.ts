// From one stage to the next: nothing is copied, so the difference is what a stage adds, what it puts in another's
// place, and the few files that every stage has. Made of the packages.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { REPOSITORY } from '../.vitepress/repository.ts';
import { anchorOf as codeAnchor } from '../.vitepress/source/captions.ts';
import { type Coverage, readCoverage } from '../.vitepress/source/coverage.ts';
import { linksTo, type Page, pageText } from './command-pages.ts';
import type { CommandEntry } from './entries.ts';

const COMMON = ['package.json', 'src/main.ts', 'src/layers.ts', 'src/core.ts', 'src/index.ts'];

export function diffPages(root: string, entries: readonly CommandEntry[]): Page[] {
  const steps = readdirSync(path.join(root, 'steps'));
  const stages = steps.filter((name) => /^0\d-/.test(name)).sort();
  const coverage = readCoverage(root);
  return stages.slice(1).map((stage, at) => {
    const below = stages[at] as string;
    const pair = `${below.slice(0, 2)}-${stage.slice(0, 2)}`;
    const commands = entries.filter((entry) => entry.stage === stage);
    const title = `From ${below.slice(0, 2)} to ${stage.slice(0, 2)}`;
    const description = `What stage ${stage} adds to ${below}, and what it puts in its place.`;
    const content = pageOf(root, below, stage, commands, coverage);
    return { file: `diff/${pair}.md`, text: pageText(title, description, content) };
  });
}

function pageOf(
  root: string,
  below: string,
  stage: string,
  commands: readonly CommandEntry[],
  coverage: Coverage,
): string {
  const files = coverage.files.filter(({ file }) => file.startsWith(`steps/${stage}/src/`));
  const lines = files.reduce((sum, file) => sum + file.lines.length - 1, 0);
  return [
    `[Stage ${stage.slice(0, 2)}](/${stage}) stands on [stage ${below.slice(0, 2)}](/${below}) and imports it: ${files.length} files, ${lines} lines, none of them copied. This page is generated from the two packages.`,
    '## The files it adds',
    fileTable(root, stage, coverage),
    ...overrides(root, stage),
    ...commandSection(stage, commands),
    '## The files that every stage has',
    ...COMMON.flatMap((file) => patch(root, below, stage, file)),
  ].join('\n\n');
}

function fileTable(root: string, stage: string, { files }: Coverage): string {
  const own = files.filter(({ file }) => file.startsWith(`steps/${stage}/src/`));
  const rows = own.map(({ file, lines, shownBy, rest }) => {
    const fence = shownBy.flat()[0]?.fence ?? rest;
    const name = file.replace(`steps/${stage}/src/`, '');
    const link = fence === undefined ? `${REPOSITORY}/blob/main/${file}` : linkTo(file, fence);
    return `| [\`${name}\`](${link}) | ${lines.length - 1} | ${opening(root, file)} |`;
  });
  const table = ['| file | lines | what it is |', '|---|---|---|', ...rows].join('\n');
  return `<div class="stacked files">\n\n${table}\n\n</div>`;
}

function linkTo(file: string, { page, selector }: { page: string; selector: string }): string {
  const first = selector === 'rest' ? 'rest' : (selector.split(',')[0] ?? '');
  return `/${path.basename(page, '.md')}#${codeAnchor(file, first)}`;
}

/** The first sentence of the file's opening comment. */
function opening(root: string, file: string): string {
  const lines = readFileSync(path.join(root, file), 'utf8').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  const comment = lines
    .slice(0, Math.max(end, 0))
    .map((line) => line.slice(3))
    .join(' ');
  const sentence = /^.*?\.(?= |$)/.exec(comment)?.[0] ?? comment;
  return sentence.replace(/[:.]$/, '').replace(/[|<>{}*_[\]]/g, '\\$&');
}

function overrides(root: string, stage: string): string[] {
  const folder = path.join(root, 'steps', stage, 'src');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const members = new Map<string, Set<string>>();
  for (const name of names.filter((each) => each.endsWith('.ts'))) {
    let owner = '';
    for (const line of readFileSync(path.join(folder, name), 'utf8').split('\n')) {
      const [, derived, base] = /\bclass (\w+)[^{]* extends (\w+)/.exec(line) ?? [];
      if (derived !== undefined) owner = `\`${derived}\` extends \`${base}\``;
      const member = /^ {2}(?:protected )?override (?:get |set |async |readonly )?([\w*]+)/.exec(
        line,
      )?.[1];
      if (member !== undefined) members.set(owner, (members.get(owner) ?? new Set()).add(member));
    }
  }
  if (members.size === 0) return [];
  const items = [...members].map(([owner, names]) => {
    return `- ${owner}: ${[...names].map((name) => `\`${name}\``).join(', ')}`;
  });
  return ['## The methods it overrides', items.join('\n')];
}

function commandSection(stage: string, commands: readonly CommandEntry[]): string[] {
  if (commands.length === 0) return [];
  const [added, replaced] = [false, true].map((yes) =>
    linksTo(
      stage,
      commands.filter(({ replaces }) => replaces === yes),
    ),
  );
  const sections = ['## The commands it adds', added ?? ''];
  if (commands.some(({ replaces }) => replaces))
    sections.push('And those that replace an earlier form, with more options:', replaced ?? '');
  return sections;
}

function patch(root: string, below: string, stage: string, file: string): string[] {
  const [before, after] = [below, stage].map((name) => path.join(root, 'steps', name, file));
  if (before === undefined || after === undefined || !existsSync(after)) return [];
  if (!existsSync(before)) return [];
  const [old, now] = [readFileSync(before, 'utf8'), readFileSync(after, 'utf8')];
  const text = createTwoFilesPatch(`${below}/${file}`, `${stage}/${file}`, old, now, '', '');
  return [`### ${file}`, `\`\`\`diff\n${text.split('\n').slice(1).join('\n').trimEnd()}\n\`\`\``];
}

// The reference: a page of commands for each stage that has a command table, made of the tables.

import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY } from '../.vitepress/repository.ts';
import type { CommandEntry } from './entries.ts';

/** A page that is made, not written. */
export interface Page {
  /** Below docs/. */
  readonly file: string;
  readonly text: string;
}

export function pageText(title: string, description: string, content: string): string {
  const head = [
    '---',
    `description: ${JSON.stringify(description)}`,
    'outline: 2',
    'editLink: false',
    'lastUpdated: false',
    '---',
  ];
  return [...head, '', `# ${title}`, '', content, ''].join('\n');
}

const GROUPS: Readonly<Record<string, string>> = {
  generic: 'Keys',
  string: 'Strings',
  'sorted-set': 'Sorted sets',
  sorted_set: 'Sorted sets',
  connection: 'Connections',
  server: 'The server',
  scripting: 'Scripting',
};

/** Run from the folder of the site, as VitePress does. */
export function commandEntries(docs: string): CommandEntry[] {
  const tsx = pathToFileURL(createRequire(path.join(docs, 'package.json')).resolve('tsx')).href;
  const program = path.join(docs, 'generated/commands.ts');
  const printed = execFileSync(process.execPath, ['--import', tsx, program], { encoding: 'utf8' });
  return JSON.parse(printed) as CommandEntry[];
}

/** One page for each stage that brings commands, and one that lists them all. */
export function commandPages(entries: readonly CommandEntry[]): Page[] {
  const stages = [...new Set(entries.map(({ stage }) => stage))];
  const pages = stages.map((stage) => {
    const own = entries.filter((entry) => entry.stage === stage);
    return {
      file: `reference/${stage}.md`,
      text: pageText(
        `Commands of stage ${stage.slice(0, 2)}`,
        `The commands of stage ${stage}, one by one.`,
        stageContent(stage, own),
      ),
    };
  });
  return [...pages, { file: 'reference/index.md', text: listOf(stages, entries) }];
}

const FIRST = `Every command that the finished server knows, by the stage that brings it. They behave, reply and fail as in Redis 7.0.15; where they do not, the chapter says so. Stages 02 and 03 answer PING, ECHO, HELLO and QUIT [by a row of \`if\`](/02-protocol#_8-say-something); the table comes with stage 04.`;

function listOf(stages: readonly string[], entries: readonly CommandEntry[]): string {
  const sections = stages.map((stage) => {
    const own = entries.filter((entry) => entry.stage === stage && !entry.fullName.includes('|'));
    const all = `[What each of them does](/reference/${stage}).`;
    return `## Stage ${stage.slice(0, 2)}\n\n${linksTo(stage, own)}\n\n${all}`;
  });
  return pageText(
    'Commands',
    'Every command of the server, by the stage that brings it.',
    [FIRST, ...sections].join('\n\n'),
  );
}

export const linksTo = (stage: string, entries: readonly CommandEntry[]): string =>
  `<div class="commands">\n\n${entries
    .map(({ fullName }) => `[${titleOf(fullName)}](/reference/${stage}#${anchorOf(fullName)})`)
    .join(' ')}\n\n</div>`;

function stageContent(stage: string, own: readonly CommandEntry[]): string {
  const added = own.filter(({ replaces }) => !replaces).length;
  const replaced = own.length - added;
  const richer = replaced === 0 ? '' : `, and replaces ${replaced} with richer forms`;
  const intro = `Stage ${stage.slice(0, 2)} brings ${added} commands${richer}. This page is generated from its [command table](/04-kv#commands-are-rows).`;
  const groups = [...new Set(own.map(({ group }) => group))];
  const sections = groups.flatMap((group) => [
    `## ${GROUPS[group] ?? group} {#group-${group}}`,
    ...own.filter((entry) => entry.group === group).map(commandText),
  ]);
  return [intro, ...sections].join('\n\n');
}

export const titleOf = (fullName: string) => fullName.replace('|', ' ').toUpperCase();

export const anchorOf = (fullName: string) => fullName.replace('|', '-');

/** `score:double` says of an argument what it is called and of which type it is; people know by its name. */
const withoutTypes = (syntax: string) => syntax.replace(/(\w):[a-z-]+/g, '$1');

function commandText(entry: CommandEntry): string {
  const { fullName, syntax, summary, since, replaces, file, line } = entry;
  const name = titleOf(fullName);
  const links = [`[Redis’s page](https://redis.io/docs/latest/commands/${anchorOf(fullName)}/)`];
  if (file !== '') links.unshift(`[its row](${REPOSITORY}/blob/main/${file}#L${line})`);
  return [
    `### ${name} {#${anchorOf(fullName)}}`,
    ...(syntax === '' ? [] : [`\`${name} ${withoutTypes(syntax)}\``]),
    `${summary.replace(/\.$/, '')}. ${replaces ? 'Replaces the form of the stage below. ' : ''}<span class="command-facts">Since Redis ${since} · ${links.join(' · ')}</span>`,
  ].join('\n\n');
}

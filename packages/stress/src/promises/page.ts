// docs/promises.md: the table of promises with the last measured figures. Nobody writes in it.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '@byor/spec/harness';
import { type RunResult, readResult } from '../results.ts';
import type { NamedTest, Promised } from './chapter.ts';
import { runtimeDependencies } from './dependencies.ts';
import { Figures } from './figures.ts';
import { chapters } from './table.ts';

export const PAGE = path.join(ROOT, 'docs/promises.md');

/** The whole page, made of the list and the results. @throws Error when a result lacks a figure */
export function makePage(): string {
  const parts = [HEAD, ...chapters.map(({ title, promises }) => section(title, promises))];
  return `${[...parts, runs(), dependencies()].join('\n\n')}\n`;
}

const HEAD = `---
editLink: false
---

<!-- Made by npm run promises: change packages/stress/src/promises, or run a long run with --record, and make it anew. -->

# What this server promises, and how that is tested

A server is as good as its promises, and a promise is as good as the attempts to break it. Each line below names the tests
that try, which run with \`npm test\`, and the figures of the last long run. You can run all of them on your own machine:

<div class="stacked">

| command                             | tries                                                                                      |
| ----------------------------------- | ------------------------------------------------------------------------------------------ |
| \`npm run crash -- --rounds 50\`      | \`kill -9\` under load; with \`--power-cut\` what was not synced goes too; \`--evict\` takes memory away; \`--terminate\` sends SIGTERM |
| \`npm run fuzz -- --minutes 30\`      | random and damaged input everywhere, with redis-server as the judge                         |
| \`npm run load\`                      | 10,000 connections, and hostile clients among them                                          |
| \`npm run soak -- --minutes 30\`      | mixed commands beside a model that knows every answer; memory must stay flat                |
| \`npm run memory\`                    | what \`maxmemory\` counts, beside what the process holds                                    |
| \`npm run faults\`                    | a disk that is full, read-only, slow or gone; a clock that steps                            |

</div>

Each ends by itself, with exit code 1 when a promise is broken.`;

function section(title: string, promises: readonly Promised[]): string {
  const rows = promises.map(({ promise, tests, measured }) => {
    const names = tests.map(testName).join('<br>');
    return `| ${promise} | ${measured === undefined ? '' : figureOf(measured)} | ${names} |`;
  });
  const head = '| promise | last measured | tried by |\n| --- | --- | --- |';
  return `## ${title}\n\n${stacked('promises', head, rows)}`;
}

/** A table whose rows stand below one another on a telephone, cell by cell. */
const stacked = (kind: string, head: string, rows: readonly string[]) =>
  `<div class="stacked ${kind}">\n\n${head}\n${rows.join('\n')}\n\n</div>`;

/** `07-sorted-set/test/crash`: enough to find it. A name stands for many where vitest fills in what is tried. */
function testName({ file, name, shown }: NamedTest): string {
  const place = file.replace(/^steps\//, '').replace(/(\.test)?\.ts$/, '');
  const title = shown ?? name.replaceAll('|', '\\|').replace(/^%s: /, '').replace('%i', '…');
  return `${title}<br><small>${place}</small>`;
}

function figureOf({ run, tell }: NonNullable<Promised['measured']>): string {
  const result = readResult(run);
  return result === undefined ? `not yet: \`${run}\`` : tell(new Figures(result));
}

/** Which run gave the figures, when, on what. */
function runs(): string {
  const names = new Set(
    chapters.flatMap(({ promises }) => promises.flatMap(({ measured }) => measured?.run ?? [])),
  );
  const results = [...names].flatMap((name) => readResult(name) ?? []);
  const rows = results.map(
    ({ command, date, commit, machine }: RunResult) =>
      `| \`${command}\` | ${date} | ${commit} | ${machine} |`,
  );
  const head = '| run | on | of commit | machine |\n| --- | --- | --- | --- |';
  return `## Where the figures come from\n\n${stacked('runs', head, rows)}`;
}

function dependencies(): string {
  const rows = runtimeDependencies().map(
    ({ name, range, reason }) => `| \`${name}\` ${range} | ${reason} |`,
  );
  return `## What a fork takes in

A fork of the last stage runs these packages and no others. \`npm audit\` in it asks the registry for known vulnerabilities; so
does the repository’s workflow each week, of these and of what the course itself takes in.

| package | why |
| --- | --- |
${rows.join('\n')}`;
}

/** Tests that are named and are not there. */
export function missingTests(): string[] {
  return chapters
    .flatMap(({ promises }) => promises.flatMap(({ tests }) => tests))
    .filter((named) => !exists(named))
    .map(({ file, name }) => `${file}: ${name}`);
}

function exists({ file, name }: NamedTest): boolean {
  const place = path.join(ROOT, file);
  if (!existsSync(place)) return false;
  const source = readFileSync(place, 'utf8');
  return ["'", '"', '`'].some((quote) => source.includes(quote + name + quote));
}

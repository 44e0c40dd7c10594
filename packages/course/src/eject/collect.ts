// Which files of the repository belong to the project of one stage: its programs and what they need, what its index hands on,
// and the tests of exactly that.

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { listStages, type Stage } from '@byor/spec/harness';
import { holdsAt, type LocatedCase } from '@byor/spec/runner';
import type { Modules } from './modules.ts';

export interface Collection {
  /** Absolute paths. */
  readonly sources: ReadonlySet<string>;
  /** Tests, their helpers, wire cases and what runs them. */
  readonly tests: ReadonlySet<string>;
}

/** Left to the stage that needs it: later stages hand it on, but have a better one. */
const SUPERSEDED = ['02-protocol/src/server.ts', '01-socket/src/echo.ts'];

/** Programs beside src/main.ts, and the stages from which and up to which they make sense. */
const PROGRAMS = [
  { file: '01-socket/src/client.ts', from: '01', until: '01' },
  { file: '02-protocol/src/cli/main.ts', from: '02', until: '99' },
  { file: '06-aof/src/check-main.ts', from: '06', until: '06' },
  { file: '07-sorted-set/src/check-main.ts', from: '07', until: '99' },
];

/** What tests a process of a stage, not its code: the last stage's own tests do that for all of them. */
const WHOLE_SERVER = new Set(['startStage', 'wireSuite', 'differential']);

export function collect(modules: Modules, last: Stage, cases: readonly LocatedCase[]): Collection {
  const { root } = modules.workspace;
  const steps = path.join(root, 'steps');
  const programs = PROGRAMS.filter(
    ({ from, until }) => from <= last.number && last.number <= until,
  );
  const roots = [
    path.join(last.folder, 'src/main.ts'),
    ...programs.map(({ file }) => path.join(steps, file)),
  ];
  const sources = closure(modules, [...roots, ...handedOn(modules, last)]);
  const tests = new Set<string>();
  for (const stage of listStages(root).filter(({ number }) => number <= last.number)) {
    for (const file of testFiles(stage)) {
      const needed = closure(modules, [file]);
      if (isKept(modules, { needed, sources, isLast: stage.name === last.name })) {
        for (const each of needed) if (!sources.has(each)) tests.add(each);
      }
    }
  }
  const wire = [...caseFiles(cases, last), path.join(root, 'packages/spec/src/main.ts')];
  for (const file of closure(modules, wire)) tests.add(file);
  return { sources, tests };
}

/** Where everything is declared that the stage's index exports: what somebody who builds on it may use. */
function handedOn(modules: Modules, last: Stage): string[] {
  const index = path.join(last.folder, 'src/index.ts');
  const steps = path.dirname(last.folder);
  const left = SUPERSEDED.map((file) => path.join(steps, file)).filter(
    (file) => !file.startsWith(last.folder),
  );
  const origins = modules.exportsOf(index).map((name) => modules.origin(index, name).file);
  return origins.filter((file) => !left.includes(file));
}

/** Every file that is needed, by names: a barrel that is only passed through is not. */
function closure(modules: Modules, roots: readonly string[]): Set<string> {
  const found = new Set<string>();
  const queue = [...roots];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    queue.push(...neededBy(modules, file));
  }
  return found;
}

function neededBy(modules: Modules, file: string): string[] {
  const run = [...namedFiles(modules, file).values()].filter((each) => /[/\\]test[/\\]/.test(each));
  const imported = modules.read(file).references.flatMap(({ specifier, names }) => {
    const target = modules.workspace.resolve(specifier, file);
    if (target === undefined) return [];
    if (names.length === 0) return [target];
    return names.flatMap(({ imported }) => {
      if (imported !== '*') return [modules.origin(target, imported).file];
      if (!modules.read(target).isBarrel) return [target];
      return modules.exportsOf(target).map((name) => modules.origin(target, name).file);
    });
  });
  return [...imported, ...run];
}

function testFiles({ folder }: Stage): string[] {
  const tests = path.join(folder, 'test');
  return readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.join(tests, file));
}

interface Candidate {
  readonly needed: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
  readonly isLast: boolean;
}

/** A test comes along if all that it tests does; one of a whole server only from the last stage. */
function isKept(modules: Modules, { needed, sources, isLast }: Candidate): boolean {
  const { root } = modules.workspace;
  for (const file of needed) {
    const [group, folder, kind] = path.relative(root, file).split(path.sep);
    if (group === 'packages' && folder === 'stress') return false; // the attacks stay with the course
    if (group === 'steps' && kind === 'src' && !sources.has(file)) return false;
    if (group !== 'steps' || kind !== 'test') continue;
    if (!isLast && testsWholeServer(modules, file)) return false;
    if (testsPackages(file)) return false;
    const named = [...namedFiles(modules, file).values()];
    if (named.some((each) => /[/\\]src[/\\]/.test(each) && !sources.has(each))) return false;
  }
  return true;
}

function testsWholeServer(modules: Modules, file: string): boolean {
  const names = modules.read(file).references.flatMap((each) => each.names);
  return names.some(({ imported }) => WHOLE_SERVER.has(imported));
}

/** What holds the packages of the course together says nothing about a project without packages. */
function testsPackages(file: string): boolean {
  return file.endsWith('core-is-portable.test.ts');
}

/** Files that a test names in quotes, not to import but to run or read: 'src/main.ts', '../../src/main.ts'. By their words. */
function namedFiles(modules: Modules, file: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const stage = /^.*?[/\\]steps[/\\][^/\\]+/.exec(file)?.[0];
  if (stage === undefined) return found;
  const { text, references } = modules.read(file);
  const imported = new Set(references.map(({ specifier }) => specifier));
  for (const [, word = ''] of text.matchAll(/'([\w./-]+\.ts)'/g)) {
    if (imported.has(word)) continue;
    const named = [path.dirname(file), stage]
      .map((base) => path.join(base, word))
      .find((each) => existsSync(each));
    if (named !== undefined) found.set(word, named);
  }
  return found;
}

function caseFiles(cases: readonly LocatedCase[], last: Stage): string[] {
  const held = cases.filter(
    (each) => each.stage.number <= last.number && holdsAt(each, last.number),
  );
  return [
    ...new Set(held.map(({ stage, topic }) => path.join(stage.folder, 'spec', `${topic}.ts`))),
  ];
}

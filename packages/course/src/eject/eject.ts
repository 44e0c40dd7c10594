// Writes a stage as a project of its own: one package, no workspace, imports by relative paths.

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { listStages, type Stage } from '@byor/spec/harness';
import { loadCases } from '@byor/spec/runner';
import { type Collection, collect } from './collect.ts';
import {
  casesModule,
  LAUNCH,
  type Project,
  packageJson,
  readme,
  tsconfigOf,
  versionsIn,
} from './manifest.ts';
import { Modules } from './modules.ts';
import { type PlaceOf, rewritten } from './rewrite.ts';
import { newPlace, Workspace } from './workspace.ts';

const TEMPLATES = path.resolve(import.meta.dirname, '../../templates/project');

/** `target` is there and empty. Returns how many files were written. */
export async function ejectStage(root: string, last: Stage, target: string): Promise<number> {
  const modules = new Modules(new Workspace(root));
  const collection = collect(modules, last, await loadCases(root));
  const placeOf: PlaceOf = (file) => newPlace(root, file, last);
  const project = describe(modules, collection, { last, target, placeOf });
  const files = [...collection.sources, ...collection.tests];
  for (const file of files) {
    const text = file.endsWith(CASES)
      ? casesModule(project, template())
      : named(rewritten(modules, file, placeOf), project);
    write(target, placeOf(file), text);
  }
  const packages = [...new Set(files.map((file) => modules.workspace.packageOf(file)))];
  write(target, 'package.json', packageJson(project, versionsIn(root, packages)));
  copyLauncher(path.join(root, 'packages/launch/src'), path.join(target, path.dirname(LAUNCH)));
  write(target, 'tsconfig.json', tsconfigOf(root));
  write(target, 'README.md', readme(project));
  cpSync(path.join(root, 'LICENSE'), path.join(target, 'LICENSE'));
  cpSync(path.join(TEMPLATES, 'gitignore'), path.join(target, '.gitignore'));
  cpSync(path.join(TEMPLATES, 'github'), path.join(target, '.github'), { recursive: true });
  cpSync(path.join(TEMPLATES, 'vitest.config.ts'), path.join(target, 'vitest.config.ts'));
  return files.length;
}

/** JavaScript, which nothing imports: it runs before there is anything that knows TypeScript. */
function copyLauncher(from: string, to: string): void {
  for (const name of ['launch.mjs', 'kept.mjs', 'bundle.mjs'])
    cpSync(path.join(from, name), path.join(to, name));
}

/** The one file that speaks of the folders of the course: another stands in its place. */
const CASES = path.join('packages', 'spec', 'src', 'repository.ts');
const template = () => readFileSync(path.join(TEMPLATES, 'repository.ts.txt'), 'utf8');

interface Where {
  readonly last: Stage;
  readonly target: string;
  readonly placeOf: PlaceOf;
}

function describe(modules: Modules, { sources, tests }: Collection, where: Where): Project {
  const { last, target, placeOf } = where;
  const programOf = (end: string) => [...sources].map(placeOf).find((file) => file.endsWith(end));
  const programs = {
    cli: programOf('/cli/main.ts'),
    client: last.number === '01' ? programOf('/client.ts') : undefined,
    'check-aof': programOf('check-main.ts'),
  };
  return {
    name: path
      .basename(target)
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-'),
    last,
    stages: listStages(modules.workspace.root).filter(({ number }) => number <= last.number),
    programs: Object.fromEntries(
      Object.entries(programs).filter(([, file]) => file !== undefined),
    ) as Record<string, string>,
    needed: { sources: npmPackages(modules, sources), tests: npmPackages(modules, tests) },
  };
}

/** By the imports, and by the names in quotes of what is loaded at run time. */
function npmPackages(modules: Modules, files: ReadonlySet<string>): string[] {
  const names = new Set<string>();
  for (const file of files) {
    const { references, text } = modules.read(file);
    const { dependencies = {} } = modules.workspace.packageOf(file).manifest;
    for (const name of Object.keys(dependencies)) {
      if (!name.startsWith('@byor/') && text.includes(`'${name}'`)) names.add(name);
    }
    for (const { specifier } of references) {
      if (isBuiltin(specifier) || modules.workspace.resolve(specifier, file)) continue;
      names.add(specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
    }
  }
  return [...names];
}

/** The server's own name is the project's, in the ready line and in what tests expect of it. */
function named(text: string, { last, name }: Project): string {
  return text.replaceAll(last.name, name);
}

function write(target: string, file: string, text: string): void {
  const to = path.join(target, file);
  mkdirSync(path.dirname(to), { recursive: true });
  writeFileSync(to, text);
}

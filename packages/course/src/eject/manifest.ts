// The files around the code of an ejected project: package.json, tsconfig.json, a README, and where its wire cases lie.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Stage } from '@byor/spec/harness';
import { layerOf, type Package } from './workspace.ts';

export interface Project {
  /** npm's name for it. */
  readonly name: string;
  readonly last: Stage;
  readonly stages: readonly Stage[];
  /** Relative to the project: where the programs beside src/main.ts are. */
  readonly programs: Readonly<Record<string, string>>;
  /** Names of npm packages that the sources need, and those that only tests do. */
  readonly needed: { readonly sources: readonly string[]; readonly tests: readonly string[] };
}

/** Run everything and are imported by nothing. */
const TOOLS = ['@types/node', 'tsx', 'typescript', 'vitest'];

/** Where the launcher lies in the project. */
export const LAUNCH = 'src/launch/launch.mjs';

export function packageJson(project: Project, versionOf: (name: string) => string): string {
  const { name, programs, needed } = project;
  const versions = (names: readonly string[]) =>
    Object.fromEntries([...new Set(names)].sort().map((each) => [each, versionOf(each)]));
  const sources = [...needed.sources, 'esbuild'];
  const launch = (file: string) => `node ${LAUNCH} ${file}`;
  const scripts = Object.entries(programs).map(([script, file]) => [script, launch(file)]);
  const manifest = {
    name,
    version: '0.1.0',
    private: true,
    license: 'MIT',
    type: 'module',
    engines: { node: '>=20.19' },
    scripts: {
      start: launch('src/main.ts'),
      ...Object.fromEntries(scripts),
      spec: 'tsx spec/runner/main.ts',
      test: 'vitest run',
      typecheck: 'tsc',
    },
    dependencies: versions(sources),
    devDependencies: versions(
      [...TOOLS, ...needed.tests].filter((each) => !sources.includes(each)),
    ),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** What `catalog:` and `^1.2.3` in the manifests of the repository mean. */
export function versionsIn(root: string, packages: readonly Package[]): (name: string) => string {
  const text = readFileSync(path.join(root, 'pnpm-workspace.yaml'), 'utf8');
  const [, catalog = ''] = /^catalog:\n((?: {2}.*\n|\n)+)/m.exec(text) ?? [];
  const fixed = new Map(
    [...catalog.matchAll(/^ {2}"?([^":]+)"?: (\S+)$/gm)].map(([, name = '', version = '']) => [
      name,
      version,
    ]),
  );
  return (name) => {
    const written = packages
      .map(({ manifest }) => manifest.dependencies?.[name] ?? manifest.devDependencies?.[name])
      .find((version) => version !== undefined && version !== 'catalog:');
    const version = written ?? fixed.get(name);
    if (version === undefined) throw new Error(`no version of ${name} is named in the repository`);
    return version;
  };
}

/** tsconfig.base.json and what a package adds to it, in one file. */
export function tsconfigOf(root: string): string {
  const base = JSON.parse(readFileSync(path.join(root, 'tsconfig.base.json'), 'utf8'));
  return `${JSON.stringify({ ...base, include: ['src', 'test', 'spec'] }, null, 2)}\n`;
}

/** The stages whose wire cases came along, for the runner: `{ number: '04', name: '04-kv', … }`. */
export function casesModule(project: Project, template: string): string {
  const stages = project.stages.map(
    ({ number, name }) =>
      `  { number: '${number}', name: '${name}', folder: 'spec/${layerOf(name)}' },`,
  );
  return template.replace('  // the stages', stages.join('\n'));
}

export function readme({ name, last, stages, programs }: Project): string {
  const layers = stages.map(
    ({ name: stage }) => `| \`${layerOf(stage)}\` | ${ABOUT[stage.slice(0, 2)]} |`,
  );
  const cli =
    programs.cli === undefined
      ? ''
      : 'npm run cli               # a client for the terminal; -- --resp shows the bytes\n';
  const log =
    programs['check-aof'] === undefined
      ? ''
      : 'npm run check-aof -- DIR  # what is wrong with a log; --fix ends it before the damage\n';
  const flags = last.number >= '06' ? ' -- --dir data --appendonly yes' : '';
  return `# ${name}

${ABOUT_WHOLE(last)} It began as stage ${last.number} of the course [From Socket to Sorted Set](${COURSE}); from here on it is yours.

\`\`\`sh
npm install
npm start${flags}   # -- --help lists the flags
npm test
${cli}${log}npm run spec -- --list    # the black-box cases; --cmd or --url runs them on any server
\`\`\`

There is no build step: \`${LAUNCH}\` runs the TypeScript as it stands (it keeps it as one file, in \`node_modules/.cache\`, until a byte of
it differs: that starts ten times faster), \`npm run typecheck\` checks it.

| folder in \`src\` | what |
|---|---|
| \`launch\` | what \`npm start\` runs |
| \`libc\` | the system calls, thinly bound |
${layers.join('\n')}

\`test\` has the tests of the whole server, and in folders of the same names those of what it is made of; \`spec\` has the cases on the
wire and what runs them. Tests that compare with redis-server say that they are skipped where there is none.

MIT licensed. Redis is a trademark of Redis Ltd.; this project is not affiliated with it.
`;
}

export const COURSE = 'https://github.com/from-socket-to-sorted-set/course';

const ABOUT: Readonly<Record<string, string>> = {
  '01': 'listener and stream over raw descriptors',
  '02': 'RESP2 and RESP3: parser, writer, session, client, terminal client',
  '03': 'the event loop on poll and epoll, and the server around it',
  '04': 'the hash table, the engine with its command table, strings and keys',
  '05': 'deadlines: keys that die when asked for or in their turn',
  '06': 'the append-only file: recording, replay, rewrite',
  '07': 'the sorted set: a tree that counts, beside a table',
};

function ABOUT_WHOLE({ number }: Stage): string {
  if (number === '01') return 'An echo server on raw system calls.';
  if (number < '04') return 'A server that speaks the protocol of Redis.';
  return 'A server that speaks the protocol of Redis 7.0, in TypeScript.';
}

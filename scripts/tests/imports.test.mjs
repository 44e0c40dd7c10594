import { describe, expect, test } from 'vitest';
import { checkImports } from '../import-rules.mjs';
import { folderWith } from './folder.mjs';

/**
 * @param {string} name
 * @param {object} [more]
 */
const manifest = (name, more) => ({
  name: `@byor/${name}`,
  exports: { '.': './src/index.ts', './core': './src/core.ts' },
  ...more,
});

/** A small course that follows the rules: two packages, three stages. */
const good = {
  'packages/libc/package.json': manifest('libc', { dependencies: { koffi: '1' } }),
  'packages/libc/src/index.ts': `import koffi from 'koffi';\nexport const libc = koffi;\n`,
  'packages/spec/package.json': manifest('spec'),
  'packages/spec/src/index.ts': `export const wire = 1;\n`,
  'steps/01-a/package.json': manifest('01-a', { dependencies: { '@byor/libc': '1' } }),
  'steps/01-a/src/index.ts': `export { libc } from '@byor/libc';\n`,
  'steps/02-b/package.json': manifest('02-b', {
    dependencies: { '@byor/01-a': '1' },
    devDependencies: { '@byor/spec': '1', vitest: '1' },
    imports: { '#bytes': { browser: './src/bytes.browser.ts', default: './src/bytes.node.ts' } },
  }),
  'steps/02-b/src/index.ts': `export * from './core.ts';\nexport { libc } from '@byor/01-a';\n`,
  'steps/02-b/src/core.ts': `import type { Socket } from 'node:net';\nimport { bytes } from '#bytes';\nexport const b = (_?: Socket) => bytes;\n`,
  'steps/02-b/src/bytes.browser.ts': `export const bytes = 1;\n`,
  'steps/02-b/src/bytes.node.ts': `import { Buffer } from 'node:buffer';\nexport const bytes = Buffer.alloc(1);\n`,
  'steps/02-b/test/b.test.ts': `import { wire } from '@byor/spec';\nimport { test } from 'vitest';\nimport { b } from '../src/core.ts';\ntest(String(wire), () => void b());\n`,
  'steps/03-c/package.json': manifest('03-c', { dependencies: { '@byor/02-b': '1' } }),
  'steps/03-c/src/index.ts': `export * from './core.ts';\n`,
  'steps/03-c/src/core.ts': `export * from '@byor/02-b/core';\nexport { c } from './c.ts';\n`,
  'steps/03-c/src/c.ts': `export const c = 3;\n`,
};

/**
 * What the check finds when these files are added to, or replaced in, the good course.
 * @param {Record<string, string | object>} files
 */
function problemsWith(files) {
  const { problems } = checkImports(folderWith({ ...good, ...files }));
  return problems.map(({ file, line, message }) => `${file}:${line}  ${message}`);
}

test('a course that follows the rules has no problems', () => {
  expect(problemsWith({})).toEqual([]);
});

describe('the direction', () => {
  test.each([
    ['upward', '02-b', '@byor/03-c', 'a stage above: imports run downward only'],
    ['upward by a subpath', '02-b', '@byor/03-c/core', 'a stage above: imports run downward only'],
    [
      'past the stage below',
      '03-c',
      '@byor/01-a',
      'past the stage right below: take from that one what it re-exports',
    ],
    ['to itself', '02-b', '@byor/02-b', 'itself: import the file by its relative path'],
  ])('%s', (_, stage, specifier, message) => {
    const file = `steps/${stage}/src/x.ts`;
    expect(problemsWith({ [file]: `\n\nexport { x } from '${specifier}';\n` })).toEqual([
      `${file}:3  imports ${specifier}, ${message}`,
    ]);
  });

  test('a package knows no stage, not even in its tests', () => {
    expect(problemsWith({ 'packages/spec/test/x.test.ts': `import '@byor/01-a';\n` })).toEqual([
      'packages/spec/test/x.test.ts:1  imports @byor/01-a, a stage: what serves all stages knows none of them',
    ]);
  });

  test('a dynamic import counts, and so does one of types alone', () => {
    const text = `import type { C } from '@byor/03-c';\nexport const x = (): Promise<C> => import('@byor/03-c/core');\n`;
    expect(problemsWith({ 'steps/02-b/src/x.ts': text })).toHaveLength(2);
  });

  test('package.json obeys as well, at its line', () => {
    const upward = manifest('01-a', {
      dependencies: { '@byor/libc': '1' },
      devDependencies: { '@byor/02-b': '1' },
    });
    expect(problemsWith({ 'steps/01-a/package.json': upward })).toEqual([
      'steps/01-a/package.json:11  names @byor/02-b, a stage above: imports run downward only',
    ]);
  });
});

describe('the package', () => {
  test('a relative import stays inside', () => {
    expect(problemsWith({ 'steps/02-b/src/x.ts': `import '../../01-a/src/index.ts';\n` })).toEqual([
      'steps/02-b/src/x.ts:1  imports ../../01-a/src/index.ts, a file of another package: import that package by its name',
    ]);
  });

  test('src knows nothing of its tests', () => {
    expect(problemsWith({ 'steps/02-b/src/x.ts': `import '../test/b.test.ts';\n` })).toEqual([
      'steps/02-b/src/x.ts:1  imports ../test/b.test.ts: src knows nothing of test',
    ]);
  });

  test('names what it imports', () => {
    const files = {
      'steps/02-b/src/x.ts': `import 'commander';\nimport 'vitest';\nimport '#none';\n`,
    };
    expect(problemsWith(files)).toEqual([
      'steps/02-b/src/x.ts:1  imports commander, which package.json does not name',
      'steps/02-b/src/x.ts:2  imports vitest, which package.json names only in devDependencies',
      'steps/02-b/src/x.ts:3  imports #none, which package.json does not define in imports',
    ]);
  });

  test('imports what it names', () => {
    const named = manifest('03-c', { dependencies: { '@byor/02-b': '1', commander: '1' } });
    expect(problemsWith({ 'steps/03-c/package.json': named })).toEqual([
      'steps/03-c/package.json:9  names commander in dependencies, but src does not use it',
    ]);
  });

  test('a page of the site counts by its scripts', () => {
    const page = `# Title\n\n<script setup>\nimport { x } from '@byor/01-a';\n</script>\n`;
    expect(problemsWith({ 'docs/package.json': manifest('docs'), 'docs/page.md': page })).toEqual([
      'docs/page.md:4  imports @byor/01-a, which package.json does not name',
    ]);
  });
});

describe('the core', () => {
  test.each(['node:fs', 'fs', 'koffi'])('reaches no %s, however far away', (specifier) => {
    const deep = manifest('02-b', {
      ...good['steps/02-b/package.json'],
      dependencies: { '@byor/01-a': '1', koffi: '1' },
    });
    const problems = problemsWith({
      'steps/02-b/package.json': deep,
      'steps/02-b/src/core.ts': `export * from './deep.ts';\n`,
      'steps/02-b/src/deep.ts': `\nimport '${specifier}';\nimport 'koffi';\n`,
    });
    expect(problems).toContain(
      `steps/02-b/src/deep.ts:2  ${specifier} is not for a browser, but @byor/02-b/core reaches it: src/core.ts → steps/02-b/src/deep.ts`,
    );
    expect(problems.join('\n')).toContain('@byor/03-c/core reaches it');
  });

  test('reaches it through a stage or a package below neither', () => {
    const problems = problemsWith({ 'steps/03-c/src/core.ts': `export * from '@byor/02-b';\n` });
    expect(problems).toEqual([
      'packages/libc/src/index.ts:1  koffi is not for a browser, but @byor/03-c/core reaches it: ' +
        'src/core.ts → steps/02-b/src/index.ts → steps/01-a/src/index.ts → packages/libc/src/index.ts',
    ]);
  });

  test('takes the browser form of #bytes; the Node form would be seen', () => {
    const swapped = { '#bytes': { default: './src/bytes.node.ts' } };
    const problems = problemsWith({
      'steps/02-b/package.json': { ...good['steps/02-b/package.json'], imports: swapped },
    });
    expect(problems[0]).toContain(
      'steps/02-b/src/bytes.node.ts:1  node:buffer is not for a browser',
    );
  });

  test('a file that is missing is said to be missing', () => {
    expect(problemsWith({ 'steps/03-c/src/c.ts': `import './gone.ts';\n` })).toEqual([
      'steps/03-c/src/c.ts:1  ./gone.ts is missing, but @byor/03-c/core reaches it: src/core.ts → steps/03-c/src/c.ts',
    ]);
  });
});

// What must stop the build: a piece of source that is not there, a fence that says something itself, a dead link.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vitepress';
import { expect, test } from 'vitest';
import config from '../.vitepress/config.ts';
import { DOCS, removedAfter, temporaryFolder } from './support.ts';

const fence = (source: string, content = '') => `\`\`\`ts source=${source}\n${content}\`\`\`\n`;
const STREAM = 'steps/01-socket/src/stream.ts';

/** Builds a site of one page with this text. */
async function buildPage(text: string): Promise<void> {
  const root = removedAfter(temporaryFolder());
  mkdirSync(path.join(root, '.vitepress'));
  const plugin = path.join(DOCS, '.vitepress/source/plugin.ts');
  writeFileSync(
    path.join(root, '.vitepress/config.ts'),
    `import { sourcePieces } from ${JSON.stringify(plugin)};
export default { markdown: { config: sourcePieces } };`,
  );
  writeFileSync(path.join(root, 'index.md'), `# A page\n\n${text}`);
  await build(root);
}

test('a page that shows a piece of source is built', async () => {
  await expect(buildPage(fence(`${STREAM}#Stream.read`))).resolves.toBeUndefined();
});

test.each([
  [`${STREAM}#Stream.peruse`, 'Stream has no member peruse'],
  [`${STREAM}#Brook`, 'has 0 declarations of Brook'],
  ['steps/01-socket/src/brook.ts', 'brook.ts'],
])('%s: there is no such piece', async (source, problem) => {
  await expect(buildPage(fence(source))).rejects.toThrow(problem);
});

test('a fence that has a source has no text of its own', async () => {
  await expect(buildPage(fence(`${STREAM}#Stream`, 'const x = 1;\n'))).rejects.toThrow(
    `the fence of ${STREAM}#Stream is not empty`,
  );
});

test('a link that leads nowhere', async () => {
  await expect(buildPage('[next](./nowhere)')).rejects.toThrow(/dead link/);
});

test('no icon is fetched by its name: the development server would ask another host for it', () => {
  const links = config.themeConfig?.socialLinks ?? [];
  expect(links.filter(({ icon }) => typeof icon === 'string')).toEqual([]);
});

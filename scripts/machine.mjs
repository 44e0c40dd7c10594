// What the machine offers, as one text that is part of the cache key of every test.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { searchPath } from './children.mjs';

/** The optional programs that some tests use; the same ones as in @byor/spec's requireTool. */
const TOOLS = [
  'redis-server',
  'redis-cli',
  'redis-benchmark',
  'openssl',
  'chromium',
  'chromium-browser',
  'google-chrome',
];

/**
 * Node, the platform, and each optional program that is there. A change of any of them makes every cached
 * result stale, so that a test that was skipped runs as soon as its program is installed.
 * @param {string[]} [path] the folders to look in
 */
export function machine(path = searchPath()) {
  const found = TOOLS.map(
    (tool) => path.map((folder) => identity(join(folder, tool))).find(Boolean) ?? 'none',
  );
  return [process.version, process.platform, process.arch, ...found].join(' ');
}

/** @param {string} file */
function identity(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() ? `${file}:${stat.size}:${stat.mtimeMs}` : undefined;
}

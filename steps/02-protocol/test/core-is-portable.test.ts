// The cores run in a page: nothing they import, however far down, may need Node.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = path.resolve(import.meta.dirname, '../src');

/** `file` and every file it imports for more than types, with what each says. */
function reachable(file: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(file)) return found;
  const text = readFileSync(path.join(SOURCE, file), 'utf8');
  found.set(file, text);
  for (const [, specifier = ''] of text.matchAll(
    /^(?:import|export)\s(?!type\s)[^;]*?from\s+'([^']+)'/gm,
  )) {
    const local = specifier === '#bytes' ? './bytes.browser.ts' : specifier;
    expect(local, `imported by ${file}`).toMatch(/^\.\.?\/[a-z./-]+\.ts$/);
    const from = specifier === '#bytes' ? '' : path.dirname(file);
    reachable(path.normalize(path.join(from, local)), found);
  }
  return found;
}

test.each([
  ['core.ts', 'request-parser.ts'],
  ['cli/core.ts', 'cli/help/hints.ts'],
])('%s imports its own files only, and names nothing of Node', (entry, known) => {
  const files = reachable(entry);
  expect([...files.keys()]).toContain(known);
  for (const [file, text] of files) {
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(code, file).not.toMatch(/\b(Buffer|process\.|require\(|setImmediate|__dirname)/);
  }
});

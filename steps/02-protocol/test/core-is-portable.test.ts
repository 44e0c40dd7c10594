// The core runs in a page: nothing it imports, however far down, may need Node.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url));

/** `file` and every file it imports, with what each says. */
function reachable(file: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(file)) return found;
  const text = readFileSync(source(file), 'utf8');
  found.set(file, text);
  for (const [, specifier] of text.matchAll(/(?:from|import)\s+'([^']+)'/g)) {
    const next = specifier === '#bytes' ? 'bytes.browser.ts' : (specifier as string);
    expect(next, `imported by ${file}`).toMatch(/^(\.\/)?[a-z.-]+\.ts$/);
    reachable(next.replace('./', ''), found);
  }
  return found;
}

test('the core imports its own files only, and names nothing of Node', () => {
  const files = reachable('core.ts');
  expect([...files.keys()]).toContain('request-parser.ts');
  for (const [file, text] of files) {
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(code, file).not.toMatch(/\b(Buffer|process\.|require\(|setImmediate|__dirname)/);
  }
});

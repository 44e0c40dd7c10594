// What a run of the tests tells of one that failed.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runTests } from '../src/check/vitest-run.ts';
import { temporaryFolder } from './support.ts';

/** Why a test with this body failed. */
async function reasonOf(body: string): Promise<string> {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'test'));
  symlinkSync(path.resolve(import.meta.dirname, '../node_modules'), `${folder}/node_modules`);
  const text = `import { expect, test } from 'vitest';\ntest('holds', () => {\n${body}\n});\n`;
  writeFileSync(path.join(folder, 'test/some.test.js'), text);
  const { events } = await runTests({ folder });
  return events.flatMap((event) => (event.kind === 'ends' ? (event.reason ?? []) : [])).join();
}

test('a failure tells its message, what differs and where', async () => {
  expect(await reasonOf('expect([1, 2]).toEqual([1, 3]);')).toMatch(
    /^expected \[ 1, 2 \] to deeply equal \[ 1, 3 \]\n[\s\S]*- {3}3,\n\+ {3}2,[\s\S]*\nat test\/some\.test\.js:3$/,
  );
});

test('a property that fails tells its example, and what went wrong with it', async () => {
  const reason = await reasonOf(`
    try {
      expect([1, 2]).toEqual([1, 3]);
    } catch (cause) {
      const message = 'Counterexample: [7]\\n\\nHint: Enable verbose mode in order to have the list';
      throw new Error(message, { cause });
    }`);
  expect(reason).toMatch(
    /^Counterexample: \[7\]\nat test\/some\.test\.js:\d+\nbecause: expected \[ 1, 2 \] to deeply equal \[ 1, 3 \]\n[\s\S]*- {3}3,\n\+ {3}2,/,
  );
});

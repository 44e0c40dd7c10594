// Wrong servers must be found out: each is rejected by its case, and what the case says names the cause.

import path from 'node:path';
import { findStage } from '@byor/spec/harness';
import { loadCases } from '@byor/spec/runner';
import { describe, expect, test } from 'vitest';
import { brokenTexts } from '../src/mutants/bundle.ts';
import { MUTANTS } from '../src/mutants/index.ts';
import { tryMutant } from '../src/mutants/run.ts';
import { temporaryFolder } from './support.ts';

/** Stage 03's are broken in what reads and writes descriptors, and stages 01 and 02 stand on nothing else. */
const runsHere = process.platform === 'linux' || process.platform === 'darwin';

describe.runIf(runsHere).each(Object.entries(MUTANTS))('stage %s', (number, mutants) => {
  const stage = findStage(number);

  test('has at least five of them, each with a name of its own', () => {
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
    expect(mutants.length).toBeGreaterThanOrEqual(5);
  });

  test.each(mutants.map((mutant) => [mutant.wrong, mutant] as const))('%s', async (_, mutant) => {
    const folder = path.join(temporaryFolder(), mutant.id);
    const { report, isNamed } = await tryMutant(stage, mutant, await loadCases(), folder);
    expect(report, `${mutant.caughtBy} passes on this wrong server`).toBeDefined();
    expect(isNamed, `${mutant.says} is not in:\n${report}`).toBe(true);
  });
});

test('a mutant whose text is gone, or stands twice, says so', () => {
  const edit = { file: 'src/echo.ts', find: 'no such line', put: '' };
  const mutant = { id: 'x', wrong: 'x', edits: [edit], caughtBy: '01/echo/bytes', says: /x/ };
  const stage = findStage('01');
  expect(() => brokenTexts(stage, mutant)).toThrow(
    'mutant 01-socket/x does not apply: its text stands 0 times in src/echo.ts',
  );
  const twice = { ...mutant, edits: [{ ...edit, find: 'stream' }] };
  expect(() => brokenTexts(stage, twice)).toThrow(/stands \d+ times/);
});

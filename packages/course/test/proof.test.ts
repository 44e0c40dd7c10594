// The course proves itself: on every step of a stage the tests of the next exercise fail, and pass once it is written.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { listStages, ROOT, type Stage } from '@byor/spec/harness';
import { loadCases } from '@byor/spec/runner';
import { describe, expect, test } from 'vitest';
import { exercisesOf, sourceFiles } from '../src/exercises/catalog.ts';
import { sectionOf } from '../src/exercises/chapter.ts';
import { functionsOf } from '../src/exercises/functions.ts';
import { starterOf } from '../src/exercises/starter.ts';
import { proveQuickly } from '../src/proof/quick.ts';
import { writeVariant } from '../src/proof/variants.ts';
import { temporaryFolder } from './support.ts';

/** Each copy of a later stage is large, so of theirs each third exercise is tried here: all are by `npm run course prove`. */
const isTried = (stage: Stage, at: number) => stage.number < '04' || at % 3 === 0;

const stages = listStages().filter((stage) => exercisesOf(stage).length > 0);

describe.each(stages.map((stage) => [stage.name, stage] as const))('%s', (_, stage) => {
  const exercises = exercisesOf(stage);

  test('the tests of each exercise are red before it is written and green after', async () => {
    const places = { folder: temporaryFolder(), root: ROOT };
    const tried = exercises.filter((_, at) => isTried(stage, at));
    const problems = await proveQuickly(stage, exercises, places, tried);
    expect(problems).toEqual([]);
  });

  test('the starter compiles', async () => {
    const folder = writeVariant(stage, exercises, 0, { folder: temporaryFolder(), root: ROOT });
    const tsc = path.join(stage.folder, 'node_modules/.bin/tsc');
    await promisify(execFile)(tsc, ['-p', folder, '--pretty', 'false']);
  });

  test('nothing but the bodies of exercises is changed', () => {
    const parts = exercises.flatMap(({ parts }) => parts);
    for (const file of sourceFiles(stage.folder)) {
      const text = readFileSync(path.join(stage.folder, file), 'utf8');
      const starter = starterOf(file, text, () => true);
      const own = parts.filter((part) => part.file === file).map(({ name }) => name);
      expect(bodies(file, starter, own)).toEqual(bodies(file, text, own));
    }
  });

  test('each exercise has its section in the chapter, and its wire cases exist', async () => {
    const ids = (await loadCases()).map(({ fullId }) => fullId);
    for (const exercise of exercises) {
      expect(sectionOf(stage, exercise)?.heading).toContain(exercise.section);
      for (const { file, pattern = '' } of exercise.tests) {
        if (file !== 'test/wire.test.ts') continue;
        expect(ids.filter((id) => new RegExp(pattern).test(`stage ${id}: `))).not.toEqual([]);
      }
    }
  });
});

/** Every function but these, by its name. */
function bodies(file: string, text: string, except: readonly string[]): [string, string][] {
  return functionsOf(file, text)
    .filter(({ name }) => !except.includes(name))
    .map(({ name, body }) => [name, text.slice(body.start, body.end)]);
}

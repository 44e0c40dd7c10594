// The exercises of a stage, put together from the marks in its source. Nothing about them is written down twice.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Stage } from '@byor/spec/harness';
import { type Mark, marksIn } from './marks.ts';

/** A function whose body the reader writes. */
export interface Part {
  /** Relative to the stage: 'src/request-parser.ts'. */
  readonly file: string;
  readonly name: string;
  readonly line: number;
}

/** Tests that turn green with an exercise: those of a file, or those among them whose full name matches. */
export interface Selection {
  /** Relative to the stage: 'test/core/slice.test.ts'. */
  readonly file: string;
  readonly pattern: string | undefined;
  /** As marked, for people. */
  readonly label: string;
}

export interface Exercise {
  /** '2.3' */
  readonly id: string;
  readonly title: string;
  /** The heading in the chapter. */
  readonly section: string;
  readonly parts: readonly Part[];
  readonly tests: readonly Selection[];
  readonly hints: readonly string[];
}

export const HINTS = 3;

/** A stage's exercises in their order; empty where none is marked yet. */
export function exercisesOf(stage: Stage): Exercise[] {
  const marks = sourceFiles(stage.folder).flatMap((file) =>
    marksIn(file, readFileSync(path.join(stage.folder, file), 'utf8')).map((mark) => ({
      file,
      mark,
    })),
  );
  const ids = [...new Set(marks.map(({ mark }) => mark.exercise))].sort(byNumber);
  return ids.map((id) =>
    together(
      stage,
      id,
      marks.filter(({ mark }) => mark.exercise === id),
    ),
  );
}

/** The TypeScript files of a stage's src/, relative to the stage, with `/` between. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(path.join(folder, 'src'), { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file.split(path.sep).join('/')}`)
    .filter((file) => file.endsWith('.ts'))
    .sort();
}

function byNumber(a: string, b: string): number {
  return Number(a.split('.')[1]) - Number(b.split('.')[1]);
}

interface Located {
  readonly file: string;
  readonly mark: Mark;
}

function together(stage: Stage, id: string, located: readonly Located[]): Exercise {
  const [main, ...others] = located.filter(({ mark }) => mark.title !== undefined);
  const refuse = (what: string): never => {
    throw new Error(`steps/${stage.name}, exercise ${id}: ${what}`);
  };
  if (Number(id.split('.')[0]) !== Number(stage.number)) refuse('the number is of another stage');
  if (main === undefined) return refuse('no function has its title');
  if (others.length > 0) refuse('two functions have its title');
  const { title = '', section = title, tests, hints } = main.mark;
  if (hints.length !== HINTS) refuse(`${hints.length} hints instead of ${HINTS}`);
  if (tests.length === 0) refuse('no @tests say what turns green with it');
  const parts = [main, ...located.filter((each) => each !== main)].map(({ file, mark }) => {
    return { file, name: mark.source.name, line: mark.source.line };
  });
  return { id, title, section, parts, tests: tests.map(toSelection), hints };
}

/** 'core/slice', 'stream: ^each direction', or wire cases: '02/commands'. */
function toSelection(text: string): Selection {
  const wire = /^\d\d\//.test(text);
  if (wire) {
    const id = text.replaceAll('*', '[^:]*').replaceAll('.', '\\.');
    return { file: 'test/wire.test.ts', pattern: `^stage .*\\b${id}[/:]`, label: `wire ${text}` };
  }
  const [, name = '', pattern] = /^([^:]+?)(?:: *(.+))?$/.exec(text) ?? [];
  return { file: `test/${name}.test.ts`, pattern, label: `test/${name}.test.ts` };
}

// What the course remembers of a reader: which stage is at hand, what is done, how far hints were taken. One small file of
// JSON, my-redis/.course.json, written whole each time; the code itself is what counts, and it is never in here.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../user-error.ts';
import type { Places } from './places.ts';

const VERSION = 1;

export interface StageState {
  /** The exercises that were taken out; all of them unless `--only` said which. */
  readonly exercises?: readonly string[];
  /** On the reader's own stage below, not on the reference's. */
  readonly mine?: boolean;
  /** When the whole stage was green first, as ISO 8601. */
  readonly finished?: string;
  /** The command that starts a server in another language, when that was tested last. */
  readonly cmd?: string;
}

export interface CourseState {
  readonly version: typeof VERSION;
  /** The number of the stage at hand. */
  readonly current?: string;
  /** By number. */
  readonly stages: Readonly<Record<string, StageState>>;
  /** How many hints were taken, by exercise. */
  readonly hints: Readonly<Record<string, number>>;
  /** When an exercise was green first, as ISO 8601. */
  readonly done: Readonly<Record<string, string>>;
}

const NOTHING: CourseState = { version: VERSION, stages: {}, hints: {}, done: {} };

const fileOf = ({ mine }: Places) => path.join(mine, '.course.json');

export function readState(places: Places): CourseState {
  const file = fileOf(places);
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as CourseState;
    if (state.version === VERSION) return { ...NOTHING, ...state };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NOTHING;
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UserError(
    `${file} is not what this course writes. It holds only what is done and which hints were taken:\n` +
      'move it away, and the next command begins a new one. Your code is not touched.',
  );
}

/** Changes the state on disk: `change` sees the one that is there. Whole or not at all: written beside, then renamed. */
export function updateState(
  places: Places,
  change: (state: CourseState) => Partial<CourseState>,
): CourseState {
  const before = readState(places);
  const state = { ...before, ...change(before) };
  const file = fileOf(places);
  mkdirSync(places.mine, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  return state;
}

/** The same with one stage's part changed. */
export function updateStage(places: Places, number: string, change: StageState): CourseState {
  return updateState(places, ({ stages }) => ({
    stages: { ...stages, [number]: { ...stages[number], ...change } },
  }));
}

// `course watch`: looks at the stage's files a few times a second and checks the exercise at hand whenever one was saved.
// By looking at the files' times, not by events of the file system: those do not come on network drives and in some containers,
// and a stage has so few files that looking costs nothing.

import { statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { listStages, type Stage } from '@byor/spec/harness';
import { checkCopy } from '../check/check-copy.ts';
import { isExerciseGreen, tellCheck } from '../check/report.ts';
import { type Exercise, sourceFiles } from '../exercises/catalog.ts';
import { isInteractive } from '../terminal/ask.ts';
import { Keys } from '../terminal/keys.ts';
import { UserError } from '../user-error.ts';
import { hasStarted, myFolder } from '../workspace/places.ts';
import { readState } from '../workspace/state.ts';
import { check, remember } from './check.ts';
import { type Context, exercisesAtHand, OK, say, stageMeant } from './context.ts';
import { hint } from './hint.ts';
import { solution } from './solution.ts';

const LOOK_EVERY_MS = 250;
const CLEAR = '\x1b[2J\x1b[3J\x1b[H';

export async function watch(context: Context, word: string | undefined): Promise<number> {
  const stage = stageMeant(context, word);
  if (!hasStarted(context.places, stage)) {
    throw new UserError(
      `There is no my-redis/${stage.name} yet: npm run course start ${stage.number}`,
    );
  }
  if (!isInteractive()) {
    throw new UserError('`watch` needs a terminal. Elsewhere: npm run course check');
  }
  const session = new Watch(context, stage, exercisesAtHand(context, stage));
  await session.run();
  return OK;
}

class Watch {
  readonly #context: Context;
  readonly #stage: Stage;
  readonly #exercises: readonly Exercise[];
  readonly #keys = new Keys();
  /** The exercise at hand. */
  #at = 0;
  #seen = '';

  constructor(context: Context, stage: Stage, exercises: readonly Exercise[]) {
    this.#context = context;
    this.#stage = stage;
    this.#exercises = exercises;
    const { done } = readState(context.places);
    const open = exercises.findIndex(({ id }) => done[id] === undefined);
    this.#at = Math.max(0, open);
  }

  async run(): Promise<void> {
    try {
      for (let key: string | undefined = ''; key !== 'q' && key !== '\x03'; ) {
        if (key !== undefined) await this.#act(key);
        else if (this.#snapshot() !== this.#seen) await this.#check();
        key = this.#keys.take();
        if (key === undefined) await delay(LOOK_EVERY_MS);
      }
    } finally {
      this.#keys.close();
    }
  }

  async #act(key: string): Promise<void> {
    const { id } = this.#exercises[this.#at] as Exercise;
    if (key === 'h') await this.#show(() => hint(this.#context, id));
    else if (key === 's') await this.#show(() => solution(this.#context, id));
    else if (key === 'a') await this.#show(() => check(this.#context, this.#stage.number, {}));
    else if (key === 'n' || key === 'p') {
      const { length } = this.#exercises;
      this.#at = (this.#at + (key === 'n' ? 1 : length - 1)) % length;
      await this.#check();
    } else if (key === '' || key === '\r') await this.#check();
  }

  async #check(): Promise<void> {
    this.#seen = this.#snapshot();
    const { places } = this.#context;
    const { id, title } = this.#exercises[this.#at] as Exercise;
    this.#context.out.write(`${CLEAR}${this.#context.out.colors.dim(`${id} ${title} …`)}\n`);
    const done = new Set(Object.keys(readState(places).done));
    const folder = myFolder(places, this.#stage);
    const result = await checkCopy(folder, this.#exercises, { done, only: id });
    remember(this.#context, this.#stage, result);
    this.#context.out.write(CLEAR);
    tellCheck(this.#context, this.#stage, result);
    const isGreen = result.exercises.every(isExerciseGreen);
    this.#tellKeys(isGreen);
  }

  async #show(command: () => Promise<unknown>): Promise<void> {
    this.#context.out.write(CLEAR);
    await command();
    this.#tellKeys(false);
  }

  #tellKeys(isGreen: boolean): void {
    const { colors } = this.#context.out;
    const { done } = readState(this.#context.places);
    const bar = this.#exercises
      .map(({ id }, at) => {
        const mark = done[id] === undefined ? '·' : colors.green('✓');
        return at === this.#at ? colors.inverse(` ${id} `) : `${mark} ${colors.dim(id)}`;
      })
      .join('  ');
    const next = isGreen ? colors.bold(colors.green('n next')) : 'n next';
    say(this.#context, `  ${bar}\n`);
    say(this.#context, `  ${next}   p previous   h hint   s solution   a all   q quit`);
    say(this.#context, colors.dim('  Save a file, and it is checked.'));
  }

  /** The times and sizes of all that is watched, this stage's and those of the reader's own stages below. */
  #snapshot(): string {
    const { places } = this.#context;
    const stages = listStages(places.root).filter(
      (stage) => stage.number <= this.#stage.number && hasStarted(places, stage),
    );
    return stages
      .flatMap((stage) => {
        const folder = myFolder(places, stage);
        return sourceFiles(folder).map((file) => stampOf(path.join(folder, file)));
      })
      .join(' ');
  }
}

function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs}:${stat.size}` : 'gone';
}

// What every command is given: places, a clock, a way to speak and to ask. Nothing else of the world is touched past this.

import type { Output } from '@byor/spec/harness';
import { listStages, type Stage } from '@byor/spec/harness';
import { type Exercise, exercisesOf } from '../exercises/catalog.ts';
import { UserError } from '../user-error.ts';
import { type Places, stageNamed } from '../workspace/places.ts';
import { readState } from '../workspace/state.ts';

/** All green, or done. */
export const OK = 0;
/** Something is red, or missing. */
export const RED = 1;
/** It could not be tried. */
export const FAILED = 2;

export interface Context {
  readonly places: Places;
  readonly out: Output;
  /** One JSON document instead of text. */
  readonly isJson: boolean;
  readonly env: NodeJS.ProcessEnv;
  now(): Date;
  /** A question that is answered by yes or no. Refuses, saying how to go on, where nobody can be asked. */
  confirm(question: string, flag: string): Promise<boolean>;
}

/** Text for people: nothing under --json. */
export function say({ out, isJson }: Context, text = ''): void {
  if (!isJson) out.write(`${text}\n`);
}

/** The result for programs: nothing unless --json. */
export function give({ out, isJson }: Context, result: unknown): void {
  if (isJson) out.write(`${JSON.stringify(result, null, 2)}\n`);
}

/** The stage that is named, or else the one at hand: where the command was typed, or what was started last. */
export function stageMeant({ places }: Context, word: string | undefined): Stage {
  if (word !== undefined) return stageNamed(places, word);
  const here = listStages(places.root).find(({ name }) => places.cwd.includes(`my-redis/${name}`));
  if (here) return here;
  const { current } = readState(places);
  if (current !== undefined) return stageNamed(places, current);
  throw new UserError(
    'No stage is begun yet. Begin with the first: npm run course start 01\nOr name one: npm run course check 04',
  );
}

/** The exercise called '2.3', with its stage. */
export function exerciseNamed(
  { places }: Context,
  id: string,
): { stage: Stage; exercise: Exercise } {
  const [number = ''] = id.split('.');
  if (!/^\d+\.\d+$/.test(id)) {
    throw new UserError(`"${id}" is no exercise: they are called 2.3. npm run course lists them.`);
  }
  const stage = stageNamed(places, number);
  const exercises = exercisesOf(stage);
  const exercise = exercises.find((each) => each.id === id);
  if (exercise) return { stage, exercise };
  const list = exercises.map((each) => `  ${each.id}  ${each.title}`).join('\n');
  throw new UserError(
    `There is no exercise ${id}. Stage ${stage.number} has:\n${list || '  none'}`,
  );
}

/** The stage's exercises that the reader's copy has taken out. */
export function exercisesAtHand(context: Context, stage: Stage): Exercise[] {
  const { exercises: ids } = readState(context.places).stages[stage.number] ?? {};
  return exercisesOf(stage).filter(({ id }) => ids?.includes(id) ?? true);
}

/** The exercise that is next: the first that was never green. */
export function nextExercise(context: Context, stage: Stage): Exercise | undefined {
  const { done } = readState(context.places);
  return exercisesAtHand(context, stage).find(({ id }) => done[id] === undefined);
}

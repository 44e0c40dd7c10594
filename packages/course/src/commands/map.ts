// `course`: the whole way at a glance: stages, exercises, what is done, what is next.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { listStages, type Stage } from '@byor/spec/harness';
import { type Exercise, exercisesOf } from '../exercises/catalog.ts';
import { hasStarted } from '../workspace/places.ts';
import { type CourseState, readState } from '../workspace/state.ts';
import { type Context, give, nextExercise, OK, say } from './context.ts';

export interface StageView {
  readonly stage: Stage;
  readonly exercises: readonly Exercise[];
  readonly done: number;
  readonly isStarted: boolean;
  readonly isFinished: boolean;
}

export async function map(context: Context): Promise<number> {
  const { places } = context;
  const state = readState(places);
  const views = listStages(places.root).map((stage) => viewOf(context, stage, state));
  const current = views.find(({ stage }) => stage.number === state.current);
  const next = current && nextExercise(context, current.stage);
  tellMap(context, views, state);
  say(context, `  ${nextStep(context, views, current, next)}\n`);
  give(context, {
    current: state.current,
    next: next?.id,
    stages: views.map(({ stage, exercises, isStarted, isFinished }) => ({
      number: stage.number,
      name: stage.name,
      isStarted,
      isFinished,
      exercises: exercises.map(({ id, title }) => ({
        id,
        title,
        done: state.done[id],
        hints: state.hints[id] ?? 0,
      })),
    })),
  });
  return OK;
}

export function viewOf({ places }: Context, stage: Stage, state: CourseState): StageView {
  const exercises = exercisesOf(stage);
  return {
    stage,
    exercises,
    done: exercises.filter(({ id }) => state.done[id] !== undefined).length,
    isStarted: hasStarted(places, stage),
    isFinished: state.stages[stage.number]?.finished !== undefined,
  };
}

function tellMap(context: Context, views: readonly StageView[], state: CourseState): void {
  const { colors } = context.out;
  say(context, `\n${colors.bold('From Socket to Sorted Set')}\n`);
  for (const view of views) {
    const isCurrent = view.stage.number === state.current;
    say(context, `${isCurrent ? colors.cyan('▸') : ' '} ${stageLine(context, view)}`);
    if (isCurrent)
      for (const exercise of view.exercises) say(context, exerciseLine(context, exercise, state));
  }
  say(context);
}

export function stageLine({ out: { colors } }: Context, view: StageView): string {
  const { stage, exercises, done, isStarted, isFinished } = view;
  const name = `${stage.number} ${stage.name.slice(3).replaceAll('-', ' ')}`.padEnd(16);
  const bar = colors.green('█'.repeat(done)) + colors.dim('░'.repeat(exercises.length - done));
  const padding = ' '.repeat(Math.max(0, 9 - exercises.length));
  const count = exercises.length === 0 ? '' : `${done} of ${exercises.length}`;
  const note = isFinished
    ? colors.green('all green')
    : isStarted
      ? 'begun'
      : colors.dim(noteOf(view));
  return `${colors.bold(name)} ${bar}${padding} ${count.padEnd(7)} ${note}`;
}

function noteOf({ stage, exercises }: StageView): string {
  if (exercises.length > 0) return `npm run course start ${stage.number}`;
  return existsSync(path.join(stage.folder, 'src/main.ts'))
    ? `npm run course -- check ${stage.number} --cmd "…": a server of your own`
    : 'not here yet';
}

function exerciseLine(
  { out: { colors } }: Context,
  { id, title }: Exercise,
  state: CourseState,
): string {
  const isDone = state.done[id] !== undefined;
  const hints = state.hints[id] ? colors.dim(`  ${state.hints[id]} of 3 hints`) : '';
  return `     ${isDone ? colors.green('✓') : colors.dim('·')} ${id}  ${title}${hints}`;
}

function nextStep(
  { out: { colors } }: Context,
  views: readonly StageView[],
  current: StageView | undefined,
  next: Exercise | undefined,
): string {
  if (next)
    return `next  ${colors.bold(`${next.id} ${next.title}`)}: npm run course watch, npm run course hint`;
  if (current && !current.isFinished)
    return `next  npm run course check ${current.stage.number}: the rest of stage ${current.stage.number}`;
  const open = views.filter(({ isStarted, exercises }) => !isStarted && exercises.length > 0);
  const number = current?.stage.number ?? '';
  const following = open.find(({ stage }) => stage.number > number) ?? open[0];
  if (following) return `next  npm run course start ${following.stage.number}`;
  return 'next  a server of your own: npm run course eject 07 ../my-kv';
}

// `course` in a terminal: the map, and the way on by arrow keys.

import { listStages } from '@byor/spec/harness';
import { isCancel, select } from '@clack/prompts';
import { readState } from '../workspace/state.ts';
import { check } from './check.ts';
import { type Context, OK } from './context.ts';
import { diff } from './diff.ts';
import { hint } from './hint.ts';
import { map, type StageView, viewOf } from './map.ts';
import { reset } from './reset.ts';
import { start } from './start.ts';
import { watch } from './watch.ts';

type Action = 'start' | 'watch' | 'check' | 'hint' | 'diff' | 'reset';

export async function menu(context: Context): Promise<number> {
  await map(context);
  const state = readState(context.places);
  const views = listStages(context.places.root).map((stage) => viewOf(context, stage, state));
  const view = await select({
    message: 'Which stage? (Esc leaves)',
    options: views.map((each) => ({ value: each, label: labelOf(each) })),
    initialValue: views.find(({ stage }) => stage.number === state.current) ?? views[0],
  });
  if (isCancel(view) || view === undefined) return OK;
  const action = await select<Action>({
    message: `Stage ${view.stage.number}`,
    options: actionsOf(view),
  });
  if (isCancel(action)) return OK;
  return run(context, view.stage.number, action);
}

function labelOf({ stage, exercises, done }: StageView): string {
  const count = exercises.length === 0 ? '' : `  ${done} of ${exercises.length}`;
  return `${stage.number} ${stage.name.slice(3).replaceAll('-', ' ')}${count}`;
}

function actionsOf({ exercises, isStarted }: StageView): { value: Action; label: string }[] {
  const whatItAdds = { value: 'diff' as const, label: 'what this stage adds' };
  if (exercises.length === 0) return [whatItAdds];
  if (!isStarted) return [{ value: 'start', label: 'start it in my-redis/' }, whatItAdds];
  return [
    { value: 'watch', label: 'watch: check on every save' },
    { value: 'check', label: 'check it once' },
    { value: 'hint', label: 'a hint for the next exercise' },
    whatItAdds,
    { value: 'reset', label: 'begin it anew' },
  ];
}

async function run(context: Context, stage: string, action: Action): Promise<number> {
  switch (action) {
    case 'start':
      return start(context, stage, {});
    case 'watch':
      return watch(context, stage);
    case 'check':
      return check(context, stage, {});
    case 'hint':
      return hint(context, undefined);
    case 'diff':
      return diff(context, undefined, stage, {});
    case 'reset':
      return reset(context, stage, {});
  }
}

// `course reset 02`: begins a stage anew, the same way as before. What was written is moved aside, not deleted.

import { mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../user-error.ts';
import { hasStarted, myFolder, shown } from '../workspace/places.ts';
import { readState } from '../workspace/state.ts';
import { type Context, FAILED, OK, say, stageMeant } from './context.ts';
import { begin } from './start.ts';

export async function reset(
  context: Context,
  word: string | undefined,
  { yes = false }: { yes?: boolean | undefined },
): Promise<number> {
  const { places } = context;
  const stage = stageMeant(context, word);
  if (!hasStarted(places, stage)) {
    throw new UserError(
      `There is no my-redis/${stage.name} yet: npm run course start ${stage.number}`,
    );
  }
  const question = `Move my-redis/${stage.name} aside and begin it anew?`;
  if (!yes && !(await context.confirm(question, '--yes'))) return FAILED;
  const aside = path.join(places.mine, '.aside', `${stage.name}-${stamp(context.now())}`);
  mkdirSync(path.dirname(aside), { recursive: true });
  renameSync(myFolder(places, stage), aside);
  say(context, `What you had is kept in ${shown(places, aside)}.`);
  const { mine, exercises = [] } = readState(places).stages[stage.number] ?? {};
  begin(context, stage, { mine, only: exercises.length === 1 ? exercises[0] : undefined });
  return OK;
}

/** A time in a name: 2026-03-01T10-20-30. */
export function stamp(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(':', '-');
}

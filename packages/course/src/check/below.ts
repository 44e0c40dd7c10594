// What a stage lacks that stands on the reader's own: an exercise of the stage below that is open makes tests of this one red, and
// none of them says why.

import type { Stage } from '@byor/spec/harness';
import { type Context, say } from '../commands/context.ts';
import { exercisesOf } from '../exercises/catalog.ts';
import { myFolder, stageBelow } from '../workspace/places.ts';
import { readState } from '../workspace/state.ts';
import { openPlace } from './progress.ts';

/** Says nothing where nothing is open, or where the stage stands on the course's. */
export function tellOpenBelow(context: Context, stage: Stage): void {
  const { places, out } = context;
  const below = stageBelow(places, stage);
  if (below === undefined || !readState(places).stages[stage.number]?.mine) return;
  const folder = myFolder(places, below);
  const open = exercisesOf(below).filter((each) => openPlace(folder, each) !== undefined);
  if (open.length === 0) return;
  const ids = open.map(({ id }) => id).join(', ');
  const are = open.length === 1 ? 'is' : 'are';
  const text = `It stands on your own stage ${below.number}, where ${ids} ${are} yours to write: what needs them cannot work.`;
  say(context, out.colors.yellow(text));
}

// What a stage that stands on the reader's own lacks: an exercise of the stage below that is not written makes tests of this one red,
// and none of them says why.

import type { Stage } from '@byor/spec/harness';
import { openPlace } from '../check/progress.ts';
import { exercisesOf } from '../exercises/catalog.ts';
import { myFolder, type Places, stageBelow } from './places.ts';

/** A line, or none. */
export function unwrittenBelow(places: Places, stage: Stage): readonly string[] {
  const below = stageBelow(places, stage);
  if (below === undefined) return [];
  const folder = myFolder(places, below);
  const open = exercisesOf(below).filter((each) => openPlace(folder, each) !== undefined);
  if (open.length === 0) return [];
  const ids = open.map(({ id }) => id).join(', ');
  return [
    `It stands on your own stage ${below.number}, where ${ids} ${open.length === 1 ? 'is' : 'are'} yours to write: what needs them cannot work.`,
  ];
}

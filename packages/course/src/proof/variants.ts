// The steps on which a reader passes through a stage: variant k has the first k exercises written and the others taken out.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Stage } from '@byor/spec/harness';
import type { Exercise } from '../exercises/catalog.ts';
import { copyStage } from '../workspace/copy.ts';

/** Writes variant `k` into a folder of its own, and returns that. */
export function writeVariant(
  stage: Stage,
  exercises: readonly Exercise[],
  k: number,
  { folder, root }: { folder: string; root: string },
): string {
  const taken = new Set(exercises.slice(k).map(({ id }) => id));
  const target = path.join(folder, `k${k}`, stage.name);
  mkdirSync(path.dirname(target), { recursive: true });
  copyStage({ stage, target, isTaken: (id) => taken.has(id), root });
  return target;
}

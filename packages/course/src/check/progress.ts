// Which exercises of a copy have been begun, by looking: one whose bodies still say "yours to write" has not.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Exercise } from '../exercises/catalog.ts';
import { yoursToWrite } from '../exercises/starter.ts';

/** Where an exercise still says that it is yours to write: `src/stream.ts:29`, the first of such places. */
export function openPlace(folder: string, exercise: Exercise): string | undefined {
  for (const file of new Set(exercise.parts.map((part) => part.file))) {
    const full = path.join(folder, file);
    if (!existsSync(full)) continue;
    const lines = readFileSync(full, 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes(`'${yoursToWrite(exercise.id)}'`));
    if (at >= 0) return `${file}:${at + 1}`;
  }
  return undefined;
}

// What this server promises, and where each promise is tried: the one list that docs/promises.md is made from.

import type { Chapter } from './chapter.ts';
import { acknowledged } from './chapters/acknowledged.ts';
import { endurance } from './chapters/endurance.ts';
import { faults } from './chapters/faults.ts';
import { input } from './chapters/input.ts';
import { share } from './chapters/share.ts';
import { strangers } from './chapters/strangers.ts';

export const chapters: readonly Chapter[] = [
  acknowledged,
  faults,
  input,
  share,
  strangers,
  endurance,
];

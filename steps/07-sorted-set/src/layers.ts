// What this stage's server is made of: the one below, and sorted sets.

import { type Layer, layers as layersBelow } from '@byor/06-aof/core';
import { sortedSets } from './sorted-sets.ts';

export const layers: readonly Layer[] = [...layersBelow, sortedSets];

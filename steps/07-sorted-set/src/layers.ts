// What this stage's server is made of: the one below, and sorted sets.

import { type Layer, layers as layersBelow, type PersistenceOptions } from '@byor/06-aof/core';
import { sortedSets } from './sorted-sets.ts';

export function layers(options: PersistenceOptions): readonly Layer[] {
  return [...layersBelow(options), sortedSets];
}

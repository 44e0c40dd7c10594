// What this stage's server is made of: the one below, and a log that outlives it. The layer wants to know its disk.

import { type Layer, layers as layersBelow } from '@byor/05-expiry/core';
import { type PersistenceOptions, persistence } from './persistence.ts';

export function layers(options: PersistenceOptions): readonly Layer[] {
  return [...layersBelow, persistence(options)];
}

// This stage's engine without sockets, on a clock that the test moves.

import { type Flags, startLayers, type TestEngine } from '@byor/04-kv/testing';
import { type Layer, layers } from '../src/core.ts';

export * from '@byor/04-kv/testing';

export function startEngine(flags: Flags = {}, ...more: readonly Layer[]): TestEngine {
  return startLayers([...layers, ...more], flags);
}

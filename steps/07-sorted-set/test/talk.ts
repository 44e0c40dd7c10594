// This stage's engine without sockets, on a clock that the test moves and a disk in memory.

import { type Flags, type LoggedEngine, startLayers, testReport } from '@byor/06-aof/testing';
import { type Disk, type Layer, layers, MemoryFileSystem } from '../src/core.ts';

export * from '@byor/06-aof/testing';

/** With `appendonly yes` and the disk given. */
export function startLogged(
  disk: Disk,
  flags: Flags = {},
  ...more: readonly Layer[]
): LoggedEngine {
  const report = testReport();
  const all = [...layers({ disk, report }), ...more];
  return { ...startLayers(all, { appendonly: 'yes', ...flags }), report };
}

/** Without a log, unless a test switches it on. */
export function startEngine(flags: Flags = {}, ...more: readonly Layer[]): LoggedEngine {
  return startLogged(new MemoryFileSystem(), { appendonly: 'no', ...flags }, ...more);
}

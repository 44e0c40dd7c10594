// This stage's engine without sockets, on a clock that the test moves and a disk in memory.

import { type Flags, startLayers, type TestEngine } from '@byor/05-expiry/testing';
import { type Disk, type Layer, layers, MemoryFileSystem, type Report } from '../src/core.ts';

export * from '@byor/05-expiry/testing';

export interface TestReport extends Report {
  readonly notes: string[];
  readonly warnings: string[];
}

export function testReport(): TestReport {
  const notes: string[] = [];
  const warnings: string[] = [];
  return {
    notes,
    warnings,
    note: (text) => notes.push(text),
    warn: (text) => warnings.push(text),
  };
}

export interface LoggedEngine extends TestEngine {
  readonly report: TestReport;
}

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

/** A turn's end. */
export function endTurn({ engine }: LoggedEngine): void {
  engine.maintain();
  engine.persist();
}

/** Turns until no rewrite runs, whose end `turn` is. */
export async function finishRewrite(server: LoggedEngine, turn = endTurn): Promise<void> {
  for (let left = 2000; isRewriting(server); left--) {
    if (left === 0) throw new Error('the rewrite does not end');
    turn(server);
    await Promise.resolve(); // a sync beside the loop ends
    await Promise.resolve();
  }
}

function isRewriting(server: LoggedEngine): boolean {
  return server.connect().say('INFO persistence').includes('aof_rewrite_in_progress:1');
}

/** Without a log, unless a test switches it on. */
export function startEngine(flags: Flags = {}, ...more: readonly Layer[]): LoggedEngine {
  return startLogged(new MemoryFileSystem(), { appendonly: 'no', ...flags }, ...more);
}

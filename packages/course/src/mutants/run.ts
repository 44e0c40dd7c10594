// Tries a mutant: starts the broken server, and lets the case that should catch it look.

import path from 'node:path';
import { type RunningServer, type Stage, startCommand } from '@byor/spec/harness';
import { explain, type LocatedCase, runCase } from '@byor/spec/runner';
import pc from 'picocolors';
import { bundleMutant } from './bundle.ts';
import type { Mutant } from './mutant.ts';

export interface MutantVerdict {
  readonly mutant: Mutant;
  /** What the case says; undefined: it passes on this wrong server. */
  readonly report: string | undefined;
  /** Whether the report names the cause. */
  readonly isNamed: boolean;
}

/** A wrong server often says nothing; one that answers has time enough on a busy machine. */
const REPLY_TIMEOUT_MS = 3_000;

/** `folder` is a new one for this mutant. */
export async function tryMutant(
  stage: Stage,
  mutant: Mutant,
  cases: readonly LocatedCase[],
  folder: string,
): Promise<MutantVerdict> {
  const wireCase = cases.find(({ fullId }) => fullId === mutant.caughtBy);
  if (wireCase === undefined) {
    throw new Error(`mutant ${stage.name}/${mutant.id}: there is no case ${mutant.caughtBy}`);
  }
  const program = await bundleMutant(stage, mutant, folder);
  const server = await startCommand(commandLine(stage, program));
  try {
    const report = await failureOf(wireCase, stage, server);
    return { mutant, report, isNamed: report !== undefined && mutant.says.test(report) };
  } finally {
    await server.stop();
  }
}

/** The first stage that keeps a log: its cases about that need one. */
const FIRST_WITH_LOG = '06';

function commandLine({ number }: Stage, program: string): string {
  const log = ['--appendonly', 'yes', '--dir', path.dirname(program)];
  const flags = ['--port', '0', ...(number >= FIRST_WITH_LOG ? log : [])];
  return [process.execPath, program, ...flags].map((word) => JSON.stringify(word)).join(' ');
}

async function failureOf(
  wireCase: LocatedCase,
  { number: stage }: Stage,
  { host, port }: RunningServer,
): Promise<string | undefined> {
  const outcome = await runCase(wireCase, { host, port, stage, timeoutMs: REPLY_TIMEOUT_MS });
  if (outcome.kind === 'skipped') throw new Error(`${wireCase.fullId}: ${outcome.reason}`);
  if (outcome.kind === 'passed') return undefined;
  return explain(wireCase, outcome.error, outcome.transcript, pc.createColors(false));
}

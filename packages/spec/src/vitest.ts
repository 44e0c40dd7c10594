// The wire cases as vitest tests: on the stage's own server, and on redis-server, which proves the cases.

import pc from 'picocolors';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { explain } from './explain.ts';
import { holdsAt, type LocatedCase, loadCases, ROOT } from './repository.ts';
import { runCase, type Target } from './run.ts';
import { type RunningServer, startRedis, startStage } from './server.ts';
import { redisVersion, requireTool, warnOfVersion } from './tools.ts';

export { requireTool } from './tools.ts';

/** A reply is waited for this long: a test run shares its machine, and slow is not wrong here. */
const REPLY_TIMEOUT_MS = 10_000;

/** How long a server that fails a case is given to turn out to have died. */
const ENDING_MS = 100;

export interface WireSuiteOptions {
  /** Flags for the stage's server. */
  readonly flags?: readonly string[];
  /** Whether the stage's own cases run on redis-server too, where that is installed; true unless said otherwise. */
  readonly redis?: boolean;
  /** Flags for redis-server. */
  readonly redisFlags?: readonly string[];
  /** Another server in the stage's place, and another course: for the tests of this suite itself. */
  readonly start?: () => Promise<RunningServer>;
  readonly root?: string;
}

/**
 * Registers every case that holds at this stage as a test on the stage's server, earlier stages' cases included,
 * and this stage's own final cases (no `until`) as tests on redis-server.
 */
export function wireSuite(stage: string, options: WireSuiteOptions = {}): void {
  const { flags = [], redis = true, redisFlags = [], root = ROOT } = options;
  const { start = () => startStage(stage, flags) } = options;
  describe(['stage', stage, ...flags].join(' '), async () => {
    const cases = (await loadCases(root)).filter((wireCase) => holdsAt(wireCase, stage));
    registerCases(cases, { stage }, start);
  });
  if (redis) registerRedis(stage, redisFlags, root);
}

function registerRedis(stage: string, flags: readonly string[], root: string): void {
  const tool = requireTool('redis-server');
  const version = redisVersion(tool.path);
  const warning = version && warnOfVersion(version);
  if (warning) console.warn(warning);
  const name = tool.missing ? tool.note : [`redis-server ${version}`, ...flags].join(' ');
  describe.skipIf(tool.missing)(name, async () => {
    const cases = (await loadCases(root)).filter((wireCase) => wireCase.stage.number === stage);
    const final = cases.filter((wireCase) => wireCase.until === undefined);
    registerCases(final, { stage: '99', isRedis: true }, () => startRedis(flags));
  });
}

function registerCases(
  cases: readonly LocatedCase[],
  about: Pick<Target, 'stage' | 'isRedis'>,
  start: () => Promise<RunningServer>,
): void {
  let server: RunningServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server?.stop());
  for (const wireCase of cases) {
    test(`${wireCase.fullId}: ${wireCase.title}`, async ({ skip }) => {
      if (!server.alive()) throw withoutStack(`it ended earlier:\n${server.lastWords()}`);
      const { host, port } = server;
      const outcome = await runCase(wireCase, {
        ...about,
        host,
        port,
        timeoutMs: REPLY_TIMEOUT_MS,
      });
      if (outcome.kind === 'skipped') skip(outcome.reason);
      if (outcome.kind !== 'failed') return;
      const text = explain(wireCase, outcome.error, outcome.transcript, pc.createColors(false));
      const ended = await server.ended(ENDING_MS);
      throw withoutStack(ended ? `${text}\n\nthe server ended:\n${server.lastWords()}` : text);
    });
  }
}

/** The text says where to look; the stack would only show the runner. */
function withoutStack(message: string): Error {
  const error = new Error(`\n${message}`);
  error.stack = '';
  return error;
}

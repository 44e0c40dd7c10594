// The spec command: its flags, its choice of server, and the run from the first case to the summary.

import { Command, CommanderError } from 'commander';
import { select, shuffle } from './plan.ts';
import {
  type Output,
  type Result,
  type Summary,
  standardOutput,
  tellProgress,
  tellSummary,
  toJson,
} from './report.ts';
import { findStage, type LocatedCase, listStages, loadCases, ROOT } from './repository.ts';
import { runCase } from './run.ts';
import { foreignServer, ownServer, type TestedServer, UsageError } from './target.ts';

interface Flags {
  readonly stage?: string;
  readonly only?: string[];
  readonly cmd?: string;
  readonly url?: string;
  readonly flush?: boolean;
  readonly json?: boolean;
  readonly list?: boolean;
  readonly bail?: boolean;
  readonly seed?: number;
  /** Seconds. */
  readonly timeout: number;
}

/** So many cases in a row without a reply, and the server is taken for dead. Bounds a run that only waits. */
const SILENT_IN_A_ROW = 6;
const ENDED_MOST = 5;

/** Runs the command and gives its exit code. */
export async function main(
  argv: readonly string[],
  out: Output = standardOutput(),
  root = ROOT,
): Promise<number> {
  try {
    const flags = parseFlags(argv, out);
    const stage = flags.stage ? findStage(flags.stage, root) : lastStage(root);
    const cases = select(await loadCases(root), stage.number, flags.only);
    if (cases.length === 0) throw new UsageError(nothingToRun(flags));
    return flags.list ? list(out, cases, flags) : await test(out, cases, stage.number, flags);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(`spec: ${(error as Error).message}`);
    return 2;
  }
}

function parseFlags(argv: readonly string[], out: Output): Flags {
  const command = new Command('npm run spec --')
    .description('Runs the black-box cases of a stage and of all before it against a server.')
    .option('--stage <number>', 'the stage whose cases must hold (default: the last one)')
    .option('--only <pattern...>', "cases by id: '04/strings/*'")
    .option(
      '--cmd <command>',
      'starts your server: {port} becomes a free port, or print the ready line',
    )
    .option('--url <url>', 'tests a server that runs: redis://[:password@]127.0.0.1:6379')
    .option('--flush', 'with --url: the server may lose all its keys')
    .option('--seed <number>', 'repeats the order of an earlier run', toSeed)
    .option('--timeout <seconds>', 'how long one reply may take', toSeconds, 2)
    .option('--bail', 'stops at the first failure')
    .option('--list', 'names the cases and runs none')
    .option('--json', 'prints one JSON document')
    .addHelpText('after', '\nWithout --cmd and --url the stage of this repository is tested.')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.write(text) });
  command.parse(argv, { from: 'user' });
  const flags = command.opts<Flags>();
  if (flags.cmd && flags.url) throw new UsageError('give --cmd or --url, not both');
  return flags;
}

function toSeed(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new UsageError(`"${text}" is not a seed: a whole number is`);
  return Number(text);
}

function toSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new UsageError(`"${text}" is not a number of seconds`);
  return seconds;
}

function lastStage(root: string) {
  const stage = listStages(root).at(-1);
  if (!stage) throw new UsageError('there is no stage');
  return stage;
}

function nothingToRun({ only, stage }: Flags): string {
  const where = stage ? ` of stage ${stage}` : '';
  return only
    ? `no case${where} matches ${only.join(' ')}; --list names them`
    : `there are no cases${where}`;
}

function list(out: Output, cases: readonly LocatedCase[], flags: Flags): number {
  if (flags.json) {
    const shown = cases.map(({ fullId, title, chapter, until }) => ({
      id: fullId,
      title,
      chapter,
      until,
    }));
    out.write(`${JSON.stringify(shown, null, 2)}\n`);
    return 0;
  }
  for (const { fullId, title } of cases) out.write(`${fullId}  ${out.colors.dim(title)}\n`);
  out.write(`${cases.length} cases\n`);
  return 0;
}

async function test(
  out: Output,
  cases: LocatedCase[],
  stage: string,
  flags: Flags,
): Promise<number> {
  const seed = flags.seed ?? Math.floor(Math.random() * 2 ** 31);
  const timeoutMs = flags.timeout * 1000;
  const server = flags.url
    ? await foreignServer(stage, { url: flags.url, flush: flags.flush === true, timeoutMs })
    : await ownServer(stage, { cmd: flags.cmd, timeoutMs });
  const report = flags.json ? { ...out, isTTY: false, write: () => undefined } : out;
  try {
    announce(report, server, cases.length, seed);
    const summary = await runAll(report, cases, server, { ...flags, seed });
    if (flags.json) out.write(`${toJson(summary)}\n`);
    else tellSummary(out, summary);
    const failed = summary.results.some(({ outcome }) => outcome.kind === 'failed');
    return failed || summary.notRun > 0 ? 1 : 0;
  } finally {
    await server.stop();
  }
}

function announce(out: Output, server: TestedServer, count: number, seed: number): void {
  const { host, port, isRedis, stage } = server.target();
  const what = `${server.name}${isRedis ? ' (redis-server)' : ''} at ${host}:${port}`;
  out.write(`${out.colors.bold(what)}: ${count} cases up to stage ${stage}, seed ${seed}\n\n`);
  if (server.warning) out.write(`${out.colors.yellow(server.warning)}\n\n`);
}

/** Runs the cases in the order of the seed, and puts the results back into the order of the course. */
async function runAll(
  out: Output,
  cases: readonly LocatedCase[],
  server: TestedServer,
  flags: Flags & { readonly seed: number },
): Promise<Summary> {
  const startedAt = performance.now();
  const results = new Map<LocatedCase, Result>();
  const tally = new Tally(flags.bail === true);
  for (const wireCase of shuffle(cases, flags.seed)) {
    const result = await runOne(wireCase, server);
    results.set(wireCase, result);
    tally.add(result);
    tellProgress(out, results.size, cases.length, tally.failed);
    if (tally.stop) break;
  }
  return {
    server: server.name,
    stage: server.target().stage,
    seed: flags.seed,
    again: again(flags),
    results: cases.flatMap((wireCase) => results.get(wireCase) ?? []),
    notRun: cases.length - results.size,
    stoppedBecause: tally.stop,
    durationMs: performance.now() - startedAt,
  };
}

async function runOne(wireCase: LocatedCase, server: TestedServer): Promise<Result> {
  const startedAt = performance.now();
  const outcome = await runCase(wireCase, server.target());
  const durationMs = performance.now() - startedAt;
  const lastWords = outcome.kind === 'failed' ? await server.lastWords() : undefined;
  await server.revive(isSilent(outcome));
  return { wireCase, outcome, durationMs, lastWords };
}

function isSilent(outcome: Result['outcome']): boolean {
  return outcome.kind === 'failed' && / within [\d.]+ s|longer than/.test(outcome.error.message);
}

/** The flags that lead to the same server again. */
function again({ stage, cmd, url }: Flags): string {
  const flags = { stage, cmd: cmd && JSON.stringify(cmd), url };
  return Object.entries(flags)
    .map(([name, value]) => (value ? `--${name} ${value} ` : ''))
    .join('');
}

/** Counts failures, and decides when to go on makes no sense. */
class Tally {
  failed = 0;
  stop: string | undefined;
  readonly #bail: boolean;
  #silent = 0;
  #ended = 0;

  constructor(bail: boolean) {
    this.#bail = bail;
  }

  add({ outcome, lastWords }: Result): void {
    if (outcome.kind === 'failed') this.failed++;
    this.#silent = isSilent(outcome) ? this.#silent + 1 : 0;
    if (lastWords !== undefined) this.#ended++;
    if (this.#silent === SILENT_IN_A_ROW)
      this.stop = `${SILENT_IN_A_ROW} cases in a row got no reply`;
    if (this.#ended === ENDED_MOST) this.stop = `the server ended ${ENDED_MOST} times`;
    if (this.#bail && this.failed > 0) this.stop = 'at the first failure (--bail)';
  }
}

// What a run looks like: progress while it goes, then the failures in the order of the course, then the sums.

import pc from 'picocolors';
import { type Colors, explain, hintOf } from './explain.ts';
import type { LocatedCase } from './repository.ts';
import type { Outcome } from './run.ts';

export interface Result {
  readonly wireCase: LocatedCase;
  readonly outcome: Outcome;
  readonly durationMs: number;
  /** What a server of ours printed last, when it ended during the case. */
  readonly lastWords?: string | undefined;
}

export interface Summary {
  readonly server: string;
  readonly stage: string;
  readonly seed: number;
  /** The flags that choose the same server: '--stage 04 --url … '. */
  readonly again: string;
  /** In the order of the course, not of the run. */
  readonly results: readonly Result[];
  /** Cases chosen and not tried, with the reason. */
  readonly notRun: number;
  readonly stoppedBecause?: string | undefined;
  readonly durationMs: number;
}

export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  readonly colors: Colors;
}

/** Standard output; colours as picocolors decides (NO_COLOR, FORCE_COLOR, a terminal). Whoever has read enough (`| head`) ends us. */
export function standardOutput(): Output {
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return {
    write: (text) => void process.stdout.write(text),
    isTTY: process.stdout.isTTY === true,
    colors: pc,
  };
}

/** Failures explained in full; the others get a line each. A beginner mends the first, not the hundredth. */
const EXPLAINED = 5;
const LINES_FOR_OTHERS = 40;

/** Overwrites one line on a terminal; says nothing elsewhere. */
export function tellProgress(out: Output, done: number, total: number, failed: number): void {
  if (!out.isTTY) return;
  const failures = failed > 0 ? out.colors.red(`  ${failed} failed`) : '';
  out.write(`\r\x1b[K  ${out.colors.dim(`${done}/${total}`)}${failures}`);
}

export function tellSummary(out: Output, summary: Summary): void {
  if (out.isTTY) out.write('\r\x1b[K');
  const failures = summary.results.filter(({ outcome }) => outcome.kind === 'failed');
  out.write(tellTopics(summary.results, out.colors));
  for (const result of failures.slice(0, EXPLAINED))
    out.write(`${explainResult(result, out.colors)}\n\n`);
  const others = failures.slice(EXPLAINED);
  for (const { wireCase } of others.slice(0, LINES_FOR_OTHERS)) {
    out.write(`${out.colors.red('✗')} ${wireCase.fullId}  ${wireCase.title}\n`);
  }
  if (others.length > LINES_FOR_OTHERS)
    out.write(`  … and ${others.length - LINES_FOR_OTHERS} more\n`);
  if (others.length > 0) out.write('\n');
  tellCommonCause(out, failures);
  tellSkips(out, summary.results);
  tellTotals(out, summary, failures);
}

function explainResult({ wireCase, outcome, lastWords }: Result, colors: Colors): string {
  if (outcome.kind !== 'failed') return '';
  const text = `${colors.red('✗')} ${explain(wireCase, outcome.error, outcome.transcript, colors)}`;
  if (lastWords === undefined) return text;
  const words = lastWords || '(it printed nothing)';
  return `${text}\n  ${colors.red('the server ended; its last words:')}\n    ${words.replaceAll('\n', '\n    ')}`;
}

/** One line a topic: '✓ 04-kv  strings  118 passed'. */
function tellTopics(results: readonly Result[], colors: Colors): string {
  const topics = new Map<string, Result[]>();
  for (const result of results) {
    const name = `${result.wireCase.stage.name}\t${result.wireCase.topic}`;
    topics.set(name, [...(topics.get(name) ?? []), result]);
  }
  let stageBefore = '';
  let text = '';
  for (const [name, members] of topics) {
    const [stage = '', topic = ''] = name.split('\t');
    const failed = count(members, 'failed');
    const passed = count(members, 'passed');
    const mark = failed > 0 ? colors.red('✗') : passed > 0 ? colors.green('✓') : colors.yellow('-');
    const shown = stage === stageBefore ? '' : stage;
    stageBefore = stage;
    text += `${mark} ${colors.bold(shown.padEnd(16))} ${topic.padEnd(20)} ${counts(members, colors)}\n`;
  }
  return `${text}\n`;
}

function count(results: readonly Result[], kind: Outcome['kind']): number {
  return results.filter(({ outcome }) => outcome.kind === kind).length;
}

function counts(results: readonly Result[], colors: Colors): string {
  const failed = count(results, 'failed');
  const skipped = count(results, 'skipped');
  const parts = [`${count(results, 'passed')} passed`];
  if (failed > 0) parts.push(colors.red(`${failed} failed`));
  if (skipped > 0) parts.push(colors.yellow(`${skipped} skipped`));
  return parts.join(', ');
}

/** Many failures often have one cause: said when at least half of them point to it. */
function tellCommonCause(out: Output, failures: readonly Result[]): void {
  const hints = new Map<string, number>();
  for (const { outcome } of failures) {
    const hint = outcome.kind === 'failed' && hintOf(outcome.error, outcome.transcript);
    if (hint) hints.set(hint, (hints.get(hint) ?? 0) + 1);
  }
  const [most] = [...hints].sort(([, a], [, b]) => b - a);
  if (!most || most[1] < 3 || most[1] * 2 < failures.length) return;
  out.write(`${most[1]} of ${failures.length} failures look alike: ${most[0]}\n\n`);
}

/** No skip is silent: each reason with its cases. */
function tellSkips(out: Output, results: readonly Result[]): void {
  const reasons = new Map<string, string[]>();
  for (const { outcome, wireCase } of results) {
    if (outcome.kind !== 'skipped') continue;
    reasons.set(outcome.reason, [...(reasons.get(outcome.reason) ?? []), wireCase.fullId]);
  }
  for (const [reason, ids] of reasons) {
    out.write(`${out.colors.yellow('skipped')} ${reason}: ${ids.join(', ')}\n`);
  }
}

function tellTotals(out: Output, summary: Summary, failures: readonly Result[]): void {
  const { colors } = out;
  if (summary.stoppedBecause) out.write(`${colors.red('stopped')} ${summary.stoppedBecause}\n`);
  const notRun = summary.notRun > 0 ? `, ${summary.notRun} not run` : '';
  const seconds = (summary.durationMs / 1000).toFixed(1);
  const failed = failures.length > 0 ? '' : ', 0 failed';
  out.write(
    `${counts(summary.results, colors)}${failed}${notRun} in ${seconds} s (seed ${summary.seed})\n`,
  );
  const first = failures[0];
  if (first) {
    const flags = `${summary.again}--only ${first.wireCase.fullId}`;
    out.write(colors.dim(`the first failure again: npm run spec -- ${flags}\n`));
  }
}

/** The whole run as one JSON document, for programs. */
export function toJson(summary: Summary): string {
  const { results, ...about } = summary;
  const cases = results.map(({ wireCase, outcome, durationMs, lastWords }) => ({
    id: wireCase.fullId,
    title: wireCase.title,
    chapter: wireCase.chapter,
    outcome: outcome.kind,
    durationMs: Math.round(durationMs),
    ...(outcome.kind === 'skipped' && { reason: outcome.reason }),
    ...(outcome.kind === 'failed' && {
      message: outcome.error.message,
      explanation: explain(wireCase, outcome.error, outcome.transcript, pc.createColors(false)),
      ...(lastWords !== undefined && { serverOutput: lastWords }),
    }),
  }));
  const passed = count(results, 'passed');
  const failed = count(results, 'failed');
  return JSON.stringify(
    { ...about, passed, failed, skipped: count(results, 'skipped'), cases },
    null,
    2,
  );
}

// How the figures moved: a line a run in results/history.jsonl with what each goal measured, and the commit it was measured at.

import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Output } from '@byor/spec/harness';
import { GOALS, type Goal, judge } from './goals.ts';
import { boundOf, shown } from './numbers.ts';
import { RESULTS, type Result, type RunKind } from './result.ts';

export interface HistoryLine {
  readonly date: string;
  readonly commit: string;
  readonly subject: string;
  /** See `Revision`. */
  readonly committed: string;
  /** The stages differed from the commit. */
  readonly changed: boolean;
  readonly run: RunKind;
  readonly processor: string;
  /** What one has to know to compare it with others; written by hand. */
  readonly note?: string;
  /** By the goal's name (see `nameOfGoal`): the median, a ratio where the goal is one. */
  readonly measured: Readonly<Record<string, number>>;
}

/** Names are kept in files: they outlive titles. */
export const nameOfGoal = ({ contestant, cell, measure }: Goal): string =>
  `${contestant} ${cell} ${measure}`;

const DIGITS = 3;
const FILE = 'history.jsonl';

/** Undefined of a run that measured no goal. */
export function historyLine(result: Result): HistoryLine | undefined {
  const { date, run, revision, machine, figures } = result;
  const measured: Record<string, number> = {};
  for (const goal of GOALS) {
    const median = judge(goal, figures).measured?.median;
    if (median !== undefined) measured[nameOfGoal(goal)] = Number(median.toPrecision(DIGITS));
  }
  if (Object.keys(measured).length === 0) return undefined;
  return { date, ...revision, run, processor: machine.processor, measured };
}

export function appendHistory(line: HistoryLine, folder = RESULTS): string {
  const file = path.join(folder, FILE);
  mkdirSync(folder, { recursive: true });
  appendFileSync(file, `${JSON.stringify(line)}\n`);
  return file;
}

/** In the order of the commits, and of the runs of each. */
export function readHistory(folder = RESULTS): HistoryLine[] {
  const file = path.join(folder, FILE);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  const history: HistoryLine[] = lines
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  return history.toSorted(
    (one, other) =>
      Date.parse(one.committed) - Date.parse(other.committed) ||
      Date.parse(one.date) - Date.parse(other.date),
  );
}

/** Side by side. */
const RUNS_IN_A_TABLE = 8;
const COLUMN_WIDTH = 9;
/** Smaller moves are noise. */
const TOLD_MOVE = 0.03;

/** All runs, a table for eight of them: a row a goal, a column a run, green where it got better, red where it got worse. */
export function tellHistory(out: Output, history: readonly HistoryLine[]): void {
  if (history.length === 0) {
    out.write('There is no history yet: npm run bench -- --quick begins it.\n');
    return;
  }
  for (let from = 0; from < history.length; from += RUNS_IN_A_TABLE) {
    if (from > 0) out.write('\n');
    tellRuns(out, history.slice(from, from + RUNS_IN_A_TABLE), history[from - 1]);
  }
}

function tellRuns(
  out: Output,
  runs: readonly HistoryLine[],
  before: HistoryLine | undefined,
): void {
  const { colors } = out;
  for (const { date, commit, subject, changed, run, processor, note } of runs) {
    const when = date.slice(0, 16).replace('T', ' ');
    const how = colors.dim([run, processor, ...(note === undefined ? [] : [note])].join(', '));
    out.write(`${colors.bold(nameOfRun({ commit, changed }))}  ${when}  ${subject}  ${how}\n`);
  }
  const width = Math.max(...GOALS.map((goal) => titleOf(goal).length));
  const columns = runs.map((run) => nameOfRun(run).padStart(COLUMN_WIDTH)).join('');
  out.write(`\n${''.padEnd(width)}${columns}  goal\n`);
  for (const goal of GOALS) {
    const name = nameOfGoal(goal);
    const row = runs.map(({ measured }, at) =>
      cell(out, goal, measured[name], at === 0 ? before : runs[at - 1]),
    );
    if (row.some((text) => text.trim() !== ''))
      out.write(`${titleOf(goal).padEnd(width)}${row.join('')}  ${colors.dim(boundOf(goal))}\n`);
  }
}

/** `4ae5392`, with a plus where the stages differed from it. */
const nameOfRun = ({ commit, changed }: Pick<HistoryLine, 'commit' | 'changed'>): string =>
  commit.slice(0, 7) + (changed ? '+' : '');

function titleOf({ title, measure }: Goal): string {
  return measure === 'cpuUs' ? `${title}: CPU` : measure === 'perSecond' ? `${title}: rate` : title;
}

function cell(
  { colors }: Output,
  goal: Goal,
  value: number | undefined,
  before: HistoryLine | undefined,
): string {
  const text = (value === undefined ? '' : shown(value)).padStart(COLUMN_WIDTH);
  const old = before?.measured[nameOfGoal(goal)];
  if (value === undefined || old === undefined || Math.abs(value / old - 1) < TOLD_MOVE)
    return text;
  const isBetter = goal.atMost === undefined ? value > old : value < old;
  return (isBetter ? colors.green : colors.red)(text);
}

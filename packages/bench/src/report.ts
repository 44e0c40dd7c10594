// What a run prints: a block a match as it ends, and the goals' table at the end.

import type { Output } from '@byor/spec/harness';
import { elsewhere, redisBeside } from './contestants.ts';
import { type Figure, type Load, type Measure, type Round, ratio, spread } from './figures.ts';
import type { Verdict } from './goals.ts';
import { boundOf, shown, shownSpread, UNITS } from './numbers.ts';
import type { Extra } from './plan.ts';
import { workloadOf } from './workloads.ts';

export function titleOf({ workload, payloadBytes, clients, pipeline }: Load): string {
  const { title, hasPayload } = workloadOf(workload);
  const size = hasPayload ? [`${payloadBytes.toLocaleString('en')} bytes`] : [];
  const crowd = `${clients.toLocaleString('en')} client${clients === 1 ? '' : 's'}`;
  const flight = pipeline === 1 ? 'no pipelining' : `${pipeline} per pipeline`;
  return [title, ...size, crowd, flight].join(', ');
}

const EXTRA_TITLES: Readonly<Record<Extra['measure'], string>> = {
  tail: 'p99.9 at half of Redis’s peak load, 1 M keys, 80 % GET and 20 % SET',
  memory: 'Memory per key, 1 M keys of 16 bytes with values of 32',
  growth: 'Longest pause while growing from 0 to 5 M keys',
  start: 'Start to ready, beyond `node -e 0`',
};

export const titleOfExtra = ({ measure }: Extra): string => EXTRA_TITLES[measure];

const CLEAR_LINE = '\r\u001b[2K';

/** On a terminal one line that is overwritten; says nothing elsewhere. */
export class Progress {
  readonly #out: Output;

  constructor(out: Output) {
    this.#out = out;
  }

  readonly tell = (contestant: string, round: Round): void => {
    if (!this.#out.isTTY) return;
    const [first] = Object.entries(round) as [Measure, number][];
    const figure = first === undefined ? '' : shown(first[1]) + UNITS[first[0]];
    this.#out.write(`${CLEAR_LINE}  ${contestant} ${figure}`);
  };

  readonly end = (): void => {
    if (this.#out.isTTY) this.#out.write(CLEAR_LINE);
  };
}

const NAME_WIDTH = 16;
const COLUMN_WIDTH = 12;
const RATES: readonly Measure[] = [
  'perSecond',
  'cpuUs',
  'p50Ms',
  'p99Ms',
  'p999Ms', // of our own generator: redis-benchmark does not tell it
  'maxMs',
  'busy',
];

/** One match: a line a contestant, medians, and ratios to Redis. */
export function tellMatch(out: Output, figures: readonly Figure[]): void {
  const told = RATES.filter((measure) => figures.some((each) => spread(each, measure)));
  for (const figure of figures) {
    const redis = figures.find(({ contestant }) => contestant === redisBeside(figure.contestant));
    const beside = redis === undefined || redis === figure ? '' : ratios(figure, redis);
    tellLine(out, figure, told, beside);
  }
  for (const figure of figures) {
    const other = figures.find(({ contestant }) => contestant === elsewhere(figure.contestant));
    if (other === undefined) continue;
    const name = `${figure.contestant} to ${other.contestant}`;
    out.write(`  ${out.colors.bold(name)}  ${ratios(figure, other)}\n`);
  }
}

const EXTRA_MEASURES: readonly Measure[] = [
  'bytesPerKey',
  'pauseMs',
  'startMs',
  'p50Ms',
  'p99Ms',
  'p999Ms',
  'undisturbed',
  'maxMs',
  'perSecond',
];

export function tellFigures(out: Output, figures: readonly Figure[]): void {
  const told = EXTRA_MEASURES.filter((measure) => figures.some((each) => spread(each, measure)));
  for (const figure of figures) tellLine(out, figure, told, '');
}

const LABELS: Readonly<Partial<Record<Measure, string>>> = {
  p50Ms: 'p50 ',
  p99Ms: 'p99 ',
  p999Ms: 'p99.9 ',
  undisturbed: 'undisturbed ',
  maxMs: 'max ',
  busy: 'busy ',
};

function tellLine(out: Output, figure: Figure, measures: readonly Measure[], end: string): void {
  const cells = measures.map((measure) => {
    const value = spread(figure, measure)?.median;
    const label = LABELS[measure] ?? '';
    return (value === undefined ? '' : `${label}${shown(value)}${UNITS[measure]}`).padStart(
      COLUMN_WIDTH,
    );
  });
  out.write(`  ${figure.contestant.padEnd(NAME_WIDTH)}${cells.join('  ')}  ${end}\n`);
}

function ratios(figure: Figure, baseline: Figure): string {
  const one = (name: string, measure: Measure) => {
    const found = ratio(figure, baseline, measure);
    return found === undefined ? [] : [`${name} ${shown(found.median)} × (${shownSpread(found)})`];
  };
  return [...one('CPU', 'cpuUs'), ...one('rate', 'perSecond')].join(', ');
}

/** Those that were measured in this run. */
export function tellGoals(out: Output, verdicts: readonly Verdict[]): void {
  const measured = verdicts.filter(({ met }) => met !== undefined);
  if (measured.length === 0) return;
  const titles = [...new Set(measured.map(({ goal }) => goal.title))];
  const width = Math.max(...titles.map((title) => title.length));
  out.write(`\n${out.colors.bold('Goals')} (median of the rounds, least–most)\n`);
  for (const title of titles) {
    const row = measured.filter(({ goal }) => goal.title === title);
    out.write(`  ${title.padEnd(width)}  ${row.map((each) => tellVerdict(out, each)).join(' ')}\n`);
  }
  const met = measured.filter((each) => each.met).length;
  const open = verdicts.length - measured.length;
  out.write(`${met} of ${measured.length} met${open > 0 ? `, ${open} not measured` : ''}\n`);
}

const VERDICT_WIDTH = 42;

function tellVerdict({ colors }: Output, { goal, measured, met }: Verdict): string {
  if (measured === undefined) return '';
  const name = { cpuUs: 'CPU ', perSecond: 'rate ' }[goal.measure as string] ?? '';
  const unit = goal.baseline === undefined ? UNITS[goal.measure] : ' ×';
  const spreadText = `(${shownSpread(measured)})`;
  const text = `${name}${shown(measured.median)}${unit} ${spreadText} ${boundOf(goal)}`;
  return (met ? colors.green : colors.red)(`${met ? '✓' : '✗'} ${text}`.padEnd(VERDICT_WIDTH));
}

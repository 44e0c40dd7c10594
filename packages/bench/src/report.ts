// What a run prints: a block a match as it ends, and the goals' table at the end.

import type { Output } from '@byor/spec/harness';
import { type Figure, type Load, ratio, spread } from './figures.ts';
import type { Verdict } from './goals.ts';
import { shown, shownSpread, UNITS } from './numbers.ts';
import { workloadOf } from './workloads.ts';

export function titleOf({ workload, payloadBytes, clients, pipeline }: Load): string {
  const { title, hasPayload } = workloadOf(workload);
  const crowd = clients === 1 ? '1 client' : `${clients.toLocaleString('en')} clients`;
  const flight = pipeline === 1 ? 'no pipelining' : `${pipeline} per pipeline`;
  return [
    title,
    ...(hasPayload ? [`${payloadBytes.toLocaleString('en')} bytes`] : []),
    crowd,
    flight,
  ].join(', ');
}

const COLUMNS = [14, 12, 10, 9, 9, 9, 6];

/** One match: a line a contestant, medians, ratios to the first Redis. */
export function tellMatch(out: Output, figures: readonly Figure[]): void {
  for (const figure of figures) {
    const baseline = figures.find(
      ({ contestant }) => contestant === redisBeside(figure.contestant),
    );
    const median = (measure: Parameters<typeof spread>[1]) => {
      const value = spread(figure, measure)?.median;
      return value === undefined ? '-' : shown(value) + UNITS[measure];
    };
    const cells = [
      figure.contestant,
      median('perSecond'),
      median('cpuUs'),
      median('p50Ms'),
      median('p99Ms'),
      median('maxMs'),
      `${Math.round((spread(figure, 'busy')?.median ?? 0) * 100)} %`,
    ];
    const line = cells.map((cell, at) =>
      at === 0 ? cell.padEnd(COLUMNS[at] ?? 0) : cell.padStart(COLUMNS[at] ?? 0),
    );
    out.write(`  ${line.join(' ')}  ${figure === baseline ? '' : ratios(figure, baseline)}\n`);
  }
}

function ratios(figure: Figure, baseline: Figure | undefined): string {
  const [cpu, rate] = [ratio(figure, baseline, 'cpuUs'), ratio(figure, baseline, 'perSecond')];
  const one = (name: string, found: typeof cpu) =>
    found === undefined ? [] : [`${name} ${shown(found.median)} × (${shownSpread(found)})`];
  return [...one('CPU', cpu), ...one('rate', rate)].join(', ');
}

/** With everysec the Redis that has a log too. */
export function redisBeside(contestant: string): string {
  return contestant.endsWith('-everysec') ? 'redis-everysec' : 'redis';
}

export function tellGoals(out: Output, verdicts: readonly Verdict[]): void {
  out.write(`\n${out.colors.bold('Goals')}\n`);
  const titles = [...new Set(verdicts.map(({ goal }) => goal.title))];
  const width = Math.max(...titles.map((title) => title.length));
  for (const title of titles) {
    const row = verdicts.filter(({ goal }) => goal.title === title);
    out.write(
      `  ${title.padEnd(width)}  ${row.map((each) => verdictText(out, each)).join('  ')}\n`,
    );
  }
}

const NAMES: Partial<Record<string, string>> = { cpuUs: 'CPU ', perSecond: 'rate ' };

function verdictText({ colors }: Output, { goal, measured, met }: Verdict): string {
  const unit = goal.baseline === undefined ? UNITS[goal.measure] : ' ×';
  const bound = goal.atMost === undefined ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
  const name = NAMES[goal.measure] ?? '';
  if (measured === undefined) return colors.dim(`- ${name}not measured`.padEnd(38));
  const text = `${name}${shown(measured.median)}${unit} (${shownSpread(measured)}), ${bound}`;
  return (met ? colors.green : colors.red)(`${met ? '✓' : '✗'} ${text}`.padEnd(38));
}

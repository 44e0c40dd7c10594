// The goals' tables as Markdown: the README has a row for each group of goals with its worst workload, the site a row for each.

import type { Figure } from './figures.ts';
import { GOALS, type Goal, judge, type Verdict } from './goals.ts';
import { boundOf, NO_BREAK, shown, shownSpread, UNITS } from './numbers.ts';
import type { Result } from './result.ts';

/** What the README shows. */
export function readmeTables(result: Result): string {
  return tables(result, ({ group, title }) => group ?? title);
}

/** What the site shows. */
export function siteTables(result: Result): string {
  return tables(result, ({ title }) => title);
}

function tables(result: Result, rowOf: (goal: Goal) => string): string {
  const verdicts = GOALS.map((goal) => judge(goal, result.figures));
  const speed = verdicts.filter(({ goal }) => isSpeed(goal));
  const others = verdicts.filter(({ goal }) => !isSpeed(goal));
  const rows = [...new Set(speed.map(({ goal }) => rowOf(goal)))].map((row) => {
    const ofRow = speed.filter(({ goal }) => rowOf(goal) === row);
    const of = (measure: string) => ofRow.filter(({ goal }) => goal.measure === measure);
    return [row, worst(of('cpuUs')), worst(of('perSecond'))];
  });
  return [
    table(['beside redis-server', 'CPU time for a command', 'requests per second'], rows),
    '',
    table(
      ['what', 'measured'],
      others.map((verdict) => [verdict.goal.title, cell(verdict)]),
    ),
    '',
    aboutResult(result),
  ].join('\n');
}

const isSpeed = ({ measure }: Goal): boolean => measure === 'cpuUs' || measure === 'perSecond';

/** Columns are padded, as Biome does it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) =>
    Math.max(3, ...[head, ...rows].map((row) => row[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Of goals with one bound: the one that is farthest from it, of those that were measured. */
function worst(verdicts: readonly Verdict[]): string {
  const slack = ({ goal, measured }: Verdict) =>
    (goal.atMost === undefined ? 1 : -1) * (measured?.median ?? Number.NaN);
  const measured = verdicts.filter((verdict) => verdict.measured !== undefined);
  const found = measured.toSorted((a, b) => slack(a) - slack(b))[0] ?? verdicts[0];
  if (found === undefined) return '';
  return cell(found, verdicts.length > 1 ? ` ${found.goal.workload}` : '');
}

/** `0.95 × INCR ✓`, and below it in small letters `0.93–0.99; goal ≤ 1 ×`. */
function cell({ goal, measured, met }: Verdict, name = ''): string {
  if (measured === undefined)
    return `not measured<br><small>goal${NO_BREAK}${boundOf(goal)}</small>`;
  const unit = goal.baseline === undefined ? UNITS[goal.measure] : ' ×';
  const figure = `${shown(measured.median)}${unit}${name} ${met ? '✓' : '✗'}`;
  return `${figure}<br><small>${shownSpread(measured)}; goal${NO_BREAK}${boundOf(goal)}</small>`;
}

function aboutResult({ date, machine, revision, figures }: Result): string {
  const count = (those: readonly Figure[]) => those.map((figure) => figure.rounds.length);
  const tail = figures.filter(({ cell }) => cell === 'tail');
  const counts = count(figures.filter((figure) => !tail.includes(figure)));
  const [most, fewest] = [Math.max(...counts), Math.min(...counts)];
  const others = [
    ...(fewest < most ? [`${fewest} where one takes long`] : []),
    ...count(tail.slice(0, 1)).map((rounds) => `${rounds} of the p99.9`),
  ];
  const rounds = `${most} rounds${others.length > 0 ? ` (${others.join(', ')})` : ''}`;
  const memory = Math.round(machine.memoryBytes / 2 ** 30);
  return (
    `Medians of ${rounds}, least and most beside them; × is the ratio to redis-server ${machine.redis ?? ''} in the same ` +
    `round. Measured on ${date.slice(0, 10)} at ${revision.commit}${revision.changed ? ' and later changes' : ''}: ` +
    `${machine.processor}, ${machine.processors} processors, ${memory} GiB, ${machine.system}, Node ${machine.node}. ` +
    '`npm run bench` measures again.'
  );
}

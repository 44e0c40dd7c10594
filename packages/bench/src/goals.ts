// The goals, as data: what the tool prints, what the page shows and what the README says are all this table.
// The newest stage, its transport chosen by itself, against redis-server in the same run, 50 clients, 3 bytes.

import { type Figure, find, type Measure, nameOf, ratio, type Spread, spread } from './figures.ts';
import { workloadOf } from './workloads.ts';

export interface Goal {
  /** Goals of one title stand in one row. */
  readonly title: string;
  /** Where goals share a bound: what they are together, and which workload this one is. */
  readonly group?: string;
  readonly workload?: string;
  readonly contestant: string;
  /** Measured as a ratio to this one; otherwise as it is. */
  readonly baseline?: string;
  readonly cell: string;
  readonly measure: Measure;
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface Verdict {
  readonly goal: Goal;
  /** Undefined: not measured in this run. */
  readonly measured: Spread | undefined;
  readonly met: boolean | undefined;
}

export const GOAL_CLIENTS = 50;
export const GOAL_PAYLOAD_BYTES = 3;

interface SpeedGoal {
  readonly workloads: readonly string[];
  readonly pipeline: number;
  readonly cpuAtMost: number;
  readonly perSecondAtLeast: number;
  /** A contestant's variant, and what is said of it. */
  readonly variant?: string;
  readonly baseline?: string;
  readonly remark?: string;
}

const SPEED: readonly SpeedGoal[] = [
  { workloads: ['get', 'set', 'incr'], pipeline: 1, cpuAtMost: 1.0, perSecondAtLeast: 1.0 },
  { workloads: ['get', 'set', 'incr'], pipeline: 16, cpuAtMost: 0.87, perSecondAtLeast: 1.1 },
  { workloads: ['get', 'set', 'incr'], pipeline: 64, cpuAtMost: 0.75, perSecondAtLeast: 1.15 },
  { workloads: ['zadd', 'zrange'], pipeline: 1, cpuAtMost: 1.1, perSecondAtLeast: 0.95 },
  {
    workloads: ['set'],
    pipeline: 1,
    cpuAtMost: 1.0,
    perSecondAtLeast: 1.0,
    variant: '07-everysec',
    baseline: 'redis-everysec',
    remark: 'appendfsync everysec',
  },
  {
    workloads: ['get', 'set', 'incr'],
    pipeline: 16,
    cpuAtMost: 1.5,
    perSecondAtLeast: 0.8,
    variant: '07-node',
    remark: '`node:net` transport',
  },
];

export const GOALS: readonly Goal[] = [
  ...SPEED.flatMap(speedGoals),
  {
    title: 'p99.9 at half of Redis’s peak load, 1 M keys',
    contestant: '07',
    baseline: 'redis',
    cell: 'tail',
    measure: 'p999Ms',
    atMost: 1.5,
  },
  {
    title: 'memory per key, 1 M keys of 16 bytes with values of 32',
    contestant: '07',
    baseline: 'redis',
    cell: 'memory',
    measure: 'bytesPerKey',
    atMost: 1.1,
  },
  {
    title: 'longest pause while growing from 0 to 5 M keys',
    contestant: '07',
    cell: 'growth',
    measure: 'pauseMs',
    atMost: 20,
  },
  {
    title: 'start to ready, beyond Node’s own start',
    contestant: '07',
    cell: 'start',
    measure: 'startMs',
    atMost: 150,
  },
];

function speedGoals(goal: SpeedGoal): Goal[] {
  const { variant: contestant = '07', baseline = 'redis', pipeline, remark } = goal;
  const manner = (pipeline > 1 ? `, ${pipeline} per pipeline` : '') + (remark ? `, ${remark}` : '');
  const titles = goal.workloads.map((workload) => workloadOf(workload).title);
  return goal.workloads.flatMap((workload, at) => {
    const each = {
      title: titles[at] + manner,
      group: titles.join(', ') + manner,
      workload: titles[at] ?? workload,
      contestant,
      baseline,
      cell: nameOf({
        workload,
        pipeline,
        clients: GOAL_CLIENTS,
        payloadBytes: GOAL_PAYLOAD_BYTES,
      }),
    };
    return [
      { ...each, measure: 'cpuUs' as const, atMost: goal.cpuAtMost },
      { ...each, measure: 'perSecond' as const, atLeast: goal.perSecondAtLeast },
    ];
  });
}

export function judge(goal: Goal, figures: readonly Figure[]): Verdict {
  const figure = find(figures, goal.contestant, goal.cell);
  const measured =
    goal.baseline === undefined
      ? spread(figure, goal.measure)
      : ratio(figure, find(figures, goal.baseline, goal.cell), goal.measure);
  if (measured === undefined) return { goal, measured, met: undefined };
  const { atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = goal;
  return { goal, measured, met: measured.median <= atMost && measured.median >= atLeast };
}

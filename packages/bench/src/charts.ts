// What the site draws of a result: bars in groups, with the least and the most of the rounds. Runs in the page too.

import { type Figure, find, type Load, type Measure, nameOf, spread } from './figures.ts';
import { GOAL_CLIENTS, GOAL_PAYLOAD_BYTES } from './goals.ts';
import { count, shown, UNITS } from './numbers.ts';
import type { Result } from './result.ts';
import { workloadOf, workloads } from './workloads.ts';

export type { Result } from './result.ts';

export interface Bar {
  /** A contestant's id, for its colour. */
  readonly contestant: string;
  readonly label: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** The median as text, with its unit. */
  readonly text: string;
}

export interface Group {
  readonly label: string;
  readonly bars: readonly Bar[];
}

export interface Chart {
  readonly title: string;
  /** What a longer bar means. */
  readonly better: 'less' | 'more';
  /** One is shown at a time. */
  readonly views: readonly { readonly label: string; readonly groups: readonly Group[] }[];
}

const PAIR = ['07', 'redis'];
const STAGES = ['03', '04', '05', '06', '07', 'redis'];
const TRANSPORTS = ['07-epoll', '07-poll', '07-node', 'redis'];
const ALL = workloads.map(({ id }) => id);
const SIZED = workloads.filter(({ hasPayload }) => hasPayload).map(({ id }) => id);
const PIPELINES = [1, 16, 64];
/** Of stages, or of transports: the newest stage beside redis-server is a chart of its own. */
const LEAST_BARS = 3;

/** Those for which the result has figures to compare: a quick run has none of the earlier stages, for one. */
export function chartsOf({ figures }: Pick<Result, 'figures'>): Chart[] {
  const draw = drawing(figures);
  const byPipeline = (measure: Measure, ids: readonly string[], contestants: readonly string[]) =>
    PIPELINES.map((pipeline) => ({
      label: pipeline === 1 ? 'no pipelining' : `${pipeline} per pipeline`,
      groups: ids.map((workload) =>
        draw(workloadOf(workload).title, contestants, cell({ workload, pipeline }), measure),
      ),
    }));
  const byWorkload = (ids: readonly string[], groupsOf: (workload: string) => readonly Group[]) =>
    ids
      .map((workload) => ({ label: workloadOf(workload).title, groups: groupsOf(workload) }))
      .filter(({ groups }) => groups.filter(({ bars }) => bars.length > 0).length > 1);
  const charts: Chart[] = [
    { title: 'CPU time for a command', better: 'less', views: byPipeline('cpuUs', ALL, PAIR) },
    { title: 'Requests per second', better: 'more', views: byPipeline('perSecond', ALL, PAIR) },
    {
      title: 'CPU time for a command, stage after stage',
      better: 'less',
      views: byPipeline('cpuUs', ['ping', 'get', 'set'], STAGES),
    },
    {
      title: 'CPU time for a command on each transport',
      better: 'less',
      views: byPipeline('cpuUs', ['ping', 'get', 'set'], TRANSPORTS),
    },
    {
      title: 'CPU time for a command by the size of the value',
      better: 'less',
      views: byWorkload(SIZED, (workload) =>
        [3, 100, 1_000, 100_000].map((payloadBytes) =>
          draw(`${count(payloadBytes)} bytes`, PAIR, cell({ workload, payloadBytes }), 'cpuUs'),
        ),
      ),
    },
    {
      title: 'CPU time for a command by the number of clients',
      better: 'less',
      views: byWorkload(['get', 'set'], (workload) =>
        [1, 50, 1000].map((clients) =>
          draw(
            clients === 1 ? '1 client' : `${count(clients)} clients`,
            PAIR,
            cell({ workload, clients }),
            'cpuUs',
          ),
        ),
      ),
    },
    {
      title: 'Latency at half of Redis’s peak load, 1 M keys',
      better: 'less',
      views: [
        {
          label: '',
          groups: [
            draw('p50', PAIR, 'tail', 'p50Ms'),
            draw('p99', PAIR, 'tail', 'p99Ms'),
            draw('p99.9', PAIR, 'tail', 'p999Ms'),
          ],
        },
      ],
    },
    {
      title: 'Memory for a key, and the longest pause of growth',
      better: 'less',
      views: [
        { label: 'memory', groups: [draw('1 M keys', PAIR, 'memory', 'bytesPerKey')] },
        { label: 'pause', groups: [draw('0 to 5 M keys', PAIR, 'growth', 'pauseMs')] },
      ],
    },
  ];
  return charts.map(withoutGaps).filter(({ views }) => views.length > 0);
}

const cell = (load: Partial<Load>): string =>
  nameOf({
    workload: 'get',
    clients: GOAL_CLIENTS,
    pipeline: 1,
    payloadBytes: GOAL_PAYLOAD_BYTES,
    ...load,
  });

function drawing(figures: readonly Figure[]) {
  return (label: string, contestants: readonly string[], name: string, measure: Measure): Group => {
    const bars = contestants.flatMap((contestant) => {
      const found = spread(find(figures, contestant, name), measure);
      if (found === undefined) return [];
      const text = shown(found.median) + UNITS[measure];
      return [{ contestant, label: titleOf(contestant), ...found, text }];
    });
    return { label, bars: bars.length < Math.min(LEAST_BARS, contestants.length) ? [] : bars };
  };
}

function titleOf(contestant: string): string {
  const [stage = '', transport] = contestant.split('-');
  if (stage === 'redis') return 'redis-server';
  return transport === undefined ? `stage ${stage}` : transport;
}

function withoutGaps(chart: Chart): Chart {
  const views = chart.views.map((view) => ({
    ...view,
    groups: view.groups.filter(({ bars }) => bars.length > 0),
  }));
  return { ...chart, views: views.filter(({ groups }) => groups.length > 0) };
}

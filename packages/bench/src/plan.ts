// What a run measures: cells, and who meets in each. A plan is a list; the flags only choose from it.

import { type Load, nameOf } from './figures.ts';
import { GOAL_CLIENTS, GOAL_PAYLOAD_BYTES, GOALS } from './goals.ts';
import { workloadOf, workloads } from './workloads.ts';

/** Those who run one load in turn. */
export interface Match {
  readonly load: Load;
  readonly contestants: readonly string[];
}

/** What is no rate: `tail`, `memory`, `growth`, `start`. */
export interface Extra {
  readonly measure: (typeof EXTRAS)[number];
  readonly contestants: readonly string[];
}

export const EXTRAS = ['tail', 'memory', 'growth', 'start'] as const;

/** See `How`. */
export interface Pace {
  readonly rounds: number;
  readonly seconds: number;
  readonly tailRounds: number;
  readonly longRounds: number;
}

export interface Plan {
  readonly matches: readonly Match[];
  readonly extras: readonly Extra[];
  readonly pace: Pace;
}

export const QUICK: Pace = { rounds: 2, seconds: 0.7, tailRounds: 7, longRounds: 1 };
export const FULL: Pace = { rounds: 5, seconds: 1, tailRounds: 15, longRounds: 3 };
/** The same commands in every run. */
export const SEED = 20_090_510;

export const CLIENTS = [1, 50, 1000];
export const PIPELINES = [1, 16, 64];
export const PAYLOADS_BYTES = [3, 100, 1_000, 100_000];

const base: Load = {
  workload: 'get',
  payloadBytes: GOAL_PAYLOAD_BYTES,
  clients: GOAL_CLIENTS,
  pipeline: 1,
};

/** The cells that the goals name, with those who are compared there. */
export function goalMatches(): Match[] {
  return merged(
    GOALS.flatMap(({ cell, contestant, baseline }) => {
      const load = loadOf(cell);
      return load === undefined ? [] : [{ load, contestants: both(contestant, baseline) }];
    }),
  );
}

const both = (contestant: string, baseline: string | undefined) =>
  baseline === undefined ? [contestant] : [contestant, baseline];

/** The load of a cell's name; undefined for `memory` and the like. */
export function loadOf(cell: string): Load | undefined {
  const found = /^(\w+) c(\d+) p(\d+) d(\d+)$/.exec(cell);
  if (found === null) return undefined;
  const [, workload = '', clients, pipeline, payload] = found;
  return {
    workload,
    clients: Number(clients),
    pipeline: Number(pipeline),
    payloadBytes: Number(payload),
  };
}

/** One axis at a time, from the base: every workload in every pipeline, payloads, clients, stages, transports. */
export function sweepMatches(stages: readonly string[]): Match[] {
  const pair = ['07', 'redis'];
  const sized = workloads.filter(({ hasPayload }) => hasPayload).map(({ id }) => id);
  return merged([
    ...product(
      workloads.map(({ id }) => id),
      PIPELINES,
      (workload, pipeline) => ({
        load: { ...base, workload, pipeline },
        contestants: pair,
      }),
    ),
    ...product(sized, PAYLOADS_BYTES, (workload, payloadBytes) => ({
      load: { ...base, workload, payloadBytes },
      contestants: pair,
    })),
    ...product(['get', 'set'], CLIENTS, (workload, clients) => ({
      load: { ...base, workload, clients },
      contestants: pair,
    })),
    ...product(['ping', 'get', 'set'], PIPELINES, (workload, pipeline) => ({
      load: { ...base, workload, pipeline },
      contestants: [...stages, '07-epoll', '07-poll', '07-node', 'redis'],
    })),
  ]);
}

/** Every cell of the axes that were asked for. */
export function crossMatches(axes: {
  readonly workloads: readonly string[];
  readonly payloads: readonly number[];
  readonly clients: readonly number[];
  readonly pipelines: readonly number[];
  readonly contestants: readonly string[];
}): Match[] {
  const { contestants } = axes;
  return merged(
    product(axes.workloads, axes.payloads, (workload, payloadBytes) =>
      product(axes.clients, axes.pipelines, (clients, pipeline) => ({
        load: { workload, payloadBytes, clients, pipeline },
        contestants,
      })),
    ).flat(),
  );
}

function product<A, B, C>(as: readonly A[], bs: readonly B[], make: (a: A, b: B) => C): C[] {
  return as.flatMap((a) => bs.map((b) => make(a, b)));
}

/** One match a load, with everybody who was in one of them and knows its commands, Redis last. */
export function merged(matches: readonly Match[]): Match[] {
  const byName = new Map<string, Match>();
  for (const { load, contestants } of matches) {
    const name = nameOf(load);
    const known = byName.get(name)?.contestants ?? [];
    const all = [...new Set([...known, ...contestants])].filter((id) => canDo(id, load));
    byName.set(name, { load, contestants: all.sort() });
  }
  return [...byName.values()].filter(({ contestants }) => contestants.length > 0);
}

function canDo(contestant: string, { workload }: Load): boolean {
  return contestant.startsWith('redis') || contestant.slice(0, 2) >= workloadOf(workload).since;
}

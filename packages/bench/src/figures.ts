// What a run measures: figures of a contestant in a cell, one a round. Rounds of the same number ran side by side,
// so ratios are taken round by round: what slowed the machine down slowed both.

/** What a server is put under: one cell of the big table. */
export interface Load {
  /** `get`: a workload's id. */
  readonly workload: string;
  readonly payloadBytes: number;
  readonly clients: number;
  /** Commands in flight for each client. */
  readonly pipeline: number;
}

export type Measure =
  | 'perSecond'
  /** The server's CPU time for a command: user and system, all its threads, in µs. */
  | 'cpuUs'
  /** How much of a processor the server took: below about 0.9 the generator was the limit, not the server, or the server rested. */
  | 'busy'
  | 'p50Ms'
  | 'p99Ms'
  /** In `tail` of the commands that were undisturbed: neither server nor generator waited for a processor meanwhile. */
  | 'p999Ms'
  /** Their share. */
  | 'undisturbed'
  | 'maxMs'
  | 'bytesPerKey'
  | 'pauseMs'
  | 'startMs';

export type Round = Readonly<Partial<Record<Measure, number>>>;

export interface Figure {
  /** `07`, `07-node`, `redis`. */
  readonly contestant: string;
  /** A load's name (see `nameOf`), or `tail`, `memory`, `growth`, `start`. */
  readonly cell: string;
  /** Where the cell is a load. */
  readonly load?: Load;
  readonly rounds: readonly Round[];
}

/** A median and how far the rounds lie around it. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** `get c50 p16 d3`: each cell has one name, in results, in history and on the command line. */
export function nameOf({ workload, clients, pipeline, payloadBytes }: Load): string {
  return `${workload} c${clients} p${pipeline} d${payloadBytes}`;
}

/** Undefined of nothing. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { median, min: at(0), max: at(sorted.length - 1) };
}

/** A measure over the rounds that have it. */
export function spread(figure: Figure | undefined, measure: Measure): Spread | undefined {
  const values = figure?.rounds.map((round) => round[measure]) ?? [];
  return spreadOf(values.filter((value) => value !== undefined));
}

/** Round by round, a figure's measure over its baseline's. */
export function ratio(
  figure: Figure | undefined,
  baseline: Figure | undefined,
  measure: Measure,
): Spread | undefined {
  const ratios: number[] = [];
  figure?.rounds.forEach((round, at) => {
    const [mine, theirs] = [round[measure], baseline?.rounds[at]?.[measure]];
    if (mine !== undefined && theirs !== undefined && theirs > 0) ratios.push(mine / theirs);
  });
  return spreadOf(ratios);
}

export function find(
  figures: readonly Figure[],
  contestant: string,
  cell: string,
): Figure | undefined {
  return figures.find((figure) => figure.contestant === contestant && figure.cell === cell);
}

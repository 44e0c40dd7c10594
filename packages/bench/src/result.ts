// A run's result as it is kept: the figures, and on what and of what they were taken. Full runs alone are kept under their
// day, and the newest of them is what the README and the site show.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Figure, Round } from './figures.ts';
import type { Machine, Revision } from './machine.ts';

/** `part`: whatever was asked for. */
export type RunKind = 'full' | 'quick' | 'part';

export interface Result {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly run: RunKind;
  readonly machine: Machine;
  readonly revision: Revision;
  readonly figures: readonly Figure[];
}

export const RESULTS = path.resolve(import.meta.dirname, '../results');
const KEPT_NAME = /^\d{4}-\d\d-\d\d\.json$/;
const DIGITS = 4;

/** JSON with a line for each figure, so that a difference between two results can be read. */
export function toJson({ figures, ...about }: Result): string {
  const lines = figures.map((figure) =>
    JSON.stringify({ ...figure, rounds: figure.rounds.map(rounded) }),
  );
  const head = JSON.stringify(about, null, 1).slice(0, -2);
  return `${head},\n "figures": [\n  ${lines.join(',\n  ')}\n ]\n}\n`;
}

const rounded = (round: Round): Round =>
  Object.fromEntries(
    Object.entries(round).map(([measure, value]) => [measure, Number(value.toPrecision(DIGITS))]),
  );

/** Keeps a full run under its day; another one of that day is replaced. Returns the file. */
export function keep(result: Result, folder = RESULTS): string {
  const file = path.join(folder, `${result.date.slice(0, 10)}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, toJson(result));
  return file;
}

/** The newest that was kept; undefined of none. */
export function latest(folder = RESULTS): Result | undefined {
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder)
    .filter((each) => KEPT_NAME.test(each))
    .sort()
    .at(-1);
  return name === undefined ? undefined : JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
}

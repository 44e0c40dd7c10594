// How long turns of a loop take, by what the thread worked: the smaller of the time that passed and the processor's, less
// the collector's pauses. For turns beyond a bound it says what else happened in them, as far as the system tells.

import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { threadCpuUs } from '@byor/libc';

/** Upper borders of the histogram's columns, in ms. */
const BORDERS = [0.25, 0.5, 1, 2, 3, 5, 10, Number.POSITIVE_INFINITY];
/** Of the name and of each column, in chars: a row fits into a page of the book. */
const NAME_WIDTH = 20;
const WIDTHS = BORDERS.map((_, at) => [7, 6][at] ?? 5);
/** So many turns beyond the bound are told one by one. */
const MOST_TOLD = 5;

/** What a turn consists of, beside what Node does in front of it: each part is timed. */
export interface Parts {
  commands(): void;
  maintain(): void;
  persist(): void;
}

// What is kept of a turn, in this order: numbers in an array, so that the collector has nothing to look at.
const START_MS = 0;
const END_MS = 1;
const NODE_US = 2;
const COMMANDS_US = 3;
const MAINTAIN_US = 4;
const PERSIST_US = 5;
const FAULTS = 6;
const SWITCHES = 7;
const FIELDS = 8;
const TURNS_PER_PIECE = 1024;

/** Kept in pieces: to copy one large array would be a long turn of the meter's own. */
class Turns {
  readonly #pieces: Float64Array[] = [];
  count = 0;

  add(...values: readonly number[]): void {
    const at = this.count++ % TURNS_PER_PIECE;
    if (at === 0) this.#pieces.push(new Float64Array(FIELDS * TURNS_PER_PIECE));
    this.#pieces.at(-1)?.set(values, at * FIELDS);
  }

  of(turn: number, field: number): number {
    const piece = this.#pieces[Math.floor(turn / TURNS_PER_PIECE)] as Float64Array;
    return piece[(turn % TURNS_PER_PIECE) * FIELDS + field] as number;
  }
}

export class TurnMeter {
  readonly #parts: Parts;
  readonly #collections: PerformanceEntry[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    const observer = new PerformanceObserver((list) =>
      this.#collections.push(...list.getEntries()),
    );
    observer.observe({ entryTypes: ['gc'] });
  }

  static heading(): string {
    const heads = BORDERS.map((border) => (Number.isFinite(border) ? `<${border}` : 'more'));
    return `${''.padEnd(NAME_WIDTH)}${row(heads)}  longest`;
  }

  /** Turns, each after `prepare`, until that says that there is no more to do. @returns what to print */
  async measure(name: string, boundMs: number, prepare: () => boolean): Promise<string> {
    const turns = new Turns();
    for (let goesOn = true; goesOn; ) {
      goesOn = prepare();
      await this.#turn(turns);
    }
    await setImmediate(); // the observer tells the last collections
    const own = this.#ownMs(turns);
    this.#collections.length = 0;
    const long = [...own.keys()].filter((turn) => (own[turn] as number) > boundMs);
    const told = long.slice(0, MOST_TOLD).map((turn) => describe(turns, turn, own[turn] as number));
    const more = long.length > MOST_TOLD ? [`  and ${long.length - MOST_TOLD} more`] : [];
    return [histogram(name, own), ...told, ...more].join('\n');
  }

  async #turn(turns: Turns): Promise<void> {
    const before = process.resourceUsage();
    const startMs = performance.now();
    const timesUs = [threadCpuUs()];
    await setImmediate();
    for (const part of [
      () => {},
      this.#parts.commands,
      this.#parts.maintain,
      this.#parts.persist,
    ]) {
      part();
      timesUs.push(threadCpuUs());
    }
    const endMs = performance.now();
    const after = process.resourceUsage();
    turns.add(
      startMs,
      endMs,
      ...timesUs.slice(1).map((us, at) => us - (timesUs[at] as number)),
      after.minorPageFault - before.minorPageFault,
      after.involuntaryContextSwitches - before.involuntaryContextSwitches,
    );
  }

  /** Both lists are in the order of time. */
  #ownMs(turns: Turns): Float64Array {
    const own = new Float64Array(turns.count);
    let next = 0;
    for (let turn = 0; turn < turns.count; turn++) {
      const startMs = turns.of(turn, START_MS);
      const endMs = turns.of(turn, END_MS);
      let collectedMs = 0;
      for (; next < this.#collections.length; next++) {
        const { startTime, duration } = this.#collections[next] as PerformanceEntry;
        if (startTime >= endMs) break;
        if (startTime >= startMs) collectedMs += duration;
      }
      const passedMs = endMs - startMs;
      own[turn] = Math.max(0, Math.min(passedMs, processorMs(turns, turn)) - collectedMs);
    }
    return own;
  }
}

function processorMs(turns: Turns, turn: number): number {
  const partsUs = [NODE_US, COMMANDS_US, MAINTAIN_US, PERSIST_US].map((field) =>
    turns.of(turn, field),
  );
  return partsUs.reduce((sum, us) => sum + us, 0) / 1000;
}

const row = (cells: readonly (string | number)[]) =>
  cells.map((cell, at) => String(cell).padStart(WIDTHS[at] as number)).join('');

function histogram(name: string, own: Float64Array): string {
  const counts = BORDERS.map((border, at) => {
    const least = BORDERS[at - 1] ?? 0;
    return own.filter((ms) => ms >= least && ms < border).length;
  });
  const longest = own.reduce((most, ms) => Math.max(most, ms), 0);
  return `${name.padEnd(NAME_WIDTH)}${row(counts)}  ${longest.toFixed(2).padStart(7)}`;
}

function describe(turns: Turns, turn: number, ownMs: number): string {
  const ms = (field: number) => (turns.of(turn, field) / 1000).toFixed(2);
  return [
    `  turn ${turn}, ${ownMs.toFixed(2)} ms: Node ${ms(NODE_US)}, commands ${ms(COMMANDS_US)}`,
    `maintain ${ms(MAINTAIN_US)}, persist ${ms(PERSIST_US)}`,
    `${turns.of(turn, FAULTS)} new pages, interrupted ${turns.of(turn, SWITCHES)} times`,
  ].join(', ');
}

// The judge: which prefix of what a client sent explains what was found after the crash?
// Every client has keys of its own, so its commands have one order; across clients, a command that was acknowledged before
// another was sent came first in the log too.

import {
  agrees,
  describeEntry,
  type Entry,
  type Look,
  type Operation,
  type State,
} from './state.ts';

/** A command that went out. Ticks count sends and acknowledgements of all clients in their order. */
export interface Sent {
  readonly operation: Operation;
  readonly sentTick: number;
  ackedTick?: number;
  /** performance.now() */
  ackedMs?: number;
}

export interface Found {
  readonly state: State;
  readonly look: Look;
}

/** The state is the one after `least`, or `most`, commands, or some number between. */
export interface Prefix {
  readonly least: number;
  readonly most: number;
}

export class Unexplained extends Error {}

/**
 * Finds the prefix; `base` (the state before the first command) is changed on the way.
 * @throws Unexplained when no number of commands leads to what was found
 */
export function findPrefix(base: State, history: readonly Sent[], found: Found): Prefix {
  const wrong = new Set<string>();
  const look = (key: string) => {
    if (agrees(base.get(key), found.state.get(key), found.look)) wrong.delete(key);
    else wrong.add(key);
  };
  for (const key of new Set([...base.keys(), ...found.state.keys()])) look(key);
  let least = wrong.size === 0 ? 0 : -1;
  let most = least;
  const nearest = new Nearest(found.state);
  nearest.look(0, wrong, base);
  for (const [at, { operation }] of history.entries()) {
    operation.apply(base);
    for (const key of operation.keys) look(key);
    if (wrong.size > 0) {
      nearest.look(at + 1, wrong, base);
      continue;
    }
    if (least < 0) least = at + 1;
    most = at + 1;
  }
  if (most < 0) throw new Unexplained(nearest.tell(history));
  return { least, most };
}

/** Remembers where least was wrong, for the message. */
class Nearest {
  readonly #found: State;
  #count = 0;
  #wrong: { key: string; expected: string }[] | undefined;

  constructor(found: State) {
    this.#found = found;
  }

  look(count: number, wrong: ReadonlySet<string>, state: State): void {
    if (this.#wrong !== undefined && wrong.size > this.#wrong.length) return;
    this.#count = count;
    this.#wrong = [...wrong].map((key) => ({ key, expected: describeEntry(state.get(key)) }));
  }

  tell(history: readonly Sent[]): string {
    const acknowledged = history.filter(({ ackedTick }) => ackedTick !== undefined).length;
    return [
      `no prefix of its ${history.length} commands (${acknowledged} acknowledged) explains what was found.`,
      `Nearest: the first ${this.#count}, but for`,
      ...(this.#wrong ?? []).map(
        ({ key, expected }) =>
          `  ${key}: expected ${expected}, found ${describeEntry(this.#found.get(key))}`,
      ),
    ].join('\n');
  }
}

/** One client's part in the verdict. */
export interface Part {
  readonly history: readonly Sent[];
  readonly prefix: Prefix;
}

export interface Loss {
  /** Acknowledged commands that are not there. */
  readonly count: number;
  /** How long before the kill the first of them was acknowledged; 0 when none is lost. */
  readonly oldestMs: number;
}

/** Of the prefixes that are possible the longest is believed. */
export function lossOf(parts: readonly Part[], killedMs: number): Loss {
  let count = 0;
  let oldestMs = 0;
  for (const { history, prefix } of parts) {
    for (const { ackedMs } of history.slice(prefix.most)) {
      if (ackedMs === undefined) continue;
      count++;
      oldestMs = Math.max(oldestMs, killedMs - ackedMs);
    }
  }
  return { count, oldestMs };
}

/** All prefixes together must be one of the log: what is there was not sent after the acknowledgement of what is lost. */
export function isOnePrefix(parts: readonly Part[]): boolean {
  let firstLostTick = Number.POSITIVE_INFINITY;
  let lastKeptTick = Number.NEGATIVE_INFINITY;
  for (const { history, prefix } of parts) {
    firstLostTick = Math.min(firstLostTick, history[prefix.most]?.ackedTick ?? firstLostTick);
    lastKeptTick = Math.max(lastKeptTick, history[prefix.least - 1]?.sentTick ?? lastKeptTick);
  }
  return lastKeptTick < firstLostTick;
}

/** What a client's connection found under its keys. */
export function toEntry(
  type: string,
  value: string | readonly string[],
  whenMs: number,
): Entry | undefined {
  if (type === 'none') return undefined;
  const deadline = whenMs < 0 ? undefined : whenMs;
  if (typeof value === 'string') return { value, whenMs: deadline };
  const set = new Map<string, number>();
  for (let at = 0; at + 1 < value.length; at += 2)
    set.set(value[at] as string, Number(value[at + 1]));
  return { value: set, whenMs: deadline };
}

// What one client's keys should hold: a small model of the commands that the load is made of.
// Invariant: no operation depends on whether a key that dies soon is dead yet, so the state follows from the order alone.

/** A sorted set is a map from member to score. */
export type Held = string | Map<string, number>;

export interface Entry {
  readonly value: Held;
  /** Unix time in ms at which the key dies; undefined: never. */
  readonly whenMs: number | undefined;
}

export type State = Map<string, Entry>;

/** One command of the load, and what it does to the state. */
export interface Operation {
  readonly words: readonly string[];
  /** The keys that it may change. */
  readonly keys: readonly string[];
  apply(state: State): void;
}

/** When the keys were looked at: those that died meanwhile may be there or not. */
export interface Look {
  readonly startMs: number;
  readonly endMs: number;
}

/** The server's clock is ours, but read a little earlier or later. */
const CLOCK_MARGIN_MS = 20;

/** Whether what was found can be what is expected. */
export function agrees(expected: Entry | undefined, found: Entry | undefined, look: Look): boolean {
  const whenMs = expected?.whenMs ?? Number.POSITIVE_INFINITY;
  if (whenMs < look.startMs - CLOCK_MARGIN_MS) return found === undefined;
  if (found === undefined) return expected === undefined || whenMs <= look.endMs + CLOCK_MARGIN_MS;
  return (
    expected !== undefined &&
    expected.whenMs === found.whenMs &&
    sameValue(expected.value, found.value)
  );
}

function sameValue(a: Held, b: Held): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  if (a.size !== b.size) return false;
  for (const [member, score] of a) if (b.get(member) !== score) return false;
  return true;
}

/** For people: 'nothing', '"text"', '3 members: a=1 b=2 …'. */
export function describeEntry(entry: Entry | undefined): string {
  if (entry === undefined) return 'nothing';
  const { value, whenMs } = entry;
  const until = whenMs === undefined ? '' : ` until ${whenMs}`;
  if (typeof value === 'string') return `${JSON.stringify(value.slice(-60))}${until}`;
  const shown = [...value].slice(0, 5).map(([member, score]) => `${member}=${score}`);
  return `${value.size} members: ${shown.join(' ')}${value.size > 5 ? ' …' : ''}${until}`;
}

/** The members of a sorted set in its order: by score, then by member. */
export function ordered(set: ReadonlyMap<string, number>): [string, number][] {
  return [...set].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
}

// What the picture needs to see of stage 05's keyspace, in one place: its keys with their deadlines as the heap has them.

import {
  Engine,
  ExpiringKeyspace,
  KEY_WORDS,
  keyspacesOf,
  layers,
  pageHost,
} from '@byor/05-expiry/core';

/** The word that stage 05 adds to an entry. */
const HEAP_PLACE = KEY_WORDS;

export interface SeenKey {
  readonly key: string;
  /** Unix ms; undefined: it lives for ever. */
  readonly whenMs: number | undefined;
  /** Its place in the heap, below 0 without a deadline. */
  readonly place: number;
}

class SeenKeyspace extends ExpiringKeyspace {
  /** All that stand in the table, the dead as well. */
  look(): SeenKey[] {
    const seen: SeenKey[] = [];
    this.table.forEach((entry) => {
      const whenMs = this.deadlineOf(entry);
      seen.push({
        key: this.table.keyOf(entry),
        whenMs: whenMs === undefined ? undefined : Number(whenMs),
        place: this.word(entry, HEAP_PLACE),
      });
    });
    return seen;
  }
}

/** An engine of stage 05 whose clock is given, and a look into its first database. */
export function seenEngine(nowMs: () => number): { engine: Engine; look: () => SeenKey[] } {
  const host = pageHost({ now: nowMs, monotonicUs: () => 0, seed: [1, 2] });
  const engine = new Engine(host).use(...layers);
  const below = engine.createKeyspace;
  engine.createKeyspace = (context) => {
    const { mortality } = below(context) as unknown as ExpiringKeyspace;
    return new SeenKeyspace(context, mortality) as unknown as ReturnType<typeof below>;
  };
  engine.start();
  return { engine, look: () => (keyspacesOf(engine)[0] as SeenKeyspace).look() };
}

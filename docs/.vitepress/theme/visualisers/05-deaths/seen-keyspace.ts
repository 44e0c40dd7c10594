// What the picture needs to see of stage 05's keyspace, in one place: its keys with their deadlines as the heap has them.

import {
  Engine,
  ExpiringKeyspace,
  type Int64,
  keyspacesOf,
  layers,
  NOWHERE,
  pageHost,
} from '@byor/05-expiry/core';

export interface SeenKey {
  readonly key: string;
  /** Unix ms; undefined: it lives for ever. */
  readonly whenMs: number | undefined;
  /** Its place in the heap. */
  readonly place: number;
}

class SeenKeyspace extends ExpiringKeyspace {
  /** All that stand in the table, the dead as well. */
  look(): SeenKey[] {
    return [...this.table].map((entry) => ({
      key: entry.key,
      whenMs: entry.heapIndex === NOWHERE ? undefined : toNumber(entry.whenMs),
      place: entry.heapIndex,
    }));
  }
}

const toNumber = (ms: Int64): number => Number(ms);

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

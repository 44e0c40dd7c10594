// Two keyspaces in a world whose clock the test moves, and ways to look at them whole.

import { ExpiringKeyspace } from '../src/expiring-keyspace.ts';

/** `told`: each death, as `0 key` for the first keyspace. */
export function open() {
  const world = {
    nowMs: 1000,
    frozen: false,
    told: [] as string[],
  };
  const context = {
    seed: [1, 2] as const,
    now: () => world.nowMs,
    random: () => 0,
    lookups: { hits: 0, misses: 0 },
  };
  const mortality = {
    frozen: () => world.frozen,
    reaped: (keyspace: ExpiringKeyspace, key: string) => {
      world.told.push(`${keyspace === db ? 0 : 1} ${key}`);
    },
  };
  const db = new ExpiringKeyspace(context, mortality);
  const other = new ExpiringKeyspace(context, mortality);
  return { world, db, other };
}

export interface Life {
  readonly value: number;
  readonly whenMs: number | undefined;
}

export function scanned(db: ExpiringKeyspace): string[] {
  const found: string[] = [];
  let cursor = 0;
  do cursor = db.scan(cursor, (key) => found.push(key));
  while (cursor !== 0);
  return found;
}

/** As forEach and deadline see them: neither lets a key go. */
export function lives(db: ExpiringKeyspace): Map<string, Life> {
  const found = new Map<string, Life>();
  db.forEach((key, value) => {
    found.set(key, { value: value as number, whenMs: db.deadline(key) as number | undefined });
  });
  return found;
}

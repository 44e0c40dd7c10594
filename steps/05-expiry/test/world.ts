// Two keyspaces in a world whose clock the test moves, and ways to look at them whole.

import { type Int64, isString } from '@byor/04-kv/core';
import { Frequency } from '../src/eviction/frequency.ts';
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
    evicted: (_keyspace: ExpiringKeyspace, key: string) => {
      world.told.push(`evicted ${key}`);
    },
    frequency: new Frequency(context),
  };
  const db = new ExpiringKeyspace(context, mortality);
  const other = new ExpiringKeyspace(context, mortality);
  return { world, db, other };
}

export interface Life {
  readonly text: string;
  readonly whenMs: Int64 | undefined;
}

export function scanned(db: ExpiringKeyspace): string[] {
  const found: string[] = [];
  let cursor = 0;
  do {
    cursor = db.scan(cursor, (key) => {
      found.push(key);
    });
  } while (cursor !== 0);
  return found;
}

/** As forEach and deadline see them: neither lets a key go. */
export function lives(db: ExpiringKeyspace): Map<string, Life> {
  const found = new Map<string, Life>();
  db.forEach((key, value) => {
    const text = isString(value) ? value.text() : value.type;
    found.set(key, { text, whenMs: undefined });
  });
  for (const [key, { text }] of found) found.set(key, { text, whenMs: db.deadline(key) });
  return found;
}

/** What a string key holds: undefined for a missing one. */
export function textAt(db: ExpiringKeyspace, key: string): string | undefined {
  const value = db.get(key);
  return value !== undefined && isString(value) ? value.text() : undefined;
}

// A keyspace whose entries know whether the rewrite that runs has them already. A key that is born while it runs counts as
// had: it was not there at the start, and the log tells of it.

import {
  ExpiringEntry,
  ExpiringKeyspace,
  type Key,
  type KeyspaceContext,
  type Mortality,
  type Value,
} from '@byor/05-expiry/core';

export class LoggedEntry extends ExpiringEntry {
  /** Number of the last rewrite that has this life of the key, or does not need it. */
  rewrite = 0;
}

/** The rewrites of one server are counted from 1. */
export interface RewriteCount {
  current: number;
}

export class LoggedKeyspace extends ExpiringKeyspace {
  readonly #rewrites: RewriteCount;

  constructor(context: KeyspaceContext, mortality: Mortality, rewrites: RewriteCount) {
    super(context, mortality);
    this.#rewrites = rewrites;
  }

  /** The entry if the running rewrite lacks it; from now on it counts as had. Nothing dies by being looked at. */
  claim(key: Key): LoggedEntry | undefined {
    const entry = this.table.find(key) as LoggedEntry | undefined;
    return entry !== undefined && this.#take(entry) ? entry : undefined;
  }

  /** The same for all entries at one position of a scan. @returns the next position, 0 at the end */
  claimAt(cursor: number, visit: (entry: LoggedEntry) => void): number {
    return this.table.scan(cursor, (each) => {
      const entry = each as LoggedEntry;
      if (this.#take(entry)) visit(entry);
    });
  }

  /** The value under a key, dead or alive. */
  held(key: Key): LoggedEntry | undefined {
    return this.table.find(key) as LoggedEntry | undefined;
  }

  protected override makeEntry(key: string, hash: number): LoggedEntry {
    const entry = new LoggedEntry(key, hash);
    entry.rewrite = this.#rewrites.current;
    return entry;
  }

  /** Whatever the key was before, its new life is told by the log. */
  protected override begin(key: Key, value: Value): ExpiringEntry {
    const entry = super.begin(key, value) as LoggedEntry;
    entry.rewrite = this.#rewrites.current;
    return entry;
  }

  #take(entry: LoggedEntry): boolean {
    if (entry.rewrite === this.#rewrites.current) return false;
    entry.rewrite = this.#rewrites.current;
    return true;
  }
}

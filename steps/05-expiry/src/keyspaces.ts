// The databases as what they are from this stage on: every keyspace of this server is made by the layer `expiry`.

import type { Call, Engine } from '@byor/04-kv/core';
import type { ExpiringKeyspace } from './expiring-keyspace.ts';

/** The client's selected database. */
export function keyspaceOf({ db }: Call): ExpiringKeyspace {
  return db as unknown as ExpiringKeyspace;
}

export function keyspacesOf({ databases }: Engine): readonly ExpiringKeyspace[] {
  return databases as unknown as readonly ExpiringKeyspace[];
}

// What the keyspaces of a server share on the matter of dying: whether anything may die now, and who is told of it first.

import type { Frequency } from './eviction/frequency.ts';
import type { ExpiringKeyspace } from './expiring-keyspace.ts';

export interface Mortality {
  /** While a log is replayed nothing dies: the log itself says what died, and when. */
  frozen(): boolean;
  /** Called before a key goes that is past its deadline. */
  reaped(keyspace: ExpiringKeyspace, key: string): void;
  /** Called before a key goes because others need its room. */
  evicted(keyspace: ExpiringKeyspace, key: string): void;
  /** What the entries' access words hold while a policy wants to know how often keys are used. */
  readonly frequency: Frequency;
}

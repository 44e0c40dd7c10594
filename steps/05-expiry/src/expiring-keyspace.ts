// A keyspace whose keys may have a deadline. Invariant: no verb ever sees a key past its deadline. It dies when somebody
// asks for it (lazily) or when its turn comes in the maintain phase (actively), and its death is told before it goes.

import {
  type Int64,
  type Key,
  KeyEntry,
  Keyspace,
  type KeyspaceContext,
  type Value,
} from '@byor/04-kv/core';
import { type Deadline, DeadlineHeap, NOWHERE } from './deadline-heap.ts';

/** How many deadlines INFO looks at to tell how many keys are dead. */
const STALE_SAMPLE = 100;

export class ExpiringEntry extends KeyEntry implements Deadline {
  whenMs: Int64 = 0;
  heapIndex = NOWHERE;
}

/** What the keyspaces of a server share on the matter of dying. */
export interface Mortality {
  /** While a log is replayed nothing dies: the log itself says what died, and when. */
  frozen(): boolean;
  /** Called before a key goes that is past its deadline. */
  reaped(keyspace: ExpiringKeyspace, key: string): void;
}

export class ExpiringKeyspace extends Keyspace<ExpiringEntry> {
  readonly #heap = new DeadlineHeap<ExpiringEntry>();
  /** Shared with a keyspace that a later stage puts in the place of this one. */
  readonly mortality: Mortality;

  constructor(context: KeyspaceContext, mortality: Mortality) {
    super(context);
    this.mortality = mortality;
  }

  /** How many keys have a deadline. */
  get expires(): number {
    return this.#heap.size;
  }

  /** Mean time to live of the keys that have a deadline, in milliseconds: INFO's avg_ttl. */
  get averageTtlMs(): number {
    if (this.#heap.size === 0) return 0;
    return Math.max(0, Math.round(this.#heap.meanMs - this.context.now()));
  }

  /** An estimate of how many keys are dead and still here. */
  get stale(): number {
    const sample = this.#heap.sample(STALE_SAMPLE);
    const dead = sample.filter((entry) => this.#isDead(entry)).length;
    return dead === 0 ? 0 : (dead / sample.length) * this.expires;
  }

  /** Unix time in milliseconds; undefined for a key without a deadline, and for a missing one. */
  deadline(key: Key): Int64 | undefined {
    const entry = this.find(key);
    return entry === undefined || entry.heapIndex === NOWHERE ? undefined : entry.whenMs;
  }

  /** Begins a new life: with a deadline, or without end. */
  override set(key: Key, value: Value, whenMs?: Int64): void {
    const entry = this.begin(key, value);
    if (whenMs !== undefined) this.#heap.schedule(entry, whenMs);
  }

  /** Gives a key a deadline or another one. @returns false for a missing key. O(log n) */
  expireAt(key: Key, whenMs: Int64): boolean {
    const entry = this.find(key);
    if (entry !== undefined) this.#heap.schedule(entry, whenMs);
    return entry !== undefined;
  }

  /** Takes a key's deadline away. @returns whether it had one. O(log n) */
  persist(key: Key): boolean {
    const entry = this.find(key);
    return entry !== undefined && this.#heap.cancel(entry);
  }

  /** Would a key with this deadline die at once? */
  isOver(whenMs: Int64): boolean {
    return whenMs <= this.context.now() && !this.mortality.frozen();
  }

  /** Is any key past its deadline, and still here? */
  hasDue(): boolean {
    const first = this.#heap.first();
    return first !== undefined && this.#isDead(first);
  }

  /** The active cycle's share: the `most` keys that died first, if so many are dead, go. @returns how many went */
  reapDue(most: number): number {
    let reaped = 0;
    for (; reaped < most; reaped++) {
      const first = this.#heap.first();
      if (first === undefined || !this.#isDead(first)) break;
      this.#reap(first);
    }
    return reaped;
  }

  override clear(): void {
    super.clear();
    this.#heap.clear();
  }

  /** Passes over the dead: they may not go while the table is walked through. */
  override forEach(visit: (key: string, value: Value) => void): void {
    for (const entry of this.table) if (!this.#isDead(entry)) visit(entry.key, entry.value);
  }

  override scan(cursor: number, visit: (key: string, value: Value) => void): number {
    return this.table.scan(cursor, (entry) => {
      if (this.#isDead(entry)) this.#reap(entry);
      else visit(entry.key, entry.value);
    });
  }

  /** However many dead it draws, each is one that had to go anyway. */
  override randomKey(): string | undefined {
    let entry = this.table.random(this.context.random);
    while (entry !== undefined && this.#isDead(entry)) {
      this.#reap(entry);
      entry = this.table.random(this.context.random);
    }
    return entry?.key;
  }

  protected override find(key: Key): ExpiringEntry | undefined {
    const entry = this.table.find(key);
    if (entry === undefined || !this.#isDead(entry)) return entry;
    this.#reap(entry);
    return undefined;
  }

  protected override makeEntry(key: string, hash: number): ExpiringEntry {
    return new ExpiringEntry(key, hash);
  }

  /** A dead key's entry is not looked for first, which would cost every write a lookup: it serves the new life. */
  protected override write(key: Key, value: Value): ExpiringEntry {
    const entry = super.write(key, value);
    if (this.#isDead(entry)) {
      this.mortality.reaped(this, entry.key);
      this.#heap.cancel(entry);
    }
    return entry;
  }

  protected override begin(key: Key, value: Value): ExpiringEntry {
    const entry = super.begin(key, value);
    this.#heap.cancel(entry);
    return entry;
  }

  protected override inherit(to: ExpiringEntry, from: ExpiringEntry): void {
    if (from.heapIndex !== NOWHERE) this.#heap.schedule(to, from.whenMs);
  }

  protected override remove(entry: ExpiringEntry): void {
    this.#heap.cancel(entry);
    super.remove(entry);
  }

  /** Redis counts the millisecond of the deadline to the key's life. */
  #isDead(entry: ExpiringEntry): boolean {
    return (
      entry.heapIndex !== NOWHERE && entry.whenMs < this.context.now() && !this.mortality.frozen()
    );
  }

  #reap(entry: ExpiringEntry): void {
    this.mortality.reaped(this, entry.key);
    this.remove(entry);
  }
}

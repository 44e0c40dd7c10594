// Writes the databases as they were at one moment into a new base file, while they go on changing and without fork(2).
//
// From that moment on every change is recorded in a new increment. Base and increment together give today's state, because
//  - a key that was there at the start is written as it was then: before a command changes it, `beforeWrite` writes it;
//  - a key that was born since is not written (its mark says so): the increment tells of it;
//  - a key that goes without having been written (FLUSHALL, expiry) is missed by nobody: no record reads it before the one
//    that removes it, or it would have been written then. Databases are told apart by what they were at the start, so
//    SWAPDB, which the increment repeats, changes nothing either;
//  - a large value that is being changed is not written at once, which would take too long, but by and by, with changes of
//    today in it. Records are absolute and idempotent per member: replaying those changes over them ends in the same
//    value. Only who copies it into another key (COPY, ...STORE) would copy too much: then it is finished first.

import {
  Args,
  type Call,
  type Command,
  type Engine,
  type Int64,
  isString,
  type Key,
  type Keyspace,
  keyPlaces,
  type Value,
} from '@byor/05-expiry/core';
import type { BaseWriter } from './base-writer.ts';
import type { Held, LoggedKeyspace, RewriteCount } from './logged-keyspace.ts';

/** A turn's share, with one step on top. The rest of a turn of two milliseconds belongs to whoever has requests. */
const BUDGET_US = 500;
/** Positions of a scan between two looks at the clock; of a large value it is one request, which takes longer. */
const POSITIONS_PER_STEP = 8;
/** A value of more requests than this is large. */
const SMALL_REQUESTS = 2;

/** A value that is written by and by, under the name and with the deadline that it had at the start. */
interface Unfinished {
  readonly dbIndex: number;
  readonly key: string;
  readonly whenMs: Int64 | undefined;
  readonly requests: Iterator<Args>;
}

export class Rewrite {
  readonly #engine: Engine;
  readonly #base: BaseWriter;
  readonly #databases: readonly LoggedKeyspace[];
  readonly #indexes: ReadonlyMap<Keyspace, number>;
  readonly #unfinished = new Map<Value, Unfinished>();
  readonly #claimed = (held: Held) => this.#begin(this.#dbIndex, held);
  #dbIndex = 0;
  #cursor = 0;

  /** The moment that the base is of is now: a key that is born from here on counts as written. */
  constructor(engine: Engine, base: BaseWriter, rewrites: RewriteCount) {
    rewrites.current++;
    this.#engine = engine;
    this.#base = base;
    this.#databases = [...engine.databases] as unknown as LoggedKeyspace[];
    this.#indexes = new Map(engine.databases.map((database, index) => [database, index]));
  }

  /** The share of one turn. @returns whether there is more to write */
  step(): boolean {
    const { host } = this.#engine;
    const untilUs = host.monotonicUs() + BUDGET_US;
    while (this.#advance()) if (host.monotonicUs() >= untilUs) return true;
    return false;
  }

  /** Before a command runs: the keys that it may change are written as they are. */
  beforeWrite(call: Call): void {
    const { command, args } = call;
    if (!command.flags.includes('write')) return;
    const database = call.db as unknown as LoggedKeyspace;
    forEachKey(command, args, (key, isCopied) => {
      const held = database.claim(key);
      if (held !== undefined) {
        this.#begin(this.#indexes.get(call.db) as number, held);
        this.#writeSmall(held.value);
      }
      if (isCopied && this.#unfinished.size > 0) this.#finish(database.held(key)?.value);
    });
  }

  /**
   * After it ran: replayed over a base that is ahead of the record, a large value may be empty for a moment, and gone with
   * its deadline. So that is told again.
   */
  afterWrite({ command, args, client, db }: Call): void {
    if (this.#unfinished.size === 0 || !command.flags.includes('write')) return;
    forEachKey(command, args, (key) => {
      const held = (db as unknown as LoggedKeyspace).held(key);
      if (held?.whenMs === undefined || !this.#unfinished.has(held.value)) return;
      this.#engine.record(client.dbIndex, Args.of('PEXPIREAT', held.key, String(held.whenMs)));
    });
  }

  /** One step. @returns whether there is more to do */
  #advance(): boolean {
    for (const [value, { requests }] of this.#unfinished) {
      this.#write(value, requests.next());
      return true;
    }
    for (let left = POSITIONS_PER_STEP; left > 0; left--) {
      const database = this.#databases[this.#dbIndex];
      if (database === undefined) return this.#unfinished.size > 0;
      this.#cursor = database.claimAt(this.#cursor, this.#claimed);
      if (this.#cursor === 0) this.#dbIndex++;
    }
    return true;
  }

  /** Writes a string; of every other value, notes what there is to write. */
  #begin(dbIndex: number, { key, value, whenMs }: Held): void {
    if (isString(value)) {
      const end = whenMs === undefined ? [] : ['PXAT', String(whenMs)];
      this.#base.addParts(dbIndex, ['SET', key, value, ...end]);
      return;
    }
    const dump = this.#engine.dumpers.get(value.type);
    if (dump === undefined) throw new Error(`no dumper is defined for ${value.type}`);
    const requests = dump(key, value);
    this.#unfinished.set(value, { dbIndex, key, whenMs, requests });
  }

  /** The first requests of a value that was begun: all of it, if it is small. One more tells that it was. */
  #writeSmall(value: Value): void {
    const requests = this.#unfinished.get(value)?.requests;
    if (requests === undefined) return;
    for (let count = 0; count <= SMALL_REQUESTS; count++) this.#write(value, requests.next());
  }

  /** Writes the next request of a large value, or its deadline when there is none left. */
  #write(value: Value, { done, value: request }: IteratorResult<Args, unknown>): void {
    const unfinished = this.#unfinished.get(value);
    if (unfinished === undefined) return;
    const { dbIndex, key, whenMs } = unfinished;
    if (!done) {
      this.#base.add(dbIndex, request as Args);
      return;
    }
    this.#unfinished.delete(value);
    if (whenMs !== undefined) this.#base.addParts(dbIndex, ['PEXPIREAT', key, String(whenMs)]);
  }

  /**
   * All that is left of a large value, at once.
   * @exercise 6.9
   */
  #finish(value: Value | undefined): void {
    for (let dump = this.#get(value); dump !== undefined; dump = this.#get(value)) {
      this.#write(value as Value, dump.requests.next());
    }
  }

  #get(value: Value | undefined): Unfinished | undefined {
    return value === undefined ? undefined : this.#unfinished.get(value);
  }
}

/**
 * The keys of a request, and whether what they hold is only read, to go somewhere else: the spec's access begins with RO.
 * Stage 04's `keyPlaces` tells where the keys of a spec stand.
 * @exercise 6.9
 */
function forEachKey(
  { keys }: Command,
  args: Args,
  visit: (key: Key, isCopied: boolean) => void,
): void {
  for (const spec of keys) {
    for (const at of keyPlaces([spec], args) ?? []) {
      visit(args.at(at), spec.access.startsWith('RO'));
    }
  }
}

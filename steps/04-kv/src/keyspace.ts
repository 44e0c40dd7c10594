// One database: names to values. Its verbs say whether a key begins a new life (`set`) or goes on
// with its old one (`update`): the same here, and what stage 05's deadlines hang on.

import { Entry, type HashSeed, HashTable, type Key } from './table/hash-table.ts';
import { copyOf, type Value } from './value.ts';

export class KeyEntry extends Entry {
  value: Value = '';
  /** Second of the last access, on the keyspace's own clock: OBJECT IDLETIME. */
  accessedS = 0;
}

/** What all databases of a server share. */
export interface KeyspaceContext {
  readonly seed: HashSeed;
  /** Unix time in milliseconds, read once a turn. */
  now(): number;
  /** A fair random integer in [0, below). */
  random(below: number): number;
  /** INFO stats: lookups by commands that only read. */
  readonly lookups: { hits: number; misses: number };
}

export class Keyspace<E extends KeyEntry = KeyEntry> {
  protected readonly context: KeyspaceContext;
  protected readonly table: HashTable<E>;
  readonly #openedMs: number;

  constructor(context: KeyspaceContext) {
    this.context = context;
    this.#openedMs = context.now();
    this.table = new HashTable<E>({
      seed: context.seed,
      makeEntry: (key, hash) => this.makeEntry(key, hash),
    });
  }

  get size(): number {
    return this.table.size;
  }

  /** The value for a command that only reads: counts as a hit or a miss, and as an access. */
  get(key: Key): Value | undefined {
    const value = this.lookup(key);
    if (value === undefined) this.context.lookups.misses++;
    else this.context.lookups.hits++;
    return value;
  }

  /** The value for a command that may write: counts as an access. */
  lookup(key: Key): Value | undefined {
    const entry = this.find(key);
    if (entry === undefined) return undefined;
    entry.accessedS = this.#nowS();
    return entry.value;
  }

  /** The value for a command that looks at the key from outside (OBJECT, DEBUG): not an access. */
  peek(key: Key): Value | undefined {
    return this.find(key)?.value;
  }

  has(key: Key): boolean {
    return this.find(key) !== undefined;
  }

  /** Begins a new life: whatever the key was before is gone. */
  set(key: Key, value: Value): void {
    this.begin(key, value);
  }

  /** Goes on with the key's life under a changed value; a missing key begins one. */
  update(key: Key, value: Value): void {
    this.write(key, value);
  }

  delete(key: Key): boolean {
    const entry = this.find(key);
    if (entry !== undefined) this.remove(entry);
    return entry !== undefined;
  }

  /** The value's life goes on under another name; what was there is gone. `from` must exist, and not be `to`. */
  rename(from: Key, to: Key): void {
    const entry = this.#existing(from);
    this.inherit(this.begin(to, entry.value), entry);
    this.remove(entry);
  }

  /** The value's life goes on under the same name in `target`, another keyspace. `key` must exist. */
  move(key: Key, target: this): void {
    const entry = this.#existing(key);
    target.inherit(target.begin(key, entry.value), entry);
    this.remove(entry);
  }

  /** A copy of the value, with all that belongs to its life. `from` must exist. */
  copy(from: Key, target: this, to: Key): void {
    const entry = this.#existing(from);
    target.inherit(target.begin(to, copyOf(entry.value)), entry);
  }

  /** In constant time: the collector frees the keys. */
  clear(): void {
    this.table.clear();
  }

  /** Whole seconds since the last access, or undefined for a missing key. */
  idleSeconds(key: Key): number | undefined {
    const entry = this.find(key);
    return entry && this.#nowS() - entry.accessedS;
  }

  randomKey(): string | undefined {
    return this.table.random(this.context.random)?.key;
  }

  /** Every key once; the keyspace must not change meanwhile. */
  forEach(visit: (key: string, value: Value) => void): void {
    for (const entry of this.table) visit(entry.key, entry.value);
  }

  /** One step of SCAN: visits at least one bucket. @returns the next cursor, 0 at the end */
  scan(cursor: number, visit: (key: string, value: Value) => void): number {
    return this.table.scan(cursor, (entry) => visit(entry.key, entry.value));
  }

  /** The maintain phase's share of work. @returns whether there is more to do */
  maintain(): boolean {
    return this.table.rehash(100);
  }

  // What a later keyspace changes, so that every verb above goes on being true.

  /** Every verb finds its key here: a key may die on the way. */
  protected find(key: Key): E | undefined {
    return this.table.find(key);
  }

  /** An entry of the keyspace's one class. */
  protected makeEntry(key: string, hash: number): E {
    return new KeyEntry(key, hash) as E;
  }

  /** The entry that begins a new life with `value`. */
  protected begin(key: Key, value: Value): E {
    return this.write(key, value);
  }

  /** What else belongs to a key's life passes from one entry to another. */
  protected inherit(_to: E, _from: E): void {}

  protected remove(entry: E): void {
    this.table.remove(entry);
  }

  protected write(key: Key, value: Value): E {
    const entry = this.table.findOrInsert(key);
    entry.value = value;
    entry.accessedS = this.#nowS();
    return entry;
  }

  #existing(key: Key): E {
    const entry = this.find(key);
    if (entry === undefined) throw new Error('the key must exist');
    return entry;
  }

  #nowS(): number {
    return ((this.context.now() - this.#openedMs) / 1000) | 0;
  }
}

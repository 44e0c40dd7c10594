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

export class Keyspace {
  protected readonly context: KeyspaceContext;
  protected readonly table: HashTable<KeyEntry>;
  readonly #openedMs: number;

  constructor(context: KeyspaceContext) {
    this.context = context;
    this.#openedMs = context.now();
    this.table = new HashTable<KeyEntry>({
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
    const entry = this.table.findOrInsert(key);
    entry.value = value;
    entry.accessedS = this.#nowS();
  }

  /** Goes on with the key's life under a changed value; a missing key begins one. */
  update(key: Key, value: Value): void {
    const entry = this.table.findOrInsert(key);
    entry.value = value;
    entry.accessedS = this.#nowS();
  }

  delete(key: Key): boolean {
    return this.table.delete(key) !== undefined;
  }

  /** The value's life goes on under another name; what was there is gone. `from` must exist. */
  rename(from: Key, to: Key): void {
    const value = this.peek(from);
    if (value === undefined) throw new Error('rename of a missing key');
    this.delete(from);
    this.set(to, value);
  }

  /** A copy begins its life in `target`. `from` must exist. */
  copy(from: Key, target: Keyspace, to: Key): void {
    const value = this.peek(from);
    if (value === undefined) throw new Error('copy of a missing key');
    target.set(to, copyOf(value));
  }

  /** The value's life goes on under the same name in `target`, where it must not exist. */
  move(key: Key, target: Keyspace): void {
    const value = this.peek(key);
    if (value === undefined) throw new Error('move of a missing key');
    target.set(key, value);
    this.delete(key);
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

  /** Every verb finds its key here, so a later keyspace can let a key die on the way. */
  protected find(key: Key): KeyEntry | undefined {
    return this.table.find(key);
  }

  /** A later keyspace's entries know more; they are of one class all the same. */
  protected makeEntry(key: string, hash: number): KeyEntry {
    return new KeyEntry(key, hash);
  }

  #nowS(): number {
    return ((this.context.now() - this.#openedMs) / 1000) | 0;
  }
}

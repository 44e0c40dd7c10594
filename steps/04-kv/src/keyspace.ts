// One database: names to values. Its verbs say whether a key begins a new life (`set`) or goes on
// with its old one (`update`): the same here, and what stage 05's deadlines hang on.

import { Slice } from '@byor/03-event-loop/core';
import { EntryValues, inlineBytes, VALUE_WORDS } from './entry-values.ts';
import { NOWHERE, type Ref } from './memory/arena.ts';
import { type HashSeed, HashTable, type Key } from './table/hash-table.ts';
import {
  type Content,
  FORMS,
  isString,
  type StringForm,
  stringEncoding,
  type Value,
} from './value.ts';

/** Word of an entry: second of the last access, on the keyspace's own clock (OBJECT IDLETIME). */
export const ACCESSED = VALUE_WORDS;
/** The words of a later stage's entries begin here. */
export const KEY_WORDS = ACCESSED + 1;

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
  protected readonly table: HashTable;
  readonly #values: EntryValues;
  readonly #openedMs: number;

  /** `entryWords`: those of an entry that stand in front of its key, a later stage's among them. */
  constructor(context: KeyspaceContext, entryWords = KEY_WORDS) {
    this.context = context;
    this.#openedMs = context.now();
    this.table = new HashTable({ seed: context.seed, headerWords: entryWords });
    this.#values = new EntryValues(this.table.arena, entryWords);
  }

  get size(): number {
    return this.table.size;
  }

  /** Bytes held for keys and their strings, with the room that is left in their pages. */
  get memoryBytes(): number {
    return this.table.memoryBytes;
  }

  /** Bytes of these that are in use. */
  get usedBytes(): number {
    return this.table.usedBytes;
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
    if (entry === NOWHERE) return undefined;
    this.touch(entry);
    return this.#values.of(entry);
  }

  /** The value for a command that looks at the key from outside (OBJECT, DEBUG): not an access. */
  peek(key: Key): Value | undefined {
    const entry = this.find(key);
    return entry === NOWHERE ? undefined : this.#values.of(entry);
  }

  has(key: Key): boolean {
    return this.find(key) !== NOWHERE;
  }

  /** What OBJECT ENCODING answers; undefined for a missing key. Not an access. */
  encoding(key: Key): string | undefined {
    const entry = this.find(key);
    if (entry === NOWHERE) return undefined;
    const value = this.#values.of(entry);
    return value instanceof Slice
      ? stringEncoding(value, this.#values.formOf(entry))
      : value.encoding();
  }

  /** Bytes that a key takes with its name and its value; undefined for a missing key. Not an access. */
  keyBytes(key: Key): number | undefined {
    const entry = this.find(key);
    return entry === NOWHERE ? undefined : this.#values.bytesOf(entry);
  }

  /** Begins a new life: whatever the key was before is gone. */
  set(key: Key, value: Content): void {
    this.begin(key, value);
  }

  /** Goes on with the key's life under a changed value; a missing key begins one. */
  update(key: Key, value: Content, form: StringForm = FORMS.whole): void {
    const entry = this.write(key, value);
    if (form !== FORMS.whole) this.#values.setForm(entry, form);
  }

  /**
   * Goes on with the key's life under what `change` makes of its value: one lookup for both.
   * @exercise 4.6
   */
  change(key: Key, change: (value: Value | undefined) => Content): void {
    const entry = this.find(key);
    if (entry === NOWHERE) {
      this.write(key, change(undefined));
      return;
    }
    this.#values.set(entry, change(this.#values.of(entry)));
    this.touch(entry);
  }

  /**
   * Goes on with the life of a string, or of a missing key, under another length: what it holds stays, zero bytes follow.
   * @returns its bytes, to be written to
   */
  resize(key: Key, lengthBytes: number): Slice {
    let entry = this.find(key);
    if (entry === NOWHERE) entry = this.write(key, '');
    this.touch(entry);
    return this.#values.resize(entry, lengthBytes);
  }

  delete(key: Key): boolean {
    const entry = this.find(key);
    if (entry !== NOWHERE) this.remove(entry);
    return entry !== NOWHERE;
  }

  /** The value's life goes on under another name; what was there is gone. `from` must exist, and not be `to`. */
  rename(from: Key, to: Key): void {
    const entry = this.#existing(from);
    this.#pass(entry, this, to);
    this.remove(entry);
  }

  /** The value's life goes on under the same name in `target`, another keyspace. `key` must exist. */
  move(key: Key, target: this): void {
    const entry = this.#existing(key);
    this.#pass(entry, target, key);
    this.remove(entry);
  }

  /** A copy of the value, with all that belongs to its life. `from` must exist. */
  copy(from: Key, target: this, to: Key): void {
    const copy = this.#pass(this.#existing(from), target, to);
    const value = target.valueOf(copy);
    if (!isString(value)) target.#values.set(copy, value.copy());
  }

  /** In constant time: the memory of all keys goes as a whole. */
  clear(): void {
    this.table.clear();
    this.#values.clear();
  }

  /** Whole seconds since the last access, or undefined for a missing key. */
  idleSeconds(key: Key): number | undefined {
    const entry = this.find(key);
    return entry === NOWHERE ? undefined : this.secondsSince(this.word(entry, ACCESSED));
  }

  /** Seconds since an access that an entry's word tells of. */
  secondsSince(accessedS: number): number {
    return this.#nowS() - accessedS;
  }

  /** How often a key is used, from 0 to 255; undefined where nobody counts, and for a missing key. */
  frequency(_key: Key): number | undefined {
    return undefined;
  }

  randomKey(): string | undefined {
    const entry = this.table.random(this.context.random);
    return entry === NOWHERE ? undefined : this.table.keyOf(entry);
  }

  /** Every key once; the keyspace must not change meanwhile. */
  forEach(visit: (key: string, value: Value) => void): void {
    this.table.forEach((entry) => {
      visit(this.table.keyOf(entry), this.valueOf(entry));
    });
  }

  /** One step of SCAN: visits at least one bucket. @returns the next cursor, 0 at the end */
  scan(cursor: number, visit: (key: string, value: Value) => void): number {
    return this.table.scan(cursor, (entry) => visit(this.table.keyOf(entry), this.valueOf(entry)));
  }

  /** The maintain phase's share of work. @returns whether there is more to do */
  maintain(): boolean {
    return this.table.rehash(100);
  }

  // What a later keyspace changes, so that every verb above goes on being true.

  /** Every verb finds its key here: a key may die on the way. NOWHERE: there is none. */
  protected find(key: Key): Ref {
    return this.table.find(key);
  }

  /** The entry that begins a new life with `value`. */
  protected begin(key: Key, value: Content): Ref {
    return this.write(key, value);
  }

  /** What else belongs to a key's life passes from one entry to another, of `source`. */
  protected inherit(_to: Ref, _source: this, _from: Ref): void {}

  protected remove(entry: Ref): void {
    this.#values.release(entry);
    this.table.remove(entry);
  }

  /**
   * @exercise 4.6 A keyspace
   * @tests keyspace: ^(as a map (a value|owns)|a life that|accesses)
   * @hint SET of a key and INCR of a key both leave a value under it. What is different for whatever else belongs to
   *   that key?
   * @hint write is the one place where an entry gets a value, found or new: a new one is born, an old one touched. set
   *   begins a new life on top of it, update and change go on with the old one. rename, move and copy are all the same:
   *   what an entry is begins under another name, perhaps in another keyspace, and what belongs to its life passes on.
   * @hint write: one hash for find and insert; not found: insert with inlineBytes(value) to spare, then born; else
   *   touch; then the value. change: find; none: write(change(undefined)); else the entry's value becomes change of it,
   *   and touch. #pass: begin in the target with valueOf(entry); the form goes along; target.inherit(passed, this,
   *   entry).
   */
  protected write(key: Key, value: Content): Ref {
    const { table } = this;
    const hash = table.hash(key);
    let entry = table.find(key, hash);
    if (entry === NOWHERE) {
      entry = table.insert(key, inlineBytes(value), hash);
      this.born(entry);
    } else {
      this.touch(entry);
    }
    this.#values.set(entry, value);
    return entry;
  }

  /** A new entry's words are as they come: each stage sets its own. */
  protected born(entry: Ref): void {
    this.#values.born(entry);
    this.setWord(entry, ACCESSED, this.#nowS());
  }

  protected touch(entry: Ref): void {
    this.setWord(entry, ACCESSED, this.#nowS());
  }

  // What a later keyspace needs to know of an entry.

  protected valueOf(entry: Ref): Value {
    return this.#values.of(entry);
  }

  protected word(entry: Ref, index: number): number {
    return this.table.arena.word(entry, index);
  }

  protected setWord(entry: Ref, index: number, value: number): void {
    this.table.arena.setWord(entry, index, value);
  }

  /**
   * Whatever `to` was in `target` is gone, and what `entry` is begins there. @returns the entry of `to`
   * @exercise 4.6
   */
  #pass(entry: Ref, target: this, to: Key): Ref {
    const passed = target.begin(to, this.valueOf(entry));
    target.#values.setForm(passed, this.#values.formOf(entry));
    target.inherit(passed, this, entry);
    return passed;
  }

  #existing(key: Key): Ref {
    const entry = this.find(key);
    if (entry === NOWHERE) throw new Error('the key must exist');
    return entry;
  }

  #nowS(): number {
    return ((this.context.now() - this.#openedMs) / 1000) | 0;
  }
}

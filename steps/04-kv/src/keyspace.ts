// One database: names to values. Its verbs say whether a key begins a new life (`set`) or goes on
// with its old one (`update`): the same here, and what stage 05's deadlines hang on.

import { Slice } from '@byor/03-event-loop/core';
import { ACCESSED, KeyspaceEntries } from './keyspace-entries.ts';
import { NOWHERE, type Ref } from './memory/arena.ts';
import type { Key } from './table/hash-table.ts';
import type { Int64 } from './text/numbers.ts';
import {
  type Content,
  FORMS,
  isString,
  type StringForm,
  stringEncoding,
  type Value,
} from './value.ts';

export { ACCESSED, KEY_WORDS, type KeyspaceContext } from './keyspace-entries.ts';

/** What a key that is born holds at first. A Slice like all that comes off the wire: for V8 text would be of another kind. */
const EMPTY = Slice.of('');

export class Keyspace extends KeyspaceEntries {
  /** The value for a command that only reads: counts as a hit or a miss, and as an access. */
  get(key: Key): Value | undefined {
    const value = this.lookup(key);
    this.#tally(value);
    return value;
  }

  /** The value for a command that asks about the key (EXISTS, TYPE, TTL, OBJECT): a hit or a miss, but no access. */
  ask(key: Key): Value | undefined {
    const value = this.peek(key);
    this.#tally(value);
    return value;
  }

  /** The value for a command that may write: counts as an access. */
  lookup(key: Key): Value | undefined {
    const entry = this.find(key);
    if (entry === NOWHERE) return undefined;
    this.touch(entry);
    return this.values.of(entry);
  }

  /** The value for a command that looks at the key from outside (DEBUG, MEMORY): nothing is counted. */
  peek(key: Key): Value | undefined {
    const entry = this.find(key);
    return entry === NOWHERE ? undefined : this.values.of(entry);
  }

  has(key: Key): boolean {
    return this.find(key) !== NOWHERE;
  }

  /** What OBJECT ENCODING answers; undefined for a missing key. Not an access. */
  encoding(key: Key): string | undefined {
    const entry = this.find(key);
    if (entry === NOWHERE) return undefined;
    const value = this.values.of(entry);
    return value instanceof Slice
      ? stringEncoding(value, this.values.formOf(entry))
      : value.encoding();
  }

  /** Bytes that a key takes with its name and its value; undefined for a missing key. Not an access. */
  keyBytes(key: Key): number | undefined {
    const entry = this.find(key);
    return entry === NOWHERE ? undefined : this.values.bytesOf(entry);
  }

  /** Begins a new life: whatever the key was before is gone. */
  set(key: Key, value: Content): void {
    this.begin(key, value);
  }

  /** Goes on with the key's life under a changed value; a missing key begins one. */
  update(key: Key, value: Content, form: StringForm = FORMS.whole): void {
    const entry = this.write(key, value);
    if (form !== FORMS.whole) this.values.setForm(entry, form);
  }

  /**
   * Goes on with the key's life under the integer that `sum` makes of what it holds: one lookup for both.
   * `sum` gets a counter's integer, or the value. If it throws, nothing has changed: to ask was an access all the same.
   * @returns the integer
   * @exercise 4.6
   */
  count(key: Key, sum: (held: Value | number | undefined) => Int64): Int64 {
    const { values } = this;
    let entry = this.find(key);
    if (entry === NOWHERE) {
      const first = sum(undefined);
      entry = this.write(key, EMPTY);
      values.setInteger(entry, first);
      return first;
    }
    this.touch(entry);
    const integer = sum(values.counterOf(entry) ?? values.of(entry));
    values.setInteger(entry, integer);
    return integer;
  }

  /**
   * Goes on with the life of a string, or of a missing key, under another length: what it holds stays, zero bytes follow.
   * Who asks has looked it up, which was the access.
   * @returns its bytes, to be written to
   */
  resize(key: Key, lengthBytes: number): Slice {
    let entry = this.find(key);
    if (entry === NOWHERE) entry = this.write(key, EMPTY);
    return this.values.resize(entry, lengthBytes);
  }

  delete(key: Key): boolean {
    const entry = this.find(key);
    if (entry !== NOWHERE) this.remove(entry);
    return entry !== NOWHERE;
  }

  // For these three `from` must exist. Who asks has looked it up, which was the access.

  /** The value's life goes on under another name; what was there is gone. `from` must not be `to`. */
  rename(from: Key, to: Key): void {
    this.#give(from, this, to);
  }

  /** The value's life goes on under the same name in `target`, another keyspace. */
  move(key: Key, target: this): void {
    this.#give(key, target, key);
  }

  /** A copy of the value, with all that belongs to its life. */
  copy(from: Key, target: this, to: Key): void {
    const copy = this.#pass(this.#existing(from), target, to);
    const value = target.valueOf(copy);
    if (!isString(value)) target.values.set(copy, value.copy());
  }

  /** In constant time: the memory of all keys goes as a whole. */
  clear(): void {
    this.table.clear();
    this.values.clear();
  }

  /** Whole seconds since the last access, or undefined for a missing key. */
  idleSeconds(key: Key): number | undefined {
    const entry = this.find(key);
    return entry === NOWHERE ? undefined : this.secondsSince(this.word(entry, ACCESSED));
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

  /** The value, the accesses and all else that belongs to a life go over, and `from` is no more. */
  #give(from: Key, target: this, to: Key): void {
    const entry = this.#existing(from);
    const given = this.#pass(entry, target, to);
    target.setWord(given, ACCESSED, this.word(entry, ACCESSED));
    this.remove(entry);
  }

  /**
   * Whatever `to` was in `target` is gone, and what `entry` is begins there. @returns the entry of `to`
   * @exercise 4.6
   */
  #pass(entry: Ref, target: this, to: Key): Ref {
    const passed = target.begin(to, this.valueOf(entry));
    target.values.setForm(passed, this.values.formOf(entry));
    target.inherit(passed, this, entry);
    return passed;
  }

  #tally(value: Value | undefined): void {
    if (value === undefined) this.context.lookups.misses++;
    else this.context.lookups.hits++;
  }

  #existing(key: Key): Ref {
    const entry = this.find(key);
    if (entry === NOWHERE) throw new Error('the key must exist');
    return entry;
  }
}

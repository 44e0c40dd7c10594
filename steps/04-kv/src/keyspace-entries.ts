// A keyspace below its verbs: entries of a table, what they hold, and when they were last asked for.
// A later stage's keyspace gives entries more words, and changes how one is born, touched and removed.

import { EntryValues, inlineBytes, VALUE_WORDS } from './entry-values.ts';
import { NOWHERE, type Ref } from './memory/arena.ts';
import { type HashSeed, HashTable, type Key } from './table/hash-table.ts';
import type { Content, Value } from './value.ts';

/** Word of an entry: second of the last access, on the keyspace's own clock (OBJECT IDLETIME). */
export const ACCESSED = VALUE_WORDS;
/** The words of a later stage's entries begin here. */
export const KEY_WORDS = ACCESSED + 1;

/** Seconds go round in 24 bits, 194 days, as Redis's do. */
const SECONDS_MASK = 0xffffff;

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

export class KeyspaceEntries {
  protected readonly context: KeyspaceContext;
  protected readonly table: HashTable;
  protected readonly values: EntryValues;
  readonly #openedMs: number;

  /** `entryWords`: those of an entry that stand in front of its key, a later stage's among them. */
  constructor(context: KeyspaceContext, entryWords = KEY_WORDS) {
    this.context = context;
    this.#openedMs = context.now();
    this.table = new HashTable({ seed: context.seed, headerWords: entryWords });
    this.values = new EntryValues(this.table.arena, entryWords);
  }

  get size(): number {
    return this.table.size;
  }

  /** Bytes held for keys and values, with the room that is left in their pages. */
  get memoryBytes(): number {
    return this.table.memoryBytes + this.values.objectBytes;
  }

  /** Bytes of these that are in use. */
  get usedBytes(): number {
    return this.table.usedBytes + this.values.objectBytes;
  }

  /** Seconds since an access that an entry's word tells of. */
  secondsSince(accessedS: number): number {
    return (this.#nowS() - accessedS) & SECONDS_MASK;
  }

  // What a later stage changes.

  /**
   * The key's entry, found or new, with this value from here on. An access. Whatever else belongs to the key's life stays.
   * @exercise 4.6 A keyspace
   * @tests keyspace: ^(as a map|a life that|memory of a|accesses)
   * @hint SET of a key and INCR of a key both leave a value under it. What is different for whatever else belongs to
   *   that key?
   * @hint write is the one place where an entry gets a value, found or new: a new one is born, an old one touched. set
   *   begins a new life on top of it, update and count go on with the old one. rename, move and copy are all the same:
   *   what an entry is begins under another name, perhaps in another keyspace, and what belongs to its life passes on.
   * @hint write: one hash for find and insert; not found: insert with inlineBytes(value) of entry-values.ts to spare,
   *   then born; else touch; then the value. count: find; none: sum(undefined) first, then write ''; else touch, and sum
   *   of counterOf(entry), or of the value where that is undefined; setInteger either way. #pass: begin in the target with
   *   valueOf(entry); the form goes along; target.inherit(passed, this, entry).
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
    this.values.set(entry, value);
    return entry;
  }

  /** A new entry's words are as they come: each stage sets its own. */
  protected born(entry: Ref): void {
    this.values.born(entry);
    this.setWord(entry, ACCESSED, this.#nowS());
  }

  protected touch(entry: Ref): void {
    this.setWord(entry, ACCESSED, this.#nowS());
  }

  protected remove(entry: Ref): void {
    this.values.release(entry);
    this.table.remove(entry);
  }

  // What it needs to know of an entry.

  protected valueOf(entry: Ref): Value {
    return this.values.of(entry);
  }

  protected word(entry: Ref, index: number): number {
    return this.table.arena.word(entry, index);
  }

  protected setWord(entry: Ref, index: number, value: number): void {
    this.table.arena.setWord(entry, index, value);
  }

  #nowS(): number {
    return ((this.context.now() - this.#openedMs) / 1000) & SECONDS_MASK;
  }
}

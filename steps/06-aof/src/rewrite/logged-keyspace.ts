// A keyspace whose entries know whether the rewrite that runs has them already. A key that is born while it runs counts as
// had: it was not there at the start, and the log tells of it.

import {
  type Content,
  EXPIRY_WORDS,
  ExpiringKeyspace,
  type Int64,
  type Key,
  type KeyspaceContext,
  type Mortality,
  NOWHERE,
  type Ref,
  type Value,
} from '@byor/05-expiry/core';

/** Word of an entry: number of the last rewrite that has this life of the key, or does not need it. */
const REWRITE = EXPIRY_WORDS;
const LOGGED_WORDS = REWRITE + 1;

/** The rewrites of one server are counted from 1. */
export interface RewriteCount {
  current: number;
}

/** What a key holds, dead or alive. The value is a view as ever: valid until the next call on the keyspace. */
export interface Held {
  readonly key: string;
  readonly value: Value;
  readonly whenMs: Int64 | undefined;
}

export class LoggedKeyspace extends ExpiringKeyspace {
  readonly #rewrites: RewriteCount;

  constructor(context: KeyspaceContext, mortality: Mortality, rewrites: RewriteCount) {
    super(context, mortality, LOGGED_WORDS);
    this.#rewrites = rewrites;
  }

  /**
   * What the key holds if the running rewrite lacks it; from now on it counts as had. Nothing dies by being looked at.
   * @exercise 6.9 Copy on write, by hand
   * @tests rewrite: ^(a large value|whatever is done|BGREWRITEAOF loses)
   * @tests rewrite-ahead: ^a power cut
   * @hint A rewrite is half done when INCR comes for a key that it has not reached. What would base and increment say
   *   of that key together?
   * @hint The base holds each key as it was when the rewrite began, and the increment all that has happened since. So
   *   before a command changes a key, whatever the base lacks of it is written: each entry knows the number of the last
   *   rewrite that has it, and to claim it writes that number. A value that only lies in the way of a copy must be
   *   finished first.
   * @hint claim: the table's own find, since nothing may die here; if there is an entry and #take says that this
   *   rewrite lacks it, what it holds. forEachKey: for each spec of the command's keys, each place of keyPlaces: visit
   *   the argument, and whether the access begins with RO. #finish: as long as the value is unfinished, #write its next
   *   request.
   */
  claim(key: Key): Held | undefined {
    const entry = this.table.find(key);
    return entry !== NOWHERE && this.#take(entry) ? this.#heldBy(entry) : undefined;
  }

  /** The same for all keys at one position of a scan. @returns the next position, 0 at the end */
  claimAt(cursor: number, visit: (held: Held) => void): number {
    return this.table.scan(cursor, (entry) => {
      if (this.#take(entry)) visit(this.#heldBy(entry));
    });
  }

  /** What is under a key, had or not. */
  held(key: Key): Held | undefined {
    const entry = this.table.find(key);
    return entry === NOWHERE ? undefined : this.#heldBy(entry);
  }

  protected override born(entry: Ref): void {
    super.born(entry);
    this.setWord(entry, REWRITE, this.#rewrites.current);
  }

  /** Whatever the key was before, its new life is told by the log. */
  protected override begin(key: Key, value: Content): Ref {
    const entry = super.begin(key, value);
    this.setWord(entry, REWRITE, this.#rewrites.current);
    return entry;
  }

  #take(entry: Ref): boolean {
    if (this.word(entry, REWRITE) === this.#rewrites.current) return false;
    this.setWord(entry, REWRITE, this.#rewrites.current);
    return true;
  }

  #heldBy(entry: Ref): Held {
    return {
      key: this.table.keyOf(entry),
      value: this.valueOf(entry),
      whenMs: this.deadlineOf(entry),
    };
  }
}

// A keyspace whose keys may have a deadline. Invariant: no verb ever finds a key past its deadline. It dies when somebody
// asks for it (lazily) or when its turn comes in the maintain phase (actively), and its death is told before it goes.

import {
  ACCESSED,
  type Content,
  type Int64,
  KEY_WORDS,
  type Key,
  Keyspace,
  type KeyspaceContext,
  NOWHERE,
  type Ref,
  type Value,
} from '@byor/04-kv/core';
import { DeadlineHeap, NO_PLACE } from './deadline-heap.ts';
import type { Mortality } from './mortality.ts';

/** Word of an entry: its place in the heap of deadlines, or NO_PLACE. */
const PLACE = KEY_WORDS;
/** The words of a later stage's entries begin here. */
export const EXPIRY_WORDS = PLACE + 1;

export class ExpiringKeyspace extends Keyspace {
  readonly #heap = new DeadlineHeap((entry, place) => this.setWord(entry, PLACE, place));
  /** Shared with a keyspace that a later stage puts in the place of this one. */
  readonly mortality: Mortality;

  constructor(context: KeyspaceContext, mortality: Mortality, entryWords = EXPIRY_WORDS) {
    super(context, entryWords);
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
    return this.#heap.countBefore(this.context.now());
  }

  /** Unix time in milliseconds; undefined for a key without a deadline, and for a missing one. */
  deadline(key: Key): Int64 | undefined {
    const entry = this.find(key);
    return entry === NOWHERE ? undefined : this.deadlineOf(entry);
  }

  /** Begins a new life: with a deadline, or without end. */
  override set(key: Key, value: Content, whenMs?: Int64): void {
    const entry = this.begin(key, value);
    if (whenMs !== undefined) this.#schedule(entry, whenMs);
  }

  /**
   * Gives a key a deadline or another one. Who asks has looked it up, which was the access.
   * @returns false for a missing key. O(log n)
   * @exercise 5.3
   */
  expireAt(key: Key, whenMs: Int64): boolean {
    const entry = this.find(key);
    if (entry === NOWHERE) return false;
    this.#schedule(entry, whenMs);
    return true;
  }

  /**
   * Takes a key's deadline away. Who asks has looked it up, which was the access.
   * @returns whether it had one. O(log n)
   * @exercise 5.3
   */
  persist(key: Key): boolean {
    const entry = this.find(key);
    return entry !== NOWHERE && this.#cancel(entry);
  }

  /** Not an access, and nothing dies by being looked at. */
  hasDeadline(key: Key): boolean {
    const entry = this.table.find(key);
    return entry !== NOWHERE && this.word(entry, PLACE) !== NO_PLACE;
  }

  override frequency(key: Key): number | undefined {
    const { frequency } = this.mortality;
    const entry = frequency.tracked ? this.find(key) : NOWHERE;
    return entry === NOWHERE ? undefined : frequency.of(this.word(entry, ACCESSED));
  }

  /** Draws keys, some perhaps twice: of all, or of those with a deadline. Gives their access words and deadlines. */
  draw(
    count: number,
    volatile: boolean,
    visit: (key: string, access: number, whenMs: number) => void,
  ): void {
    const { random } = this.context;
    for (let n = 0; n < count && (volatile ? this.expires : this.size) > 0; n++) {
      const entry = volatile ? this.#heap.entryAt(random(this.expires)) : this.table.random(random);
      const place = this.word(entry, PLACE);
      const whenMs = place === NO_PLACE ? Number.POSITIVE_INFINITY : this.#heap.whenMs(place);
      visit(this.table.keyOf(entry), this.word(entry, ACCESSED), whenMs);
    }
  }

  /** Takes a key out so that others have room. @returns whether it was there */
  evict(key: Key): boolean {
    const entry = this.table.find(key);
    if (entry === NOWHERE) return false;
    this.mortality.evicted(this, this.table.keyOf(entry));
    this.remove(entry);
    return true;
  }

  override get usedBytes(): number {
    return super.usedBytes + this.#heap.heldBytes;
  }

  override get memoryBytes(): number {
    return super.memoryBytes + this.#heap.heldBytes;
  }

  /** Would a key with this deadline die at once? */
  isOver(whenMs: Int64): boolean {
    return whenMs <= this.context.now() && !this.mortality.frozen();
  }

  /** Is any key past its deadline, and still here? */
  hasDue(): boolean {
    const first = this.#heap.first();
    return first !== NOWHERE && this.isDead(first);
  }

  /**
   * The active cycle's share: the `most` keys that died first, if so many are dead, go. @returns how many went
   * @exercise 5.5
   */
  reapDue(most: number): number {
    let reaped = 0;
    for (; reaped < most; reaped++) {
      const first = this.#heap.first();
      if (first === NOWHERE || !this.isDead(first)) break;
      this.#reap(first);
    }
    return reaped;
  }

  override clear(): void {
    super.clear();
    this.#heap.clear();
  }

  /**
   * Passes over the dead: they may not go while the table is walked through.
   * @exercise 5.4
   */
  override forEach(visit: (key: string, value: Value) => void): void {
    this.table.forEach((entry) => {
      if (!this.isDead(entry)) visit(this.table.keyOf(entry), this.valueOf(entry));
    });
  }

  /** @exercise 5.4 */
  override scan(cursor: number, visit: (key: string, value: Value) => void): number {
    return this.table.scan(cursor, (entry) => {
      if (this.isDead(entry)) this.#reap(entry);
      else visit(this.table.keyOf(entry), this.valueOf(entry));
    });
  }

  /**
   * However many dead it draws, each is one that had to go anyway.
   * @exercise 5.4 The dead in a walk
   * @tests expiring-keyspace: ^a dead key is passed over
   * @section A keyspace where keys die
   * @hint KEYS, SCAN and RANDOMKEY ask for no key by its name. What do they see of one that is dead and still here?
   * @hint None of them may show it. A scan may remove the entry that it is at, so there it goes; forEach promises that
   *   nothing changes while it runs, so it passes over the dead; randomKey draws again, and each dead one that it draws
   *   had to go anyway.
   * @hint forEach: visit only if not isDead. scan: #reap, or visit. randomKey: while what was drawn is an entry and
   *   dead, #reap it and draw again; NOWHERE is undefined.
   */
  override randomKey(): string | undefined {
    let entry = this.table.random(this.context.random);
    while (entry !== NOWHERE && this.isDead(entry)) {
      this.#reap(entry);
      entry = this.table.random(this.context.random);
    }
    return entry === NOWHERE ? undefined : this.table.keyOf(entry);
  }

  /**
   * @exercise 5.2 A keyspace where keys die
   * @tests expiring-keyspace: ^(deadlines (the millisecond|are kept)|a dead key (is told|that is written))
   * @hint GET, EXISTS, DEL, RENAME: must each of them look at the clock?
   * @hint All of them find their key through find: one override, and none ever sees a dead key. Who finds one dead
   *   tells of it first and removes it then, in that order, for a log must hear of the death before what follows it.
   *   The millisecond of the deadline still belongs to the life.
   * @hint isDead: the place in the heap; NO_PLACE: no. Else whenMs < now, and not frozen. #reap: mortality.reaped with
   *   the keyspace and the key's text, then remove. find: the table's entry; if there is one and it is dead, #reap it,
   *   and there is none.
   */
  protected override find(key: Key): Ref {
    const entry = this.table.find(key);
    if (entry === NOWHERE || !this.isDead(entry)) return entry;
    this.#reap(entry);
    return NOWHERE;
  }

  protected override born(entry: Ref): void {
    super.born(entry);
    this.setWord(entry, PLACE, NO_PLACE);
    const { frequency } = this.mortality;
    if (frequency.tracked) this.setWord(entry, ACCESSED, frequency.initial());
  }

  protected override touch(entry: Ref): void {
    const { frequency } = this.mortality;
    if (!frequency.tracked) super.touch(entry);
    else this.setWord(entry, ACCESSED, frequency.next(this.word(entry, ACCESSED)));
  }

  /** A dead key's entry is not looked for first, which would cost every write a lookup: it serves the new life. */
  protected override write(key: Key, value: Content): Ref {
    const entry = super.write(key, value);
    if (this.isDead(entry)) {
      this.mortality.reaped(this, this.table.keyOf(entry));
      this.#cancel(entry);
    }
    return entry;
  }

  protected override begin(key: Key, value: Content): Ref {
    const entry = super.begin(key, value);
    this.#cancel(entry);
    return entry;
  }

  /**
   * @exercise 5.3 A new life and an old one
   * @tests expiring-keyspace: ^deadlines (a missing|beyond)
   * @hint RENAME takes a key to another name. Which of its deadline, and of the deadline of what was there, remains?
   * @hint What belongs to a life goes where the life goes: rename, move and copy of the stage below are "begin there,
   *   inherit from here", so all three need is inherit. A deadline is given to an entry that is there, and a missing
   *   key gets none.
   * @hint inherit: the source's deadlineOf(from), and if there is one, #schedule it for `to`. expireAt: find; #schedule
   *   if it is there; say whether. persist: find; #cancel says whether there was one.
   */
  protected override inherit(to: Ref, source: this, from: Ref): void {
    const whenMs = source.deadlineOf(from);
    if (whenMs !== undefined) this.#schedule(to, whenMs);
  }

  protected override remove(entry: Ref): void {
    this.#cancel(entry);
    super.remove(entry);
  }

  /**
   * Redis counts the millisecond of the deadline to the key's life.
   * @exercise 5.2
   */
  protected isDead(entry: Ref): boolean {
    const place = this.word(entry, PLACE);
    if (place === NO_PLACE) return false;
    return this.#heap.whenMs(place) < this.context.now() && !this.mortality.frozen();
  }

  protected deadlineOf(entry: Ref): Int64 | undefined {
    const place = this.word(entry, PLACE);
    return place === NO_PLACE ? undefined : this.#heap.exactMs(place);
  }

  #schedule(entry: Ref, whenMs: Int64): void {
    this.#heap.schedule(entry, this.word(entry, PLACE), whenMs);
  }

  /** @returns whether there was a deadline */
  #cancel(entry: Ref): boolean {
    const place = this.word(entry, PLACE);
    if (place !== NO_PLACE) this.#heap.cancel(place);
    return place !== NO_PLACE;
  }

  /** @exercise 5.2 */
  #reap(entry: Ref): void {
    this.mortality.reaped(this, this.table.keyOf(entry));
    this.remove(entry);
  }
}

// A sorted set: compact while it is small, a table and a tree when it has outgrown that; it does not come back by itself.

import { type HashSeed, type Key, type ObjectValue, objectBytes } from '@byor/06-aof/core';
import { CompactMembers } from './compact-members.ts';
import {
  type MemberSink,
  type Members,
  memberText,
  type Outcome,
  type VisitMember,
} from './members.ts';
import type { Border, Ordered, Span } from './ranges.ts';
import { TreeMembers } from './tree-members.ts';

/** What all sorted sets of a server share. */
export interface SortedSetContext {
  readonly seed: HashSeed;
  /** Up to where a set is compact; CONFIG SET changes them in place. */
  readonly maxCompactEntries: number;
  readonly maxCompactMemberBytes: number;
}

/** A member that has left its set, or is wanted beyond a visit. One char a byte. */
export interface Member {
  readonly member: string;
  readonly score: number;
}

/** With its three fields and its private methods. */
const OBJECT_BYTES = objectBytes(4);

export class SortedSet implements ObjectValue, Ordered {
  readonly type = 'zset';
  readonly #context: SortedSetContext;
  #members: Members = new CompactMembers();

  constructor(context: SortedSetContext) {
    this.#context = context;
  }

  /** A set of these members. Not compact, however few. O(n log n) */
  static of(context: SortedSetContext, scores: Iterable<readonly [string, number]>): SortedSet {
    const set = new SortedSet(context);
    set.#grow(scores);
    return set;
  }

  get size(): number {
    return this.#members.size;
  }

  /** How the members are kept: for pictures and checks. */
  get members(): Members {
    return this.#members;
  }

  get isCompact(): boolean {
    return this.#members instanceof CompactMembers;
  }

  encoding(): string {
    return this.isCompact ? 'listpack' : 'skiplist';
  }

  score(member: Key): number | undefined {
    return this.#members.score(member);
  }

  rank(member: Key): number | undefined {
    return this.#members.rank(member);
  }

  put(member: Key, score: number): Outcome {
    if (this.#mustGrowFor(member)) this.#grow(this.#pairs());
    return this.#members.put(member, score);
  }

  delete(member: Key): boolean {
    return this.#members.delete(member);
  }

  /** Takes the members of a span out. @returns them, in order */
  removeSpan(span: Span): Member[] {
    const gone = this.membersIn(span);
    if (gone.length > 0) this.#members.removeSpan(span);
    return gone;
  }

  countInFront(border: Border): number {
    return this.#members.countInFront(border);
  }

  visit(span: Span, visit: VisitMember, reversed = false): void {
    this.#members.visit(span, visit, reversed);
  }

  /** Hands the members of a span to a reply, without their scores. */
  send(span: Span, sink: MemberSink, reversed: boolean): void {
    this.#members.send(span, sink, reversed);
  }

  /** Every member, in order; the set must not change meanwhile. */
  forEach(visit: VisitMember): void {
    this.visit({ start: 0, end: this.size }, visit);
  }

  /** The members of a span, in order, to keep. */
  membersIn(span: Span): Member[] {
    const members: Member[] = [];
    this.visit(span, (member, score) => members.push({ member: memberText(member), score }));
    return members;
  }

  /** One step of ZSCAN: of a compact set all. @returns the next cursor, 0 at the end */
  scan(cursor: number, visit: VisitMember): number {
    return this.#members.scan(cursor, visit);
  }

  /**
   * Back to the compact form if the set is small enough: what STORE does with its result.
   * @exercise 7.6
   */
  compactIfSmall(): void {
    const { maxCompactEntries, maxCompactMemberBytes } = this.#context;
    if (this.size > maxCompactEntries) return;
    let fits = true;
    this.forEach((member) => {
      if (member.length > maxCompactMemberBytes) fits = false;
    });
    if (fits) this.#shrink();
  }

  /** O(n) */
  copy(): SortedSet {
    if (!this.isCompact) return SortedSet.of(this.#context, this.#pairs());
    const copy = new SortedSet(this.#context);
    this.forEach((member, score) => {
      copy.#members.put(member, score);
    });
    return copy;
  }

  memoryBytes(): number {
    return OBJECT_BYTES + this.#members.memoryBytes;
  }

  #pairs(): [string, number][] {
    return this.membersIn({ start: 0, end: this.size }).map(({ member, score }) => [member, score]);
  }

  /**
   * @exercise 7.6 Two forms, one set
   * @tests sorted-set/sorted-set: ^(the compact form (ends|takes|is what)|as a map in order, (a tree|one and then the other) any)
   * @hint The 129th member comes. What happens to the 128 that are there, and what if 100 of them go again?
   * @hint Two structures, the same blocks: the table's entries are the tree's nodes, so a member is kept once. A score
   *   is where a node stands, so it never changes under a node of the tree: out, another score, in again. A set that
   *   has outgrown the compact form does not come back by itself, or one at the border would change to and fro; only a
   *   stored result is small again.
   * @hint put: one hash for find and insert; a new node from the table, or the known one: 'same' if its score is, else
   *   out of the tree; then setScore and into the tree. #grow: TreeMembers with the context's seed, filled, take the
   *   place of #members. compactIfSmall: not beyond maxCompactEntries, nor with a member longer than
   *   maxCompactMemberBytes; then #shrink. #shrink: each member put into new CompactMembers, which take the place.
   */
  #grow(scores: Iterable<readonly [string, number]>): void {
    const members = new TreeMembers(this.#context.seed);
    members.fill(scores);
    this.#members = members;
  }

  /** @exercise 7.6 */
  #shrink(): void {
    const members = new CompactMembers();
    this.forEach((member, score) => {
      members.put(member, score);
    });
    this.#members = members;
  }

  #mustGrowFor(member: Key): boolean {
    if (!this.isCompact) return false;
    const { maxCompactEntries, maxCompactMemberBytes } = this.#context;
    const mayGrow = this.size >= maxCompactEntries || member.length > maxCompactMemberBytes;
    return mayGrow && this.#members.rank(member) === undefined;
  }
}

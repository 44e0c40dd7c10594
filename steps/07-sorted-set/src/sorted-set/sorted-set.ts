// A sorted set: a table that tells a member's score at once, and a tree that keeps the members in order.
// Invariant: the table's entries and the tree's nodes are the same blocks, in memory of the set's own: a set of any size is
// freed by forgetting it.

import {
  type HashSeed,
  HashTable,
  type Key,
  NOWHERE,
  type ObjectValue,
  type Ref,
} from '@byor/06-aof/core';
import { NODE_WORDS } from './nodes.ts';
import type { Border, Ordered, Span } from './ranges.ts';
import { ScoreTree, type VisitMember } from './score-tree.ts';

/** What all sorted sets of a server share. */
export interface SortedSetContext {
  readonly seed: HashSeed;
  /** Up to where Redis keeps a set in one compact piece of memory; CONFIG SET changes them in place. */
  readonly maxCompactEntries: number;
  readonly maxCompactMemberBytes: number;
}

/** A member that has left its set, or is wanted beyond a visit. One char a byte. */
export interface Member {
  readonly member: string;
  readonly score: number;
}

/** Taking one node out costs about as much as putting this many into a new tree. */
const REMOVAL_COST = 16;

/** What `put` did. */
export type Outcome = 'added' | 'changed' | 'same';

const SET_BYTES = 2000;

export class SortedSet implements ObjectValue, Ordered {
  readonly type = 'zset';
  readonly #context: SortedSetContext;
  readonly #members: HashTable;
  readonly #tree: ScoreTree;
  /** Here only OBJECT ENCODING and -0 show it. A set that has outgrown the compact form does not come back to it. */
  #compact = true;

  constructor(context: SortedSetContext) {
    this.#context = context;
    this.#members = new HashTable({ seed: context.seed, headerWords: NODE_WORDS });
    this.#tree = new ScoreTree(this.#members);
  }

  /** A set of these members. Not compact. O(n log n) */
  static of(context: SortedSetContext, scores: ReadonlyMap<string, number>): SortedSet {
    const set = new SortedSet(context);
    set.#compact = false;
    set.#fill(scores);
    return set;
  }

  get size(): number {
    return this.#members.size;
  }

  /** The members in order: for pictures and checks. */
  get tree(): ScoreTree {
    return this.#tree;
  }

  /** Undefined for what is no member. O(1) expected */
  score(member: Key): number | undefined {
    const node = this.#members.find(member);
    return node === NOWHERE ? undefined : this.#tree.nodes.score(node);
  }

  /** How many stand in front of a member; undefined for what is none. O(log n) */
  rank(member: Key): number | undefined {
    const node = this.#members.find(member);
    return node === NOWHERE ? undefined : this.#tree.rank(node);
  }

  /** Adds a member or gives it another score. O(log n) */
  put(member: Key, score: number): Outcome {
    const hash = this.#members.hash(member);
    const node = this.#members.find(member, hash);
    if (node === NOWHERE) {
      this.#watchLimits(member.length);
      this.#place(this.#members.insert(member, 0, hash), score);
      return 'added';
    }
    if (this.#tree.nodes.score(node) === score) return 'same'; // 0 and -0 too
    this.#tree.remove(node);
    this.#place(node, score);
    return 'changed';
  }

  /** @returns whether it was a member. O(log n) */
  delete(member: Key): boolean {
    const node = this.#members.find(member);
    if (node === NOWHERE) return false;
    this.#tree.remove(node);
    this.#members.remove(node);
    return true;
  }

  /** Takes the members of a span out. @returns them, in order. O(k log n) for k of n, and O(n) at most */
  removeSpan({ start, end }: Span): Member[] {
    const gone = this.membersIn({ start, end });
    const nodes = this.#tree.nodesIn(start, end);
    const left = this.size - gone.length;
    if (left === 0) {
      this.#members.clear();
      this.#tree.fill([]);
      return gone;
    }
    if (nodes.length * REMOVAL_COST < left) {
      for (const node of nodes) this.#tree.remove(node);
    } else {
      this.#tree.fill([...this.#tree.nodesIn(0, start), ...this.#tree.nodesIn(end, this.size)]);
    }
    for (const node of nodes) this.#members.remove(node);
    return gone;
  }

  countInFront(border: Border): number {
    return this.#tree.countInFront(border);
  }

  /** Visits the members of a span, in order or the last one first. O(log n + members) */
  visit({ start, end }: Span, visit: VisitMember, reversed = false): void {
    if (reversed) this.#tree.visitReversed(start, end, visit);
    else this.#tree.visit(start, end, visit);
  }

  /** The members of a span, in order, to keep. */
  membersIn(span: Span): Member[] {
    const members: Member[] = [];
    this.visit(span, (member, score) => members.push({ member: member.text(), score }));
    return members;
  }

  /** Every member, in no order; the set must not change meanwhile. */
  forEach(visit: VisitMember): void {
    this.#members.forEach((node) =>
      visit(this.#tree.nodes.member(node), this.#tree.nodes.score(node)),
    );
  }

  /** One step of ZSCAN. @returns the next cursor, 0 at the end */
  scan(cursor: number, visit: VisitMember): number {
    return this.#members.scan(cursor, (node) =>
      visit(this.#tree.nodes.member(node), this.#tree.nodes.score(node)),
    );
  }

  get isCompact(): boolean {
    return this.#compact;
  }

  encoding(): string {
    return this.#compact ? 'listpack' : 'skiplist';
  }

  /** Back to the compact form if the set is small enough: what STORE does with its result. */
  compactIfSmall(): void {
    const { maxCompactEntries, maxCompactMemberBytes } = this.#context;
    if (this.size > maxCompactEntries) return;
    const nodes = this.#tree.nodesIn(0, this.size);
    if (nodes.some((node) => this.#tree.nodes.member(node).length > maxCompactMemberBytes)) return;
    this.#compact = true;
    // Changes no order: -0 equals 0.
    for (const node of nodes)
      this.#tree.nodes.setScore(node, this.#kept(this.#tree.nodes.score(node)));
  }

  /** O(n log n) */
  copy(): SortedSet {
    const copy = new SortedSet(this.#context);
    copy.#fill(
      this.membersIn({ start: 0, end: this.size }).map(({ member, score }) => [member, score]),
    );
    copy.#compact = this.#compact;
    return copy;
  }

  memoryBytes(): number {
    return SET_BYTES + this.#members.memoryBytes;
  }

  #place(node: Ref, score: number): void {
    this.#tree.nodes.setScore(node, this.#kept(score));
    this.#tree.insert(node);
  }

  #fill(scores: Iterable<readonly [string, number]>): void {
    const nodes: Ref[] = [];
    for (const [member, score] of scores) {
      const node = this.#members.insert(member);
      this.#tree.nodes.setScore(node, score);
      nodes.push(node);
    }
    this.#tree.fill(nodes);
  }

  /** Redis's compact form keeps whole numbers as integers, which know no -0. */
  #kept(score: number): number {
    return this.#compact ? score + 0 : score;
  }

  #watchLimits(lengthBytes: number): void {
    const { maxCompactEntries, maxCompactMemberBytes } = this.#context;
    if (this.size >= maxCompactEntries || lengthBytes > maxCompactMemberBytes)
      this.#compact = false;
  }
}

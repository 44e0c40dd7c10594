// Many members: a table that tells a member's score at once, and a tree that keeps the members in order.
// Invariant: the table's entries and the tree's nodes are the same blocks, in memory of the set's own: a set of any size is
// freed by forgetting it.

import {
  type HashSeed,
  HashTable,
  type Key,
  NOWHERE,
  objectBytes,
  type Ref,
} from '@byor/06-aof/core';
import type { MemberSink, Members, Outcome, VisitMember } from './members.ts';
import { NODE_WORDS } from './nodes.ts';
import type { Border, Span } from './ranges.ts';
import { ScoreTree } from './score-tree.ts';

/** Taking one node out costs about as much as putting this many into a new tree. */
const REMOVAL_COST = 16;

const OBJECT_BYTES = objectBytes(2);

export class TreeMembers implements Members {
  readonly #table: HashTable;
  /** For pictures and checks. */
  readonly tree: ScoreTree;

  constructor(seed: HashSeed) {
    this.#table = new HashTable({ seed, headerWords: NODE_WORDS });
    this.tree = new ScoreTree(this.#table);
  }

  /** Holds these, each of them once, in the place of what was there. O(n log n), O(n) when they are in order. */
  fill(scores: Iterable<readonly [string, number]>): void {
    const nodes: Ref[] = [];
    this.#table.clear();
    for (const [member, score] of scores) {
      const node = this.#table.insert(member);
      this.tree.nodes.setScore(node, score);
      nodes.push(node);
    }
    this.tree.fill(nodes);
  }

  get size(): number {
    return this.#table.size;
  }

  get memoryBytes(): number {
    return OBJECT_BYTES + this.#table.memoryBytes + this.tree.besideBytes;
  }

  /** O(1) expected */
  score(member: Key): number | undefined {
    const node = this.#table.find(member);
    return node === NOWHERE ? undefined : this.tree.nodes.score(node);
  }

  /** O(log n) */
  rank(member: Key): number | undefined {
    const node = this.#table.find(member);
    return node === NOWHERE ? undefined : this.tree.rank(node);
  }

  /**
   * O(log n)
   * @exercise 7.6
   */
  put(member: Key, score: number): Outcome {
    const hash = this.#table.hash(member);
    let node = this.#table.find(member, hash);
    const isNew = node === NOWHERE;
    if (isNew) node = this.#table.insert(member, 0, hash);
    else if (this.tree.nodes.score(node) === score)
      return 'same'; // 0 and -0 too
    else this.tree.remove(node);
    this.tree.nodes.setScore(node, score);
    this.tree.insert(node);
    return isNew ? 'added' : 'changed';
  }

  /** O(log n) */
  delete(member: Key): boolean {
    const node = this.#table.find(member);
    if (node === NOWHERE) return false;
    this.tree.remove(node);
    this.#table.remove(node);
    return true;
  }

  /** O(k log n) for k of n, and O(n) at most */
  removeSpan({ start, end }: Span): void {
    const { tree } = this;
    const gone = tree.nodesIn(start, end);
    const left = this.size - gone.length;
    if (left === 0) {
      this.#table.clear();
      tree.fill([]);
      return;
    }
    if (gone.length * REMOVAL_COST < left) for (const node of gone) tree.remove(node);
    else tree.fill([...tree.nodesIn(0, start), ...tree.nodesIn(end, this.size)]);
    for (const node of gone) this.#table.remove(node);
  }

  /** O(log n) */
  countInFront(border: Border): number {
    return this.tree.countInFront(border);
  }

  /** O(log n + members) */
  visit({ start, end }: Span, visit: VisitMember, reversed = false): void {
    this.tree.visit(start, end, visit, reversed);
  }

  /** O(log n + members) */
  send({ start, end }: Span, sink: MemberSink, reversed: boolean): void {
    this.tree.send(start, end, sink, reversed);
  }

  scan(cursor: number, visit: VisitMember): number {
    const { nodes } = this.tree;
    return this.#table.scan(cursor, (node) => visit(nodes.member(node), nodes.score(node)));
  }
}

// A sorted set: a table that tells a member's score at once, and a tree that keeps the members in order.
// Invariant: the table's entries and the tree's nodes are the same objects. A set of any size is freed by forgetting it: V8 marks
// and sweeps what nobody holds while the loop goes on.

import { type HashSeed, HashTable, type Key, type ObjectValue } from '@byor/06-aof/core';
import { type Span, sizeOf } from './ranges.ts';
import { inOrder, ScoreNode, ScoreTree } from './score-tree.ts';

/** What all sorted sets of a server share. */
export interface SortedSetContext {
  readonly seed: HashSeed;
  /** Up to where Redis keeps a set in one compact piece of memory; CONFIG SET changes them in place. */
  readonly maxCompactEntries: number;
  readonly maxCompactMemberBytes: number;
}

/** Taking one node out costs about as much as putting this many into a new tree. */
const REMOVAL_COST = 16;

/** What `put` did. */
export type Outcome = 'added' | 'changed' | 'same';

/** Bytes of a node and its place in a bucket, on a 64-bit V8 without pointer compression. */
const NODE_BYTES = 104;
const SET_BYTES = 400;
/** How many members an estimate of memory looks at. */
const MEMORY_SAMPLES = 5;

export class SortedSet implements ObjectValue {
  readonly type = 'zset';
  readonly #context: SortedSetContext;
  readonly #members: HashTable<ScoreNode>;
  readonly #tree = new ScoreTree();
  /** Here only OBJECT ENCODING and -0 show it. A set that has outgrown the compact form does not come back to it. */
  #compact = true;

  constructor(context: SortedSetContext, members = newMemberTable(context)) {
    this.#context = context;
    this.#members = members;
  }

  /** A set of all nodes of a table, which is the set's from now on. Not compact. O(n log n) */
  static of(context: SortedSetContext, members: HashTable<ScoreNode>): SortedSet {
    const set = new SortedSet(context, members);
    set.#compact = false;
    set.#tree.fill([...members].sort(inOrder));
    return set;
  }

  get size(): number {
    return this.#members.size;
  }

  /** The members in order: to read, never to change. */
  get tree(): ScoreTree {
    return this.#tree;
  }

  /** Every member once, in no order; the set must not change meanwhile. */
  [Symbol.iterator](): Iterator<ScoreNode> {
    return this.#members[Symbol.iterator]();
  }

  find(member: Key): ScoreNode | undefined {
    return this.#members.find(member);
  }

  /** Adds a member or gives it another score. O(log n); a known member costs no allocation. */
  put(member: Key, score: number): Outcome {
    const node = this.#members.findOrInsert(member);
    if (node.count === 0) {
      this.#watchLimits(node.member);
      node.score = this.#kept(score);
      this.#tree.insert(node);
      return 'added';
    }
    if (node.score === score) return 'same'; // 0 and -0 too
    this.#tree.remove(node);
    node.score = this.#kept(score);
    this.#tree.insert(node);
    return 'changed';
  }

  /** Takes a node of this set out. O(log n) */
  remove(node: ScoreNode): void {
    this.#members.remove(node);
    this.#tree.remove(node);
  }

  /** Takes the nodes of a span out. @returns them, in order. O(k log n) for k of n, and O(n) at most */
  removeSpan(span: Span): ScoreNode[] {
    const gone = this.#nodesIn(span);
    const left = this.size - gone.length;
    if (left === 0) {
      this.#members.clear();
      this.#tree.fill([]);
      return gone;
    }
    for (const node of gone) this.#members.remove(node);
    if (gone.length * REMOVAL_COST < left) {
      for (const node of gone) this.#tree.remove(node);
    } else {
      const before = this.#nodesIn({ start: 0, end: span.start });
      this.#tree.fill([...before, ...this.#nodesIn({ start: span.end, end: this.#tree.size })]);
    }
    return gone;
  }

  /** A member drawn fairly. The set must not be empty. O(log n) */
  random(random: (below: number) => number): ScoreNode {
    return this.#tree.at(random(this.size)) as ScoreNode;
  }

  /** One step of ZSCAN. @returns the next cursor, 0 at the end */
  scan(cursor: number, visit: (node: ScoreNode) => void): number {
    return this.#members.scan(cursor, visit);
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
    let fits = true;
    this.#tree.visit(0, this.size, ({ member }) => {
      if (member.length > maxCompactMemberBytes) fits = false;
    });
    if (!fits) return;
    this.#compact = true;
    this.#tree.visit(0, this.size, (node) => {
      node.score = this.#kept(node.score); // changes no order: -0 equals 0
    });
  }

  /** O(n) */
  copy(): SortedSet {
    const copy = new SortedSet(this.#context);
    const nodes = this.#nodesIn({ start: 0, end: this.size }).map(({ member, score }) => {
      const node = copy.#members.findOrInsert(member);
      node.score = score;
      return node;
    });
    copy.#tree.fill(nodes);
    copy.#compact = this.#compact;
    return copy;
  }

  memoryBytes(): number {
    const samples = Math.min(MEMORY_SAMPLES, this.size);
    let textBytes = 0;
    this.#tree.visit(0, samples, ({ member }) => {
      textBytes += 16 + member.length;
    });
    return SET_BYTES + Math.ceil(this.size * (NODE_BYTES + textBytes / Math.max(1, samples)));
  }

  #nodesIn(span: Span): ScoreNode[] {
    const nodes: ScoreNode[] = [];
    if (sizeOf(span) > 0) this.#tree.visit(span.start, span.end, (node) => nodes.push(node));
    return nodes;
  }

  /** Redis's compact form keeps whole numbers as integers, which know no -0. */
  #kept(score: number): number {
    return this.#compact ? score + 0 : score;
  }

  #watchLimits(member: string): void {
    const { maxCompactEntries, maxCompactMemberBytes } = this.#context;
    if (this.size > maxCompactEntries || member.length > maxCompactMemberBytes) {
      this.#compact = false;
    }
  }
}

/** A table of nodes that are in no tree yet. */
export function newMemberTable({ seed }: { readonly seed: HashSeed }): HashTable<ScoreNode> {
  return new HashTable({ seed, makeEntry: (member, hash) => new ScoreNode(member, hash) });
}

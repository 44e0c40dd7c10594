// An AVL tree (Adelson-Velsky, Landis 1962) of members ordered by score, then by member bytes. Each node counts its
// subtree, so ranks and ranges are found in O(log n). Invariants: left < node < right; the heights of two siblings
// differ by one at most; count is 1 + both children's counts.

import { type Arena, type HashTable, NOWHERE, type Ref, Slice, TABLE_WORDS } from '@byor/06-aof/core';
import type { Border } from './ranges.ts';

// A node is the entry of the member table, a block of its arena. The words that are the tree's own:
const LEFT = TABLE_WORDS;
const RIGHT = TABLE_WORDS + 1;
/** Nodes of the subtree, this one included. */
const COUNT = TABLE_WORDS + 2;
/** A double takes two words, and stands at an even one: this counts pairs. */
const SCORE = (TABLE_WORDS + 3) / 2;
/** Of the subtree: 1 for a leaf. */
const HEIGHT = TABLE_WORDS + 5;
/** What stands in front of the member's bytes. */
export const NODE_WORDS = TABLE_WORDS + 6;
/** An AVL tree of 2^31 nodes is 45 high. */
const MAX_HEIGHT = 64;

/** Called with each member of a range: a view, valid until the next call, and its score. */
export type VisitMember = (member: Slice, score: number) => void;

export class ScoreTree {
  readonly #table: HashTable;
  readonly #arena: Arena;
  #root: Ref = NOWHERE;
  /** The first #depth are the nodes from the root to where an insertion or removal takes place. */
  readonly #path = new Int32Array(MAX_HEIGHT);
  #depth = 0;
  readonly #view = new Slice(new Uint8Array(0), 0, 0);
  readonly #otherView = new Slice(new Uint8Array(0), 0, 0);

  /** `table`: what the nodes are the entries of. */
  constructor(table: HashTable) {
    this.#table = table;
    this.#arena = table.arena;
  }

  get size(): number {
    return this.#count(this.#root);
  }

  /** For pictures and checks: nobody else walks the tree by itself. */
  get root(): Ref {
    return this.#root;
  }

  // The words of a node. NOWHERE stands for no node.

  left(node: Ref): Ref {
    return this.#arena.word(node, LEFT);
  }

  right(node: Ref): Ref {
    return this.#arena.word(node, RIGHT);
  }

  score(node: Ref): number {
    return this.#arena.double(node, SCORE);
  }

  height(node: Ref): number {
    return node === NOWHERE ? 0 : this.#arena.word(node, HEIGHT);
  }

  #count(node: Ref): number {
    return node === NOWHERE ? 0 : this.#arena.word(node, COUNT);
  }

  /** Not while the node is in the tree. */
  setScore(node: Ref, score: number): void {
    this.#arena.setDouble(node, SCORE, score);
  }

  /** Adds a node that has its score. O(log n), without allocation. */
  insert(node: Ref): void {
    const arena = this.#arena;
    arena.setWord(node, LEFT, NOWHERE);
    arena.setWord(node, RIGHT, NOWHERE);
    arena.setWord(node, COUNT, 1);
    arena.setWord(node, HEIGHT, 1);
    let side = LEFT;
    let parent = NOWHERE;
    this.#depth = 0;
    for (let at = this.#root; at !== NOWHERE; at = arena.word(at, side)) {
      parent = at;
      this.#path[this.#depth++] = at;
      arena.setWord(at, COUNT, arena.word(at, COUNT) + 1);
      side = this.isBefore(at, node) ? RIGHT : LEFT;
    }
    if (parent === NOWHERE) this.#root = node;
    else arena.setWord(parent, side, node);
    this.#rebalance();
  }

  /** Takes a node out, which must be there. O(log n), without allocation. */
  remove(node: Ref): void {
    const arena = this.#arena;
    let parent = NOWHERE;
    this.#depth = 0;
    for (let at = this.#root; at !== node; ) {
      parent = at;
      this.#path[this.#depth++] = at;
      arena.setWord(at, COUNT, arena.word(at, COUNT) - 1);
      at = this.isBefore(at, node) ? this.right(at) : this.left(at);
    }
    const hasTwo = this.left(node) !== NOWHERE && this.right(node) !== NOWHERE;
    const successor = hasTwo ? this.#nextInPlaceOf(node) : this.left(node) || this.right(node);
    this.#setChild(parent, node, successor);
    this.#rebalance();
  }

  /** How many stand in front of a node of the tree. O(log n) */
  rank(node: Ref): number {
    let before = this.#count(this.left(node));
    for (let at = this.#root; at !== node; ) {
      if (this.isBefore(at, node)) {
        before += this.#count(this.left(at)) + 1;
        at = this.right(at);
      } else {
        at = this.left(at);
      }
    }
    return before;
  }

  /** How many stand in front of a border. O(log n) */
  countInFront(border: Border): number {
    let before = 0;
    for (let at = this.#root; at !== NOWHERE; ) {
      if (this.#isInFront(at, border)) {
        before += this.#count(this.left(at)) + 1;
        at = this.right(at);
      } else {
        at = this.left(at);
      }
    }
    return before;
  }

  /** Holds these nodes, which have their scores, and no others. O(n log n) */
  fill(nodes: Ref[]): void {
    nodes.sort((a, b) => (this.isBefore(a, b) ? -1 : 1));
    this.#root = this.#middleOf(nodes, 0, nodes.length);
  }

  /** The nodes from rank `start` (inclusive) to `end` (exclusive), in order. O(log n + nodes) */
  nodes(start: number, end: number): Ref[] {
    const nodes: Ref[] = [];
    this.#startWalk(start, LEFT);
    for (let rank = start; rank < end && this.#depth > 0; rank++) nodes.push(this.#walk(LEFT));
    return nodes;
  }

  /** Visits the members from rank `start` (inclusive) to `end` (exclusive), in order. O(log n + members) */
  visit(start: number, end: number, visit: VisitMember): void {
    this.#startWalk(start, LEFT);
    for (let rank = start; rank < end && this.#depth > 0; rank++) {
      const node = this.#walk(LEFT);
      visit(this.member(node), this.score(node));
    }
  }

  /** Visits the same members, the last one first. */
  visitReversed(start: number, end: number, visit: VisitMember): void {
    const to = Math.min(this.size, end);
    this.#startWalk(this.size - to, RIGHT);
    for (let rank = to; rank > start && this.#depth > 0; rank--) {
      const node = this.#walk(RIGHT);
      visit(this.member(node), this.score(node));
    }
  }

  /** A view of a node's member: the same for all of them. */
  member(node: Ref): Slice {
    return this.#table.viewKey(node, this.#view);
  }

  /** The order of the tree: by score, ties by bytes. -0 equals 0. */
  isBefore(a: Ref, b: Ref): boolean {
    const scoreA = this.score(a);
    const scoreB = this.score(b);
    if (scoreA !== scoreB) return scoreA < scoreB;
    return compareBytes(this.member(a), this.#table.viewKey(b, this.#otherView)) < 0;
  }

  #isInFront(node: Ref, { score, member, inclusive }: Border): boolean {
    const own = this.score(node);
    if (score !== undefined && own !== score) return own < score;
    const order = member === undefined ? 0 : compareBytes(this.member(node), member);
    return order < 0 || (order === 0 && inclusive);
  }

  /**
   * Begins to walk at the node that has `skipped` others on the `near` side, away from it. What waits on the path is still
   * to come, so that each node is passed once. One walk at a time.
   */
  #startWalk(skipped: number, near: number): void {
    const arena = this.#arena;
    const far = LEFT + RIGHT - near;
    let skip = skipped;
    this.#depth = 0;
    for (let at = this.#root; at !== NOWHERE; ) {
      const nearer = this.#count(arena.word(at, near));
      if (skip > nearer) {
        skip -= nearer + 1;
        at = arena.word(at, far);
      } else {
        this.#path[this.#depth++] = at;
        if (skip === nearer) break;
        at = arena.word(at, near);
      }
    }
  }

  /** The next node of the walk, NOWHERE at its end. */
  #walk(near: number): Ref {
    if (this.#depth === 0) return NOWHERE;
    const arena = this.#arena;
    const node = this.#path[--this.#depth] as Ref;
    const far = LEFT + RIGHT - near;
    for (let at = arena.word(node, far); at !== NOWHERE; at = arena.word(at, near)) {
      this.#path[this.#depth++] = at;
    }
    return node;
  }

  /** The next in order, out of the right subtree, becomes what a node with two children was. @returns it */
  #nextInPlaceOf(node: Ref): Ref {
    const arena = this.#arena;
    const place = this.#depth++;
    let next = this.right(node);
    if (this.left(next) !== NOWHERE) {
      let parent = NOWHERE;
      for (; this.left(next) !== NOWHERE; next = this.left(next)) {
        parent = next;
        this.#path[this.#depth++] = next;
        arena.setWord(next, COUNT, arena.word(next, COUNT) - 1);
      }
      arena.setWord(parent, LEFT, this.right(next));
      arena.setWord(next, RIGHT, this.right(node));
    }
    arena.setWord(next, LEFT, this.left(node));
    arena.setWord(next, COUNT, arena.word(node, COUNT) - 1);
    arena.setWord(next, HEIGHT, arena.word(node, HEIGHT));
    this.#path[place] = next;
    return next;
  }

  /** Puts heights right from the deepest node of the path up, as far as they change. */
  #rebalance(): void {
    while (this.#depth-- > 0) {
      const node = this.#path[this.#depth] as Ref;
      const heightBefore = this.height(node);
      const top = this.#balanced(node);
      if (top !== node) this.#setChild(this.#depth === 0 ? NOWHERE : (this.#path[this.#depth - 1] as Ref), node, top);
      if (this.height(top) === heightBefore) return;
    }
  }

  /** Puts right a node whose children's heights may differ by two. @returns the node in its place. O(1) */
  #balanced(node: Ref): Ref {
    const arena = this.#arena;
    const left = this.left(node);
    const right = this.right(node);
    const slope = this.height(right) - this.height(left);
    if (slope > 1) {
      const leans = this.height(this.left(right)) > this.height(this.right(right));
      if (leans) arena.setWord(node, RIGHT, this.#rotate(right, LEFT, RIGHT));
      return this.#rotate(node, RIGHT, LEFT);
    }
    if (slope < -1) {
      const leans = this.height(this.right(left)) > this.height(this.left(left));
      if (leans) arena.setWord(node, LEFT, this.#rotate(left, RIGHT, LEFT));
      return this.#rotate(node, LEFT, RIGHT);
    }
    arena.setWord(node, HEIGHT, Math.max(this.height(left), this.height(right)) + 1);
    return node;
  }

  /** The child on the `from` side rises into the node's place, which sinks to the other side. @returns the child */
  #rotate(node: Ref, from: number, to: number): Ref {
    const arena = this.#arena;
    const riser = arena.word(node, from);
    arena.setWord(node, from, arena.word(riser, to));
    arena.setWord(riser, to, node);
    this.#measure(node);
    this.#measure(riser);
    return riser;
  }

  #measure(node: Ref): void {
    const arena = this.#arena;
    const left = this.left(node);
    const right = this.right(node);
    arena.setWord(node, HEIGHT, Math.max(this.height(left), this.height(right)) + 1);
    arena.setWord(node, COUNT, this.#count(left) + this.#count(right) + 1);
  }

  #setChild(parent: Ref, old: Ref, child: Ref): void {
    if (parent === NOWHERE) this.#root = child;
    else this.#arena.setWord(parent, this.left(parent) === old ? LEFT : RIGHT, child);
  }

  /** The tree of nodes[start, end): halving makes the counts of two siblings differ by one at most. */
  #middleOf(nodes: readonly Ref[], start: number, end: number): Ref {
    if (start >= end) return NOWHERE;
    const middle = (start + end) >> 1;
    const node = nodes[middle] as Ref;
    this.#arena.setWord(node, LEFT, this.#middleOf(nodes, start, middle));
    this.#arena.setWord(node, RIGHT, this.#middleOf(nodes, middle + 1, end));
    this.#measure(node);
    return node;
  }
}

/** As memcmp, the shorter one first: below 0, 0 or above 0. */
export function compareBytes(a: Slice, b: Slice): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = (a.bytes[a.start + i] as number) - (b.bytes[b.start + i] as number);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

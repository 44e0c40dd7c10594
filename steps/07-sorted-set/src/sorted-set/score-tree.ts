// The members of a sorted set in order, by score and then by member bytes: an AVL tree whose nodes count their subtrees,
// so that ranks and ranges are found in O(log n). Invariant: left < node < right.

import {
  BUFFER_BYTES,
  type HashTable,
  KEY_LENGTH,
  NOWHERE,
  objectBytes,
  type Ref,
} from '@byor/06-aof/core';
import type { MemberSink, VisitMember } from './members.ts';
import {
  compareBytes,
  LEFT,
  NODE_WORDS,
  NODES_BYTES,
  Nodes,
  otherSide,
  RIGHT,
  type Side,
} from './nodes.ts';
import type { Border } from './ranges.ts';

/** An AVL tree of 2^31 nodes is 45 high. */
const MAX_HEIGHT = 64;
/** The tree without its nodes: itself, its path, and what reads and writes nodes. */
const TREE_BYTES =
  objectBytes(5) + BUFFER_BYTES + MAX_HEIGHT * Int32Array.BYTES_PER_ELEMENT + NODES_BYTES;

export class ScoreTree {
  /** For pictures and checks: nobody else walks the tree by itself. */
  readonly nodes: Nodes;
  #root: Ref = NOWHERE;
  /** The first #depth are nodes on a way down from the root: of an insertion, a removal, a walk. */
  readonly #path = new Int32Array(MAX_HEIGHT);
  #depth = 0;

  /** `table`: what the nodes are the entries of. */
  constructor(table: HashTable) {
    this.nodes = new Nodes(table);
  }

  get size(): number {
    return this.nodes.count(this.#root);
  }

  /** What it takes besides its nodes, which are the table's. */
  get besideBytes(): number {
    return TREE_BYTES;
  }

  get root(): Ref {
    return this.#root;
  }

  /**
   * Adds a node that has its score. O(log n), without allocation.
   * @exercise 7.2 Insert, and keep the balance
   * @tests sorted-set/score-tree: ^members that come
   * @hint Members come in order, as they do from a log. What does a plain search tree look like then, and how soon
   *   could you have noticed?
   * @hint Each node knows its height and how many it stands for. An insertion counts one more on its way down, and on
   *   its way up each node whose children's heights differ by two is put right by one rotation, or by two if the heavy
   *   child leans inwards. Where a height comes out as it was, nothing above can have changed.
   * @hint insert: makeLeaf; down from the root with the path kept, addToCount 1, to the right if at isBefore node; hang
   *   it on, #rebalance. #rebalance: from the deepest of the path up: its height before, balanced(it); another top goes
   *   into its place; the same height: done. balanced: #raise the side that is two higher, else the height anew.
   *   #raise: if the child's inner side is the higher one, #rotate the child outwards first; then #rotate the node.
   *   #rotate: the riser's inner child (otherSide) goes to the node, the node under the riser, measure both, the lower
   *   one first.
   */
  insert(node: Ref): void {
    const { nodes } = this;
    nodes.makeLeaf(node);
    let parent = NOWHERE;
    let side: Side = LEFT;
    this.#depth = 0;
    for (let at = this.#root; at !== NOWHERE; at = nodes.child(at, side)) {
      parent = at;
      this.#path[this.#depth++] = at;
      nodes.addToCount(at, 1);
      side = nodes.isBefore(at, node) ? RIGHT : LEFT;
    }
    if (parent === NOWHERE) this.#root = node;
    else nodes.setChild(parent, side, node);
    this.#rebalance();
  }

  /**
   * Takes a node out, which must be there. O(log n), without allocation.
   * @exercise 7.3 Take out
   * @tests sorted-set/score-tree: ^a random walk up and down
   * @hint A node with one child is easy to take out. Who may stand in the place of one with two, so that the order
   *   holds?
   * @hint The next in order: the leftmost of the right subtree. It has no left child, so it is easy to take out itself,
   *   and then it becomes what the node was, with its count, its height and its children. Nodes are blocks that others
   *   point to, so nothing is copied from one to the other. The path must lead down to where the tree became lower.
   * @hint remove: down to the node with the path kept, addToCount -1 on the way; two children: #nextInPlaceOf(node),
   *   else the one or none; #replaceChild, #rebalance. #nextInPlaceOf: keep a place in the path; the node's count falls
   *   by one; go left from the right child, each passed one onto the path with a count less; its right child takes its
   *   place, unless it is the node's own right child; then it gets the node's children, inherits, and stands at the
   *   place that was kept.
   */
  remove(node: Ref): void {
    const { nodes } = this;
    let parent = NOWHERE;
    this.#depth = 0;
    for (let at = this.#root; at !== node; ) {
      parent = at;
      this.#path[this.#depth++] = at;
      nodes.addToCount(at, -1);
      at = nodes.child(at, nodes.isBefore(at, node) ? RIGHT : LEFT);
    }
    const left = nodes.child(node, LEFT);
    const right = nodes.child(node, RIGHT);
    const hasTwo = left !== NOWHERE && right !== NOWHERE;
    this.#replaceChild(parent, node, hasTwo ? this.#nextInPlaceOf(node) : left || right);
    this.#rebalance();
  }

  /**
   * How many stand in front of a node of the tree. O(log n)
   * @exercise 7.4 Ranks
   * @tests sorted-set/score-tree: ^parts of the order (tells|counts)
   * @section Ranks, and walks
   * @hint A million members, and one asks how many stand before it. Which of them need not be looked at?
   * @hint Whenever the way from the root turns right, the node that it leaves and all of its left subtree stand in
   *   front: that is one number, since subtrees know their counts. A border need not be a member; the same way down
   *   counts what is in front of it.
   * @hint rank: begin with the count of the node's own left subtree; from the root to the node: where at isBefore node,
   *   add its left count and 1, and go right; else left. countInFront: the same down to NOWHERE, by #isInFront.
   *   #isInFront: scores that differ decide; then compareBytes of the members, where a border without one counts as
   *   equal; equal is in front if the border is inclusive.
   */
  rank(node: Ref): number {
    const { nodes } = this;
    let before = nodes.count(nodes.child(node, LEFT));
    for (let at = this.#root; at !== node; ) {
      const isBefore = nodes.isBefore(at, node);
      if (isBefore) before += nodes.count(nodes.child(at, LEFT)) + 1;
      at = nodes.child(at, isBefore ? RIGHT : LEFT);
    }
    return before;
  }

  /**
   * How many stand in front of a border. O(log n)
   * @exercise 7.4
   */
  countInFront(border: Border): number {
    const { nodes } = this;
    let before = 0;
    for (let at = this.#root; at !== NOWHERE; ) {
      const isInFront = this.#isInFront(at, border);
      if (isInFront) before += nodes.count(nodes.child(at, LEFT)) + 1;
      at = nodes.child(at, isInFront ? RIGHT : LEFT);
    }
    return before;
  }

  /** Holds these nodes, which have their scores, and no others. O(n log n), O(n) when they are in order. */
  fill(refs: Ref[]): void {
    refs.sort((a, b) => (this.nodes.isBefore(a, b) ? -1 : 1));
    this.#root = this.#middleOf(refs, 0, refs.length);
  }

  /** The nodes from rank `start` (inclusive) to `end` (exclusive), in order. O(log n + nodes) */
  nodesIn(start: number, end: number): Ref[] {
    const refs: Ref[] = [];
    this.#startWalk(start, LEFT);
    for (let rank = start; rank < end && this.#depth > 0; rank++) refs.push(this.#walk(LEFT));
    return refs;
  }

  /** Visits the members from rank `start` (inclusive) to `end` (exclusive), in either direction. O(log n + members) */
  visit(start: number, end: number, visit: VisitMember, reversed: boolean): void {
    const { nodes } = this;
    const near = reversed ? RIGHT : LEFT;
    const last = Math.min(this.size, end);
    this.#startWalk(reversed ? this.size - last : start, near);
    for (let rank = start; rank < last && this.#depth > 0; rank++) {
      const node = this.#walk(near);
      visit(nodes.member(node), nodes.score(node));
    }
  }

  /**
   * Hands the same members to `sink` as they lie in memory. One flat loop, since most of what a range
   * costs is here: it fetches the page of each node once, and keeps the walk's depth to itself.
   * @exercise 7.5
   */
  send(start: number, end: number, sink: MemberSink, reversed: boolean): void {
    const { arena } = this.nodes;
    const near = reversed ? RIGHT : LEFT;
    const far = otherSide(near);
    const last = Math.min(this.size, end);
    this.#startWalk(reversed ? this.size - last : start, near);
    const path = this.#path;
    let depth = this.#depth;
    for (let rank = start; rank < last && depth > 0; rank++) {
      const node = path[--depth] as Ref;
      const words = arena.pageWords(node);
      const at = arena.wordOffset(node);
      sink.bulkWords(words, at + NODE_WORDS, words[at + KEY_LENGTH] as number);
      for (let next = words[at + far] as Ref; next !== NOWHERE; next = arena.word(next, near))
        path[depth++] = next;
    }
  }

  /** @exercise 7.4 */
  #isInFront(node: Ref, { score, member, inclusive }: Border): boolean {
    const own = this.nodes.score(node);
    if (score !== undefined && own !== score) return own < score;
    const order = member === undefined ? 0 : compareBytes(this.nodes.member(node), member);
    return order < 0 || (order === 0 && inclusive);
  }

  /**
   * Begins to walk at the node that has `skipped` others on the `near` side, away from it. What waits on the path is still
   * to come, so that each node is passed once. One walk at a time; the tree must not change meanwhile.
   * @exercise 7.5 Walks
   * @tests sorted-set/score-tree: ^(parts of the order (visits|hands on|has nothing)|bytes decide)
   * @section Ranks, and walks
   * @hint ZRANGE z 500000 500009: how do you come to the first of the ten, and from each to the next, when nodes do not
   *   know their parents?
   * @hint What is still to come waits on a path: each node that the way down left to the near side. The top of it is
   *   the next one; when it is taken, its far subtree's near edge goes on top of the others. Near and far are sides, so
   *   one function walks both ways.
   * @hint #startWalk: from the root, skip is how many to pass over; if it is more than the count of the near subtree,
   *   take that and 1 off and go to the far side; else the node goes on the path; equal: done; else to the near side.
   *   #walk: take the top; from its far child on, put each on the path while going to the near side; give the one that
   *   was taken. send: #startWalk as in visit; then the same steps in one loop, on the words of the node's page (the arena's
   *   pageWords and wordOffset): the member begins NODE_WORDS behind the node, and its length is the word KEY_LENGTH.
   */
  #startWalk(skipped: number, near: Side): void {
    const { nodes } = this;
    let skip = skipped;
    this.#depth = 0;
    for (let at = this.#root; at !== NOWHERE; ) {
      const nearer = nodes.count(nodes.child(at, near));
      if (skip > nearer) {
        skip -= nearer + 1;
        at = nodes.child(at, otherSide(near));
      } else {
        this.#path[this.#depth++] = at;
        if (skip === nearer) return;
        at = nodes.child(at, near);
      }
    }
  }

  /**
   * The next node of the walk; there must be one, that is, #depth above 0.
   * @exercise 7.5
   */
  #walk(near: Side): Ref {
    const { nodes } = this;
    const node = this.#path[--this.#depth] as Ref;
    let at = nodes.child(node, otherSide(near));
    for (; at !== NOWHERE; at = nodes.child(at, near)) this.#path[this.#depth++] = at;
    return node;
  }

  /**
   * The next in order, out of the right subtree, becomes what a node with two children was. @returns it
   * @exercise 7.3
   */
  #nextInPlaceOf(node: Ref): Ref {
    const { nodes } = this;
    const place = this.#depth++;
    nodes.addToCount(node, -1);
    let next = nodes.child(node, RIGHT);
    if (nodes.child(next, LEFT) !== NOWHERE) {
      let parent = next;
      for (; nodes.child(next, LEFT) !== NOWHERE; next = nodes.child(next, LEFT)) {
        parent = next;
        this.#path[this.#depth++] = next;
        nodes.addToCount(next, -1);
      }
      nodes.setChild(parent, LEFT, nodes.child(next, RIGHT));
      nodes.setChild(next, RIGHT, nodes.child(node, RIGHT));
    }
    nodes.setChild(next, LEFT, nodes.child(node, LEFT));
    nodes.inherit(next, node);
    this.#path[place] = next;
    return next;
  }

  /**
   * Puts heights right from the deepest node of the path up, as far as they change.
   * @exercise 7.2
   */
  #rebalance(): void {
    const { nodes } = this;
    while (this.#depth-- > 0) {
      const node = this.#path[this.#depth] as Ref;
      const heightBefore = nodes.height(node);
      const top = nodes.balanced(node);
      const parent = this.#depth === 0 ? NOWHERE : (this.#path[this.#depth - 1] as Ref);
      if (top !== node) this.#replaceChild(parent, node, top);
      if (nodes.height(top) === heightBefore) return;
    }
  }

  /** `parent` is NOWHERE for the root. */
  #replaceChild(parent: Ref, old: Ref, child: Ref): void {
    const { nodes } = this;
    if (parent === NOWHERE) this.#root = child;
    else nodes.setChild(parent, nodes.child(parent, LEFT) === old ? LEFT : RIGHT, child);
  }

  /** The tree of refs[start, end): halving makes the counts of two siblings differ by one at most. */
  #middleOf(refs: readonly Ref[], start: number, end: number): Ref {
    if (start >= end) return NOWHERE;
    const middle = (start + end) >> 1;
    const node = refs[middle] as Ref;
    this.nodes.setChild(node, LEFT, this.#middleOf(refs, start, middle));
    this.nodes.setChild(node, RIGHT, this.#middleOf(refs, middle + 1, end));
    this.nodes.measure(node);
    return node;
  }
}

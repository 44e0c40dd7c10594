// An AVL tree (Adelson-Velsky, Landis 1962) of members ordered by score, then by member bytes. Each node counts its
// subtree, so ranks and ranges are found in O(log n). Invariants: left < node < right; the heights of two siblings
// differ by one at most; count is 1 + both children's counts.

import { Entry } from '@byor/06-aof/core';

/** One member and its score: a node of the tree and an entry of the member table in one object. */
export class ScoreNode extends Entry {
  /** Must not change while the node is in the tree. */
  score = 0;
  // The tree's own:
  left: ScoreNode | undefined = undefined;
  right: ScoreNode | undefined = undefined;
  /** Of the subtree: 1 for a leaf. */
  height = 0;
  /** Nodes of the subtree, this one included; 0 until a tree has the node. */
  count = 0;

  get member(): string {
    return this.key;
  }
}

/** Where a range begins or ends: true for the nodes in front of it. Must be true for a prefix of the order. */
export type InFront = (node: ScoreNode) => boolean;

export class ScoreTree {
  #root: ScoreNode | undefined;

  get size(): number {
    return countOf(this.#root);
  }

  /** For pictures and checks: nobody else walks the tree by itself. */
  get root(): ScoreNode | undefined {
    return this.#root;
  }

  /** Adds a node whose member is not in the tree. O(log n), without allocation. */
  insert(node: ScoreNode): void {
    node.left = undefined;
    node.right = undefined;
    node.height = 1;
    node.count = 1;
    this.#root = insert(this.#root, node);
  }

  /** Takes a node out. @throws Error when it is not there. O(log n), without allocation. */
  remove(node: ScoreNode): void {
    this.#root = remove(this.#root, node);
  }

  /** How many stand in front of a node of the tree. O(log n) */
  rank(node: ScoreNode): number {
    return this.countInFront((other) => isBefore(other, node));
  }

  /** How many stand in front of a border. O(log n) */
  countInFront(inFront: InFront): number {
    let before = 0;
    for (let node = this.#root; node !== undefined; ) {
      if (inFront(node)) {
        before += countOf(node.left) + 1;
        node = node.right;
      } else {
        node = node.left;
      }
    }
    return before;
  }

  /** The node at a rank, counted from 0; undefined beyond the end. O(log n) */
  at(rank: number): ScoreNode | undefined {
    let left = rank;
    let node = this.#root;
    while (node !== undefined) {
      const before = countOf(node.left);
      if (left === before) return node;
      if (left < before) {
        node = node.left;
      } else {
        left -= before + 1;
        node = node.right;
      }
    }
    return undefined;
  }

  /** Holds these nodes, which are in order, and no others. O(n) */
  fill(nodes: readonly ScoreNode[]): void {
    this.#root = middleOf(nodes, 0, nodes.length);
  }

  /** Visits the nodes from rank `start` (inclusive) to `end` (exclusive), in order. O(log n + nodes) */
  visit(start: number, end: number, visit: (node: ScoreNode) => void): void {
    visitAscending(this.#root, start, end, visit);
  }

  /** Visits the same nodes, the last one first. */
  visitReversed(start: number, end: number, visit: (node: ScoreNode) => void): void {
    visitDescending(this.#root, start, end, visit);
  }
}

/** The order of the tree: by score, ties by bytes. -0 equals 0. */
function isBefore(a: ScoreNode, b: ScoreNode): boolean {
  return a.score < b.score || (a.score === b.score && a.member < b.member);
}

/** The same order for Array.sort: of two different members one is always before the other. */
export function inOrder(a: ScoreNode, b: ScoreNode): number {
  return isBefore(a, b) ? -1 : 1;
}

/** The tree of nodes[start, end): halving makes the counts of two siblings differ by one at most. */
function middleOf(nodes: readonly ScoreNode[], start: number, end: number): ScoreNode | undefined {
  if (start >= end) return undefined;
  const middle = (start + end) >> 1;
  const node = nodes[middle] as ScoreNode;
  node.left = middleOf(nodes, start, middle);
  node.right = middleOf(nodes, middle + 1, end);
  measure(node);
  return node;
}

function countOf(node: ScoreNode | undefined): number {
  return node === undefined ? 0 : node.count;
}

function heightOf(node: ScoreNode | undefined): number {
  return node === undefined ? 0 : node.height;
}

function insert(node: ScoreNode | undefined, added: ScoreNode): ScoreNode {
  if (node === undefined) return added;
  if (isBefore(node, added)) node.right = insert(node.right, added);
  else node.left = insert(node.left, added);
  return balanced(node);
}

function remove(node: ScoreNode | undefined, gone: ScoreNode): ScoreNode | undefined {
  if (node === undefined) throw new Error('the tree does not hold this node');
  if (node !== gone) {
    if (isBefore(node, gone)) node.right = remove(node.right, gone);
    else node.left = remove(node.left, gone);
    return balanced(node);
  }
  if (node.left === undefined || node.right === undefined) return node.left ?? node.right;
  // The next in order takes this one's place; it has no left child, so it is easily taken out.
  const next = leftmost(node.right);
  next.right = remove(node.right, next);
  next.left = node.left;
  return balanced(next);
}

function leftmost(node: ScoreNode): ScoreNode {
  let found = node;
  while (found.left !== undefined) found = found.left;
  return found;
}

/** Puts right a node whose children's heights may differ by two. @returns the node in its place. O(1) */
function balanced(node: ScoreNode): ScoreNode {
  const { left, right } = node;
  const slope = heightOf(right) - heightOf(left);
  if (slope > 1 && right !== undefined) {
    if (heightOf(right.left) > heightOf(right.right)) node.right = rotateRight(right);
    return rotateLeft(node);
  }
  if (slope < -1 && left !== undefined) {
    if (heightOf(left.right) > heightOf(left.left)) node.left = rotateLeft(left);
    return rotateRight(node);
  }
  measure(node);
  return node;
}

/** The right child rises into the node's place. */
function rotateLeft(node: ScoreNode): ScoreNode {
  const riser = node.right as ScoreNode;
  node.right = riser.left;
  riser.left = node;
  measure(node);
  measure(riser);
  return riser;
}

/** The left child rises into the node's place. */
function rotateRight(node: ScoreNode): ScoreNode {
  const riser = node.left as ScoreNode;
  node.left = riser.right;
  riser.right = node;
  measure(node);
  measure(riser);
  return riser;
}

function measure(node: ScoreNode): void {
  const { left, right } = node;
  node.height = Math.max(heightOf(left), heightOf(right)) + 1;
  node.count = countOf(left) + countOf(right) + 1;
}

/** Ranks are those within the node's subtree; what lies outside of it is not visited. */
function visitAscending(
  node: ScoreNode | undefined,
  start: number,
  end: number,
  visit: (node: ScoreNode) => void,
): void {
  if (node === undefined || start >= end) return;
  const own = countOf(node.left);
  if (start < own) visitAscending(node.left, start, end, visit);
  if (start <= own && own < end) visit(node);
  if (end > own + 1) visitAscending(node.right, start - own - 1, end - own - 1, visit);
}

function visitDescending(
  node: ScoreNode | undefined,
  start: number,
  end: number,
  visit: (node: ScoreNode) => void,
): void {
  if (node === undefined || start >= end) return;
  const own = countOf(node.left);
  if (end > own + 1) visitDescending(node.right, start - own - 1, end - own - 1, visit);
  if (start <= own && own < end) visit(node);
  if (start < own) visitDescending(node.left, start, end, visit);
}

// The nodes of a balanced tree: blocks of an arena that know their children, their height and how many they stand for.
// Invariants of a tree of them (Adelson-Velsky, Landis 1962): the heights of two siblings differ by one at most; count is
// 1 + both children's counts.

import {
  type Arena,
  type HashTable,
  NOWHERE,
  objectBytes,
  type Ref,
  Slice,
  TABLE_WORDS,
} from '@byor/06-aof/core';

// A node is the entry of the member table. The words that are the tree's own:
export const LEFT = TABLE_WORDS;
export const RIGHT = TABLE_WORDS + 1;
/** Nodes of the subtree, this one included. */
const COUNT = TABLE_WORDS + 2;
/** A double takes two words, and stands at an even one: this counts pairs. */
const SCORE = (TABLE_WORDS + 3) / 2;
/** Of the subtree: 1 for a leaf. */
const HEIGHT = TABLE_WORDS + 5;
/** What stands in front of the member's bytes. */
export const NODE_WORDS = TABLE_WORDS + 6;

export type Side = typeof LEFT | typeof RIGHT;

export const otherSide = (side: Side): Side => (LEFT + RIGHT - side) as Side;

const NO_BYTES = new Uint8Array(0);
/** Of Nodes themselves, with two views. */
export const NODES_BYTES = objectBytes(5) + 2 * objectBytes(3);

export class Nodes {
  /** Where they lie. */
  readonly arena: Arena;
  readonly #table: HashTable;
  readonly #view = new Slice(NO_BYTES, 0, 0);
  readonly #otherView = new Slice(NO_BYTES, 0, 0);

  /** `table`: what the nodes are the entries of. */
  constructor(table: HashTable) {
    this.#table = table;
    this.arena = table.arena;
  }

  /** NOWHERE: there is none. */
  child(node: Ref, side: Side): Ref {
    return this.arena.word(node, side);
  }

  setChild(node: Ref, side: Side, child: Ref): void {
    this.arena.setWord(node, side, child);
  }

  /** 0 for NOWHERE. */
  height(node: Ref): number {
    return node === NOWHERE ? 0 : this.arena.word(node, HEIGHT);
  }

  /** Of the subtree; 0 for NOWHERE. */
  count(node: Ref): number {
    return node === NOWHERE ? 0 : this.arena.word(node, COUNT);
  }

  addToCount(node: Ref, difference: number): void {
    this.arena.setWord(node, COUNT, this.arena.word(node, COUNT) + difference);
  }

  score(node: Ref): number {
    return this.arena.double(node, SCORE);
  }

  setScore(node: Ref, score: number): void {
    this.arena.setDouble(node, SCORE, score);
  }

  /** A view of a node's member: the same for all of them. */
  member(node: Ref): Slice {
    return this.#table.viewKey(node, this.#view);
  }

  /** The order of a sorted set: by score, ties by bytes. -0 equals 0. */
  isBefore(a: Ref, b: Ref): boolean {
    const scoreA = this.score(a);
    const scoreB = this.score(b);
    if (scoreA !== scoreB) return scoreA < scoreB;
    return compareBytes(this.member(a), this.#table.viewKey(b, this.#otherView)) < 0;
  }

  /** A node on its own. */
  makeLeaf(node: Ref): void {
    this.setChild(node, LEFT, NOWHERE);
    this.setChild(node, RIGHT, NOWHERE);
    this.measure(node);
  }

  /** `heir` becomes what `node` was, with the children that it is given itself. */
  inherit(heir: Ref, node: Ref): void {
    this.arena.setWord(heir, COUNT, this.arena.word(node, COUNT));
    this.arena.setWord(heir, HEIGHT, this.arena.word(node, HEIGHT));
  }

  /**
   * Puts right a node whose children's heights may differ by two. @returns the node in its place. O(1)
   * @exercise 7.2
   */
  balanced(node: Ref): Ref {
    const left = this.child(node, LEFT);
    const right = this.child(node, RIGHT);
    const slope = this.height(right) - this.height(left);
    if (slope > 1) return this.#raise(node, RIGHT, right);
    if (slope < -1) return this.#raise(node, LEFT, left);
    this.arena.setWord(node, HEIGHT, Math.max(this.height(left), this.height(right)) + 1);
    return node;
  }

  /** From its children's. */
  measure(node: Ref): void {
    const left = this.child(node, LEFT);
    const right = this.child(node, RIGHT);
    this.arena.setWord(node, HEIGHT, Math.max(this.height(left), this.height(right)) + 1);
    this.arena.setWord(node, COUNT, this.count(left) + this.count(right) + 1);
  }

  /**
   * The child on the heavy `side` rises; if it leans inwards, its own inner child rises first.
   * @exercise 7.2
   */
  #raise(node: Ref, side: Side, child: Ref): Ref {
    const inner = otherSide(side);
    const leansInwards =
      this.height(this.child(child, inner)) > this.height(this.child(child, side));
    if (leansInwards) this.setChild(node, side, this.#rotate(child, inner));
    return this.#rotate(node, side);
  }

  /**
   * The child on `side` rises into the node's place, which sinks to the other side. @returns the child
   * @exercise 7.2
   */
  #rotate(node: Ref, side: Side): Ref {
    const riser = this.child(node, side);
    this.setChild(node, side, this.child(riser, otherSide(side)));
    this.setChild(riser, otherSide(side), node);
    this.measure(node);
    this.measure(riser);
    return riser;
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

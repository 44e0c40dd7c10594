// What tests of sorted sets share: numbers by chance from a seed, sets of both forms, and whether they are in order.

import { type Key, NOWHERE, type Ref } from '@byor/06-aof/core';
import { memberText } from '../../src/sorted-set/members.ts';
import { LEFT, RIGHT } from '../../src/sorted-set/nodes.ts';
import type { ScoreTree } from '../../src/sorted-set/score-tree.ts';
import { SortedSet, type SortedSetContext } from '../../src/sorted-set/sorted-set.ts';
import { TreeMembers } from '../../src/sorted-set/tree-members.ts';

export type Pair = readonly [member: string, score: number];

/** Random integers in [0, below), the same for the same seed: Marsaglia's xorshift. */
export function randomFrom(seed: number): (below: number) => number {
  let state = (seed ^ 0x9e3779b9) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
}

export function contextWith(limits: Partial<SortedSetContext> = {}): SortedSetContext {
  return { seed: [1, 2], maxCompactEntries: 128, maxCompactMemberBytes: 64, ...limits };
}

/** Limits under which a set is of one form, whatever is in it; and under which it changes on the way. */
export const forms = [
  ['compact', { maxCompactEntries: 1e9, maxCompactMemberBytes: 1e9 }],
  ['a tree', { maxCompactEntries: 0 }],
  ['one and then the other', { maxCompactEntries: 3, maxCompactMemberBytes: 2 }],
] as const;

export function setOf(
  pairs: Iterable<readonly [member: Key, score: number]>,
  limits: Partial<SortedSetContext> = {},
): SortedSet {
  const set = new SortedSet(contextWith(limits));
  for (const [member, score] of pairs) set.put(member, score);
  return set;
}

/** Members and scores in order. */
export function pairsOf(set: Pick<SortedSet, 'size' | 'visit'>): Pair[] {
  const pairs: Pair[] = [];
  set.visit({ start: 0, end: set.size }, (member, score) => {
    pairs.push([memberText(member), score]);
  });
  return pairs;
}

/** The order of a sorted set, said in another way than the tree says it. */
export function inOrder([a, x]: Pair, [b, y]: Pair): number {
  if (x !== y) return x < y ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1; // one char a byte: the order of the chars is that of the bytes
}

/** Throws if a set is not in order, or a tree not what its files' heads say of it. @returns how many members it has */
export function checkSet(set: SortedSet): number {
  const pairs = pairsOf(set);
  pairs.forEach((pair, at) => {
    const before = pairs[at - 1];
    if (before !== undefined && inOrder(before, pair) >= 0) throw new Error(`${pair} is misplaced`);
  });
  if (set.members instanceof TreeMembers) checkTree(set.members.tree);
  if (pairs.length !== set.size) throw new Error(`it says ${set.size}, it has ${pairs.length}`);
  return pairs.length;
}

/** @returns how many nodes it has */
export function checkTree(tree: ScoreTree): number {
  const count = checkNode(tree, tree.root, undefined, undefined);
  if (count !== tree.size) throw new Error(`the tree says ${tree.size}, it has ${count} nodes`);
  return count;
}

function checkNode(
  tree: ScoreTree,
  node: Ref,
  after: Pair | undefined,
  before: Pair | undefined,
): number {
  if (node === NOWHERE) return 0;
  const { nodes } = tree;
  const pair = pairAt(tree, node);
  const here = (what: string) => new Error(`${JSON.stringify(pair)}: ${what}`);
  if (after && inOrder(after, pair) >= 0) throw here('too far right');
  if (before && inOrder(pair, before) >= 0) throw here('too far left');
  const [left, right] = [nodes.child(node, LEFT), nodes.child(node, RIGHT)];
  const [leftHeight, rightHeight] = [nodes.height(left), nodes.height(right)];
  if (Math.abs(leftHeight - rightHeight) > 1) throw here('it leans');
  const height = 1 + Math.max(leftHeight, rightHeight);
  if (nodes.height(node) !== height) throw here('its height');
  const count = 1 + checkNode(tree, left, after, pair) + checkNode(tree, right, pair, before);
  if (nodes.count(node) !== count) throw here('its count');
  return count;
}

export const pairAt = ({ nodes }: ScoreTree, node: Ref): Pair => [
  nodes.member(node).text(),
  nodes.score(node),
];

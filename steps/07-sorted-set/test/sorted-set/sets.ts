// What tests of sorted sets share: numbers by chance from a seed, sets, and what is in them.

import type { Key } from '@byor/06-aof/core';
import type { ScoreNode, ScoreTree } from '../../src/sorted-set/score-tree.ts';
import { SortedSet, type SortedSetContext } from '../../src/sorted-set/sorted-set.ts';

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

export function setOf(
  pairs: Iterable<readonly [member: Key, score: number]>,
  limits: Partial<SortedSetContext> = {},
): SortedSet {
  const set = new SortedSet(contextWith(limits));
  for (const [member, score] of pairs) set.put(member, score);
  return set;
}

/** Members and scores in order. */
export function pairsOf({ tree }: { readonly tree: ScoreTree }): Pair[] {
  const pairs: Pair[] = [];
  tree.visit(0, tree.size, ({ member, score }) => pairs.push([member, score]));
  return pairs;
}

/** The order of a sorted set, said in another way than the tree says it. */
export function inOrder([a, x]: Pair, [b, y]: Pair): number {
  if (x !== y) return x < y ? -1 : 1;
  return Buffer.compare(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'));
}

/** Throws if a tree is not what the file's head says of it. @returns how many nodes it has */
export function checkTree({ root, size }: ScoreTree): number {
  const count = checkNode(root, undefined, undefined);
  if (count !== size) throw new Error(`the tree says ${size}, it has ${count} nodes`);
  return count;
}

function checkNode(
  node: ScoreNode | undefined,
  after: ScoreNode | undefined,
  before: ScoreNode | undefined,
): number {
  if (node === undefined) return 0;
  const here = JSON.stringify([node.member, node.score]);
  if (after && inOrder(pairOf(after), pairOf(node)) >= 0)
    throw new Error(`${here} is too far right`);
  if (before && inOrder(pairOf(node), pairOf(before)) >= 0)
    throw new Error(`${here} is too far left`);
  const { left, right } = node;
  const [leftHeight, rightHeight] = [left?.height ?? 0, right?.height ?? 0];
  if (Math.abs(leftHeight - rightHeight) > 1) throw new Error(`${here} leans`);
  if (node.height !== 1 + Math.max(leftHeight, rightHeight)) throw new Error(`${here}: height`);
  const count = 1 + checkNode(left, after, node) + checkNode(right, node, before);
  if (node.count !== count) throw new Error(`${here}: count`);
  return count;
}

const pairOf = ({ member, score }: ScoreNode): Pair => [member, score];

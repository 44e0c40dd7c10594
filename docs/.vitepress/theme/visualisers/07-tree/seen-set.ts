// What the picture needs of stage 07's sorted set, in one place: members put in and taken out, its tree, its table.

import { type ScoreNode, SortedSet } from '@byor/07-sorted-set/core';

export interface SeenNode {
  readonly member: string;
  readonly score: number;
  /** Nodes of its subtree, itself included. */
  readonly count: number;
  readonly depth: number;
  readonly parent: string | undefined;
  /** Nodes of its left subtree. */
  readonly before: number;
}

export class SeenSet {
  readonly #set = new SortedSet({
    seed: [1, 2],
    maxCompactEntries: 128,
    maxCompactMemberBytes: 64,
  });

  put(member: string, score: number): void {
    this.#set.put(member, score);
  }

  remove(member: string): void {
    const node = this.#set.find(member);
    if (node !== undefined) this.#set.remove(node);
  }

  /** ZRANK's answer. */
  rank(member: string): number | undefined {
    const node = this.#set.find(member);
    return node === undefined ? undefined : this.#set.tree.rank(node);
  }

  /** By rank. */
  get nodes(): SeenNode[] {
    return seen(this.#set.tree.root, 0, undefined);
  }

  /** The members as they lie in the table. */
  get table(): string[] {
    return [...this.#set].map(({ member }) => member);
  }
}

function seen(node: ScoreNode | undefined, depth: number, parent: string | undefined): SeenNode[] {
  if (node === undefined) return [];
  const { member, score, count, left, right } = node;
  const own = { member, score, count, depth, parent, before: left?.count ?? 0 };
  return [...seen(left, depth + 1, member), own, ...seen(right, depth + 1, member)];
}

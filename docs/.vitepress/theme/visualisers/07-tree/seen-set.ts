// What the picture needs of stage 07's sorted set, in one place: members put in and taken out, its tree, its table. It is
// the form for many members from the first one on: a small set is compact otherwise, and has no tree to look at.

import { LEFT, memberText, NOWHERE, type Ref, RIGHT, TreeMembers } from '@byor/07-sorted-set/core';

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
  readonly #members = new TreeMembers([1, 2]);

  put(member: string, score: number): void {
    this.#members.put(member, score);
  }

  remove(member: string): void {
    this.#members.delete(member);
  }

  /** ZRANK's answer. */
  rank(member: string): number | undefined {
    return this.#members.rank(member);
  }

  /** By rank. */
  get nodes(): SeenNode[] {
    return this.#seen(this.#members.tree.root, 0, undefined);
  }

  /** The members as they lie in the table: ZSCAN's order. */
  get table(): string[] {
    const members: string[] = [];
    let cursor = 0;
    do {
      cursor = this.#members.scan(cursor, (member) => members.push(memberText(member)));
    } while (cursor !== 0);
    return members;
  }

  #seen(node: Ref, depth: number, parent: string | undefined): SeenNode[] {
    if (node === NOWHERE) return [];
    const { nodes } = this.#members.tree;
    const member = nodes.member(node).text();
    const left = nodes.child(node, LEFT);
    return [
      ...this.#seen(left, depth + 1, member),
      {
        member,
        score: nodes.score(node),
        count: nodes.count(node),
        depth,
        parent,
        before: nodes.count(left),
      },
      ...this.#seen(nodes.child(node, RIGHT), depth + 1, member),
    ];
  }
}

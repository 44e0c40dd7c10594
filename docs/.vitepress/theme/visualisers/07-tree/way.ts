// The way to a rank, and what a change did to a tree, told from what is seen of its nodes.

import type { SeenNode } from './seen-set.ts';

export interface WayStep {
  readonly member: string;
  /** What stands in front here: the node and its left subtree, or nothing. */
  readonly adds: number;
}

/** From the root down to a member, adding what stands in front on the way. Empty: it is not there. `nodes`: by rank. */
export function wayTo(nodes: readonly SeenNode[], member: string): WayStep[] {
  const ranks = new Map(nodes.map((node, rank) => [node.member, rank]));
  const goal = ranks.get(member);
  if (goal === undefined) return [];
  const way: WayStep[] = [];
  let at = nodes.find(({ parent }) => parent === undefined);
  while (at !== undefined) {
    const { member: here, before } = at;
    const rank = ranks.get(here) as number;
    const isThere = rank === goal;
    way.push({ member: here, adds: rank < goal ? before + 1 : isThere ? before : 0 });
    if (isThere) break;
    const isRight = rank < goal;
    at = nodes.find(({ parent, member: child }) => {
      const childRank = ranks.get(child) as number;
      return parent === here && childRank > rank === isRight;
    });
  }
  return way;
}

/** Who changed places with whom, as a rotation does: `b rises above a`. Empty: nobody. */
export function rotations(before: readonly SeenNode[], after: readonly SeenNode[]): string[] {
  const parents = new Map(before.map(({ member, parent }) => [member, parent]));
  return after.flatMap(({ member, parent }) => {
    const sank = parent !== undefined && parents.get(parent) === member;
    return sank ? [`${parent} rises above ${member}`] : [];
  });
}

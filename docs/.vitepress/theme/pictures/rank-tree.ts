// A sorted set of ten members as its tree and its table lie; test/pictures.test.ts makes it anew.

/** Lap times in seconds, in the order in which they are put into the set. */
export const SCORES: Readonly<Record<string, number>> = {
  ada: 312,
  grace: 298,
  linus: 305,
  ken: 320,
  rob: 301,
  bjarne: 316,
  guido: 309,
  anders: 331,
  dennis: 294,
  barbara: 327,
};

export interface TreeNode {
  readonly member: string;
  readonly score: number;
  readonly count: number;
  readonly depth: number;
  readonly parent: string | undefined;
}

const node = (member: string, count: number, depth: number, parent?: string): TreeNode => ({
  member,
  score: SCORES[member] ?? 0,
  count,
  depth,
  parent,
});

/** By rank. */
export const TREE: readonly TreeNode[] = [
  node('dennis', 1, 2, 'grace'),
  node('grace', 3, 1, 'linus'),
  node('rob', 1, 2, 'grace'),
  node('linus', 10, 0),
  node('guido', 1, 3, 'ada'),
  node('ada', 2, 2, 'bjarne'),
  node('bjarne', 6, 1, 'linus'),
  node('ken', 1, 3, 'barbara'),
  node('barbara', 3, 2, 'bjarne'),
  node('anders', 1, 3, 'barbara'),
];

export const RANKED = 'ken';
/** What each node on the way to it adds to its rank. */
export const PATH: Readonly<Record<string, number>> = { linus: 4, bjarne: 3, barbara: 0, ken: 0 };
/** In the order in which ZSCAN meets them in the member table, with its seed 1, 2. */
export const TABLE: readonly string[] = [
  'rob',
  'ken',
  'linus',
  'guido',
  'ada',
  'barbara',
  'bjarne',
  'dennis',
  'grace',
  'anders',
];

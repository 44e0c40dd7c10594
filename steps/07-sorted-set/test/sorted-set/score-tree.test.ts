// The tree against a plain sorted array: same answers, and its invariants hold after every single operation.

import { HashTable, type Ref, Slice } from '@byor/06-aof/core';
import { describe, expect, test } from 'vitest';
import { memberText, type VisitMember } from '../../src/sorted-set/members.ts';
import { NODE_WORDS } from '../../src/sorted-set/nodes.ts';
import { ScoreTree } from '../../src/sorted-set/score-tree.ts';
import { checkTree, inOrder, type Pair, pairAt, randomFrom } from './sets.ts';

const OPERATIONS = 100_000;
/** So few scores that most members tie with others; -0 among them. */
const SCORES = [0, -0, 1, -1, 0.1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** A tree, and beside it the nodes that it holds as a sorted array. */
class Model {
  readonly table = new HashTable({ seed: [1, 2], headerWords: NODE_WORDS });
  readonly tree = new ScoreTree(this.table);
  readonly held: { readonly node: Ref; readonly pair: Pair }[] = [];

  insert(member: string, score: number): void {
    const node = this.table.insert(member);
    this.tree.nodes.setScore(node, score);
    this.tree.insert(node);
    const pair = [member, score] as const;
    this.held.splice(this.placeOf(pair), 0, { node, pair });
  }

  remove(at: number): void {
    const [gone] = this.held.splice(at, 1);
    this.tree.remove(gone?.node as Ref);
    this.table.remove(gone?.node as Ref); // its block may be the next one's
  }

  placeOf(wanted: Pair): number {
    const at = this.held.findIndex(({ pair }) => inOrder(wanted, pair) < 0);
    return at < 0 ? this.held.length : at;
  }

  get pairs(): Pair[] {
    return this.held.map(({ pair }) => pair);
  }
}

/** Made within a test: an insertion that never ends is then told by that test's name. */
function fifty(): Model {
  const model = new Model();
  for (let n = 0; n < 50; n++) model.insert(`m${n}`, n % 7);
  return model;
}

function visited(visit: (visitor: VisitMember) => void): Pair[] {
  const pairs: Pair[] = [];
  visit((member, score) => {
    pairs.push([memberText(member), score]);
  });
  return pairs;
}

function sent(tree: ScoreTree, start: number, end: number, reversed: boolean): string[] {
  const members: string[] = [];
  const bulkWords = (words: Int32Array, at: number, lengthBytes: number) => {
    const bytes = new Uint8Array(words.buffer, words.byteOffset + 4 * at, lengthBytes);
    members.push(Slice.of(bytes).text());
  };
  tree.send(start, end, { bulk: (text) => members.push(text), bulkWords }, reversed);
  return members;
}

describe('a random walk', () => {
  test(`of ${OPERATIONS} insertions and removals never breaks the tree`, () => {
    const random = randomFrom(7);
    const model = new Model();
    const { held, tree } = model;
    let next = 0;
    for (let n = 0; n < OPERATIONS; n++) {
      const most = 10 + (n >> 11); // from small trees to larger ones
      if (held.length < most && random(3) > 0) {
        model.insert(`m${random(1000)}-${next++}`, SCORES[random(SCORES.length)] as number);
      } else if (held.length > 0) {
        model.remove(random(held.length));
      }
      checkTree(tree);
      const at = random(held.length + 1);
      const node = held[at]?.node;
      if (tree.nodesIn(at, at + 1)[0] !== node) expect.unreachable(`rank ${at}, step ${n}`);
      if (node !== undefined && tree.rank(node) !== at) expect.unreachable(`rank of ${node}`);
    }
    expect(visited((visitor) => tree.visit(0, tree.size, visitor, false))).toEqual(model.pairs);
  });

  test('up and down again, in every order', () => {
    const orders = [(i: number) => i, (i: number) => -i, (i: number) => (i * 7919) % 5000];
    for (const order of [...orders, (i: number) => i % 7]) {
      const model = new Model();
      const { table, tree } = model;
      const nodes = Array.from({ length: 5000 }, (_, i) => table.insert(String(i)));
      nodes.forEach((node, i) => {
        tree.nodes.setScore(node, order(i));
        tree.insert(node);
      });
      expect(checkTree(tree)).toBe(5000);
      expect(tree.nodes.height(tree.root)).toBeLessThanOrEqual(1.45 * Math.log2(5000));
      nodes.forEach((node, i) => {
        tree.remove(node);
        if (i % 100 === 0) checkTree(tree);
      });
      expect(tree.size).toBe(0);
    }
  });

  test('filled at once, a tree of any size is in order, and goes on', () => {
    const random = randomFrom(8);
    for (let size = 0; size < 70; size++) {
      const model = new Model();
      for (let i = 0; i < size; i++) model.insert(`m${i}`, SCORES[random(7)] as number);
      const { tree } = model;
      tree.fill(model.held.map(({ node }) => node).sort(() => random(3) - 1));
      expect(checkTree(tree)).toBe(size);
      expect(tree.nodesIn(0, size)).toEqual(model.held.map(({ node }) => node));
      model.insert('one more', 0);
      if (size > 0) model.remove(0);
      checkTree(tree);
      expect(tree.nodesIn(0, size + 1)).toEqual(model.held.map(({ node }) => node));
    }
  });
});

test('members that come in any order stand in theirs, and no subtree leans', () => {
  const orders = [(i: number) => i, (i: number) => -i, (i: number) => (i * 7919) % 300];
  for (const order of [...orders, () => 0]) {
    const { table, tree } = new Model();
    for (let i = 0; i < 300; i++) {
      const node = table.insert(`m${i}`);
      tree.nodes.setScore(node, order(i));
      tree.insert(node);
      expect(checkTree(tree)).toBe(i + 1);
    }
  }
});

describe('parts of the order', () => {
  test('tells the rank of each node', () => {
    const { tree, held, pairs } = fifty();
    expect(held.map(({ node }) => tree.rank(node))).toEqual([...pairs.keys()]);
  });

  test('visits from any rank to any rank, in both directions', () => {
    const { tree, pairs } = fifty();
    for (let start = 0; start <= 51; start++) {
      for (let end = 0; end <= 51; end++) {
        const expected = pairs.slice(start, Math.max(start, end));
        expect(visited((visitor) => tree.visit(start, end, visitor, false))).toEqual(expected);
        const nodes = tree.nodesIn(start, end);
        expect(nodes.map((node) => pairAt(tree, node))).toEqual(expected);
        const reversed = visited((visitor) => tree.visit(start, end, visitor, true));
        expect(reversed).toEqual(expected.reverse());
      }
    }
  });

  test('hands on the same members as they lie in memory, in both directions', () => {
    const { tree, pairs } = fifty();
    for (let start = 0; start <= 51; start++) {
      for (let end = 0; end <= 51; end++) {
        const expected = pairs.slice(start, Math.max(start, end)).map(([member]) => member);
        expect(sent(tree, start, end, false)).toEqual(expected);
        expect(sent(tree, start, end, true)).toEqual(expected.reverse());
      }
    }
  });

  test('counts what is in front of a border', () => {
    const { tree, pairs } = fifty();
    for (const score of [-1, 0, 3, 6, 7]) {
      for (const inclusive of [false, true]) {
        const expected = pairs.filter(([, own]) => (inclusive ? own <= score : own < score));
        expect(tree.countInFront({ score, inclusive })).toBe(expected.length);
        const member = Slice.of('m3');
        const upTo = pairs.filter((pair) => {
          const order = inOrder(pair, ['m3', score]);
          return order < 0 || (order === 0 && inclusive);
        });
        expect(tree.countInFront({ score, member, inclusive })).toBe(upTo.length);
      }
    }
  });

  test('has nothing beyond its ends', () => {
    const { tree } = fifty();
    expect(tree.nodesIn(50, 60)).toEqual([]);
    const empty = new Model().tree;
    expect([empty.nodesIn(0, 1), empty.size]).toEqual([[], 0]);
    expect(empty.countInFront({ score: 1, inclusive: true })).toBe(0);
    expect(tree.countInFront({ score: Number.POSITIVE_INFINITY, inclusive: true })).toBe(50);
  });
});

test('bytes decide between equal scores: greater than 127 comes last, and a prefix first', () => {
  const model = new Model();
  for (const member of ['\xff', 'a', '', 'aa', 'B', '\0', 'a\0']) model.insert(member, 1);
  const members = visited((visitor) => model.tree.visit(0, 7, visitor, false)).map(
    ([member]) => member,
  );
  expect(members).toEqual(['', '\0', 'B', 'a', 'a\0', 'aa', '\xff']);
});

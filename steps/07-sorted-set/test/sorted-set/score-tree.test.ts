// The tree against a plain sorted array: same answers, and its invariants hold after every single operation.

import { describe, expect, test } from 'vitest';
import { ScoreNode, ScoreTree } from '../../src/sorted-set/score-tree.ts';
import { checkTree, inOrder, type Pair, pairsOf, randomFrom } from './sets.ts';

const OPERATIONS = 100_000;
/** So few scores that most members tie with others; -0 among them. */
const SCORES = [0, -0, 1, -1, 0.1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** A tree, and beside it the nodes that it holds as a sorted array. */
class Model {
  readonly tree = new ScoreTree();
  readonly nodes: ScoreNode[] = [];

  insert(member: string, score: number): void {
    const node = new ScoreNode(member, 0);
    node.score = score;
    this.tree.insert(node);
    this.nodes.splice(this.placeOf([member, score]), 0, node);
  }

  remove(at: number): ScoreNode {
    const [node] = this.nodes.splice(at, 1) as [ScoreNode];
    this.tree.remove(node);
    return node;
  }

  placeOf(pair: Pair): number {
    const at = this.nodes.findIndex(({ member, score }) => inOrder(pair, [member, score]) < 0);
    return at < 0 ? this.nodes.length : at;
  }
}

describe('a random walk', () => {
  test(`of ${OPERATIONS} insertions and removals never breaks the tree`, () => {
    const random = randomFrom(7);
    const model = new Model();
    let next = 0;
    for (let n = 0; n < OPERATIONS; n++) {
      const { nodes, tree } = model;
      const most = 10 + (n >> 11); // from small trees to larger ones
      if (nodes.length < most && random(3) > 0) {
        model.insert(`m${random(1000)}-${next++}`, SCORES[random(SCORES.length)] as number);
      } else if (nodes.length > 0) {
        model.remove(random(nodes.length));
      }
      checkTree(tree);
      const at = random(nodes.length + 1);
      const node = nodes[at];
      expect(tree.at(at)).toBe(node);
      if (node !== undefined) expect(tree.rank(node)).toBe(at);
    }
    expect(pairsOf(model)).toEqual(model.nodes.map(({ member, score }) => [member, score]));
  });

  test('up and down again, in every order', () => {
    const orders = [(i: number) => i, (i: number) => -i, (i: number) => (i * 7919) % 5000];
    for (const order of orders) {
      const tree = new ScoreTree();
      const nodes = Array.from({ length: 5000 }, (_, i) => new ScoreNode(String(i), 0));
      nodes.forEach((node, i) => {
        node.score = order(i);
        tree.insert(node);
      });
      expect(checkTree(tree)).toBe(5000);
      expect(tree.root?.height).toBeLessThanOrEqual(1.45 * Math.log2(5000));
      nodes.forEach((node, i) => {
        tree.remove(node);
        if (i % 100 === 0) checkTree(tree);
      });
      expect(tree.size).toBe(0);
    }
  });
});

describe('parts of the order', () => {
  const model = new Model();
  for (let n = 0; n < 50; n++) model.insert(`m${n}`, n % 7);
  const { tree, nodes } = model;

  test('visits from any rank to any rank, in both directions', () => {
    for (let start = 0; start <= 51; start++) {
      for (let end = 0; end <= 51; end++) {
        const seen: ScoreNode[] = [];
        tree.visit(start, end, (node) => seen.push(node));
        expect(seen).toEqual(nodes.slice(start, Math.max(start, end)));
        const reversed: ScoreNode[] = [];
        tree.visitReversed(start, end, (node) => reversed.push(node));
        expect(reversed).toEqual(seen.reverse());
      }
    }
  });

  test('counts what is in front of a border', () => {
    for (const border of [-1, 0, 3, 6, 7]) {
      const expected = nodes.filter(({ score }) => score < border).length;
      expect(tree.countInFront(({ score }) => score < border)).toBe(expected);
    }
  });

  test('has nothing beyond its ends', () => {
    expect(tree.at(50)).toBeUndefined();
    expect(new ScoreTree().at(0)).toBeUndefined();
    expect(tree.countInFront(() => true)).toBe(50);
  });
});

test('bytes decide between equal scores: greater than 127 comes last, and a prefix first', () => {
  const model = new Model();
  for (const member of ['\xff', 'a', '', 'aa', 'B', '\0']) model.insert(member, 1);
  expect(pairsOf(model).map(([member]) => member)).toEqual(['', '\0', 'B', 'a', 'aa', '\xff']);
});

test('a node that is not in the tree cannot be taken out', () => {
  const tree = new ScoreTree();
  expect(() => tree.remove(new ScoreNode('a', 0))).toThrow('does not hold');
});

// The pictures show what the stages' code does: it is run here and compared with what they draw.

import { Entry, HashTable, RequestParser, Slice } from '@byor/04-kv/core';
import { type Deadline, DeadlineHeap, NOWHERE } from '@byor/05-expiry/core';
import {
  Args,
  Engine,
  layers,
  MemoryFileSystem,
  type ScoreNode,
  SortedSet,
} from '@byor/07-sorted-set/core';
import { expect, test } from 'vitest';
import { CURSORS_OF_8, CURSORS_OF_16 } from '../.vitepress/theme/pictures/cursors.ts';
import { AFTER, BEFORE, CHANGED, GIVEN } from '../.vitepress/theme/pictures/heap.ts';
import { PATH, RANKED, SCORES, TABLE, TREE } from '../.vitepress/theme/pictures/rank-tree.ts';
import { MAIN, REHASH_INDEX, TARGET } from '../.vitepress/theme/pictures/rehash.ts';
import { STATES } from '../.vitepress/theme/pictures/rewrite.ts';

function tableOf(keys: number): HashTable<Entry> {
  const table = new HashTable({ seed: [1, 2], makeEntry: (key, hash) => new Entry(key, hash) });
  for (let i = 0; i < keys; i++) table.findOrInsert(`key:${i}`);
  return table;
}

test('the table during a rehash', () => {
  const { main, target, rehashIndex } = tableOf(12).layout;
  const keysOf = (buckets: typeof main | undefined) =>
    Array.from({ length: buckets?.count ?? 0 }, (_, index) => {
      const keys: number[] = [];
      buckets?.visit(index, ({ key }) => keys.push(Number(key.slice('key:'.length))));
      return keys;
    });
  expect({ main: keysOf(main), target: keysOf(target), rehashIndex }).toEqual({
    main: MAIN,
    target: TARGET,
    rehashIndex: REHASH_INDEX,
  });
});

test.each([
  [8, CURSORS_OF_8],
  [16, CURSORS_OF_16],
])('the way of SCAN through %i buckets', (buckets, drawn) => {
  const table = tableOf(buckets);
  while (table.rehashing) table.rehash(1);
  expect(table.buckets).toBe(buckets);
  const cursors: number[] = [];
  let cursor = 0;
  do {
    cursors.push(cursor);
    cursor = table.scan(cursor, () => {});
  } while (cursor !== 0);
  expect(cursors).toEqual(drawn);
});

test('the bytes of a request: its arguments lie where the picture says', () => {
  const parser = new RequestParser();
  parser.feed(Slice.of('*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\n').bytes);
  expect(parser.next()).toBe(true);
  const [name, text] = [parser.args.at(0), parser.args.at(1)];
  expect([name.start, name.end, text.start, text.end, parser.end]).toEqual([8, 12, 18, 23, 25]);
});

test('the heap before and after a deadline changes', () => {
  const heap = new DeadlineHeap<Deadline & { key: string }>();
  const entries = GIVEN.map(({ key }) => ({ key, whenMs: 0, heapIndex: NOWHERE }));
  entries.forEach((entry, at) => {
    heap.schedule(entry, (GIVEN[at]?.when ?? 0) * 1000);
  });
  const byPlace = () =>
    [...entries].sort((a, b) => a.heapIndex - b.heapIndex).map(({ key }) => key);
  expect(byPlace()).toEqual(BEFORE);
  const changed = entries.find(({ key }) => key === CHANGED.key) as (typeof entries)[number];
  heap.schedule(changed, CHANGED.when * 1000);
  expect(byPlace()).toEqual(AFTER);
});

/** The nodes of a tree by rank, with what the picture shows of them. */
function drawn(node: ScoreNode | undefined, depth = 0, parent?: string): typeof TREE {
  if (node === undefined) return [];
  const { member, score, count, left, right } = node;
  return [
    ...drawn(left, depth + 1, member),
    { member, score, count, depth, parent },
    ...drawn(right, depth + 1, member),
  ];
}

test('the tree of a sorted set, the way to a rank, and the member table', () => {
  const limits = { maxCompactEntries: 128, maxCompactMemberBytes: 64 };
  const set = new SortedSet({ seed: [1, 2], ...limits });
  for (const [member, score] of Object.entries(SCORES)) set.put(member, score);
  expect(drawn(set.tree.root)).toEqual(TREE);
  expect([...set].map(({ member }) => member)).toEqual(TABLE);
  const ranked = set.find(RANKED) as ScoreNode;
  const way: string[] = [];
  const rank = set.tree.countInFront((node) => {
    way.push(node.member);
    return node.score < ranked.score;
  });
  expect(way).toEqual(Object.keys(PATH));
  expect([rank, set.tree.rank(ranked)]).toEqual([7, 7]);
  expect(Object.values(PATH).reduce((sum, added) => sum + added)).toBe(rank);
});

test('the files of the log around a rewrite', async () => {
  const disk = new MemoryFileSystem();
  const engine = new Engine().use(...layers({ disk, report: { note() {}, warn() {} } }));
  engine.config.start('appendonly', 'yes');
  engine.start();
  const client = engine.connect();
  const shown = (name: string) => name.replace(/^appendonly\.aof\.(\d\.\w+)\.aof$/, '$1');
  const state = () => {
    const manifest = disk.content('appendonlydir/appendonly.aof.manifest');
    const named = new TextDecoder().decode(manifest).matchAll(/^file (\S+) /gm);
    return {
      files: disk
        .list('appendonlydir')
        .map(shown)
        .filter((name) => /^\d/.test(name))
        .sort(),
      named: [...named].map(([, name = '']) => shown(name)),
    };
  };
  const states = [state()];
  engine.execute(Args.of('BGREWRITEAOF'), client);
  states.push(state());
  while (engine.maintain()) engine.persist();
  await expect.poll(state).not.toEqual(states[1]); // the base is synced beside the loop
  states.push(state());
  expect(states).toEqual(STATES.map(({ files, named }) => ({ files: [...files].sort(), named })));
});

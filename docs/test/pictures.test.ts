// The pictures show what the stages' code does: it is run here and compared with what they draw.

import { HashTable, RequestParser, Slice, TABLE_WORDS } from '@byor/04-kv/core';
import { DeadlineHeap, NO_PLACE } from '@byor/05-expiry/core';
import { Args, Engine, layers, MemoryFileSystem } from '@byor/07-sorted-set/core';
import { expect, test } from 'vitest';
import { CURSORS_OF_8, CURSORS_OF_16 } from '../.vitepress/theme/pictures/cursors.ts';
import { AFTER, BEFORE, CHANGED, GIVEN } from '../.vitepress/theme/pictures/heap.ts';
import { PATH, RANKED, SCORES, TABLE, TREE } from '../.vitepress/theme/pictures/rank-tree.ts';
import { MAIN, REHASH_INDEX, TARGET } from '../.vitepress/theme/pictures/rehash.ts';
import { STATES } from '../.vitepress/theme/pictures/rewrite.ts';
import { SeenSet } from '../.vitepress/theme/visualisers/07-tree/seen-set.ts';
import { wayTo } from '../.vitepress/theme/visualisers/07-tree/way.ts';

function tableOf(keys: number): HashTable {
  const table = new HashTable({ seed: [1, 2], headerWords: TABLE_WORDS });
  for (let i = 0; i < keys; i++) table.insert(`key:${i}`);
  return table;
}

test('the table during a rehash', () => {
  const table = tableOf(12);
  const { main, target, rehashIndex } = table.layout;
  const keysOf = (buckets: typeof main | undefined) =>
    Array.from({ length: buckets?.count ?? 0 }, (_, index) => {
      const keys: number[] = [];
      buckets?.visit(index, (entry) => keys.push(Number(table.keyOf(entry).slice('key:'.length))));
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
  const places: number[] = []; // by entry: the keys of the picture, counted from 1
  const heap = new DeadlineHeap((entry, place) => {
    places[entry] = place;
  });
  GIVEN.forEach(({ when }, at) => {
    heap.schedule(at + 1, NO_PLACE, when * 1000);
  });
  const byPlace = () =>
    [...GIVEN.keys()]
      .sort((a, b) => (places[a + 1] as number) - (places[b + 1] as number))
      .map((at) => GIVEN[at]?.key);
  expect(byPlace()).toEqual(BEFORE);
  const changed = GIVEN.findIndex(({ key }) => key === CHANGED.key) + 1;
  heap.schedule(changed, places[changed] as number, CHANGED.when * 1000);
  expect(byPlace()).toEqual(AFTER);
});

test('the tree of a sorted set, the way to a rank, and the member table', () => {
  const set = new SeenSet();
  for (const [member, score] of Object.entries(SCORES)) set.put(member, score);
  const { nodes } = set;
  expect(nodes.map(({ before, ...node }) => node)).toEqual(TREE);
  expect(set.table).toEqual(TABLE);
  const way = wayTo(nodes, RANKED).map(({ member, adds }) => [member, adds]);
  expect(Object.fromEntries(way)).toEqual(PATH);
  expect(set.rank(RANKED)).toBe(7);
  expect(Object.values(PATH).reduce((sum, added) => sum + added)).toBe(7);
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
  engine.maintain();
  states.push(state());
  // The base is synced beside the loop, the switch and the end of the old files are a turn each.
  const turn = () => {
    engine.maintain();
    engine.persist();
    return state().files.length;
  };
  await expect.poll(turn).toBe(2);
  states.push(state());
  expect(states).toEqual(STATES.map(({ files, named }) => ({ files: [...files].sort(), named })));
});

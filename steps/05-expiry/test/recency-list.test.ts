// The list against an array, and that the item at hand may go while it is walked through.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecencyList } from '../src/recency-list.ts';

const step = fc.record({ verb: fc.constantFrom('touch', 'delete'), item: fc.nat({ max: 7 }) });

test('any touches and deletes leave the order of last use', () => {
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const list = new RecencyList<number>();
      let model: number[] = [];
      for (const { verb, item } of steps) {
        model = model.filter((other) => other !== item);
        if (verb === 'touch') model.push(item);
        list[verb as 'touch' | 'delete'](item);
        expect([...list]).toEqual(model);
        expect(list.size).toBe(model.length);
      }
    }),
  );
});

test('the item at hand may be deleted, and the walk may end early', () => {
  const list = new RecencyList<string>();
  for (const item of ['a', 'b', 'c', 'd']) list.touch(item);
  const seen: string[] = [];
  for (const item of list) {
    if (item === 'd') break;
    seen.push(item);
    list.delete(item);
  }
  expect(seen).toEqual(['a', 'b', 'c']);
  expect([...list]).toEqual(['d']);
});

// The segmented list against a plain array, around the borders of its segments above all.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SegmentedList } from '../src/segmented-list.ts';

const SEGMENT = 1024;

test('any run of pushes, pops and sets leaves what an array would hold', () => {
  const step = fc.record({
    verb: fc.constantFrom('push', 'pop', 'set'),
    count: fc.integer({ min: 1, max: SEGMENT + 2 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const list = new SegmentedList<number>();
      const model: number[] = [];
      let next = 0;
      for (const { verb, count } of steps) {
        for (let n = 0; n < count; n++) {
          if (verb === 'push') {
            list.push(next);
            model.push(next++);
          } else if (verb === 'pop') {
            expect(list.pop()).toBe(model.pop());
          } else if (n < model.length) {
            list.set(n, next);
            model[n] = next++;
          }
        }
        expect(list.length).toBe(model.length);
        expect(Array.from(model, (_, at) => list.at(at))).toEqual(model);
        expect(list.at(model.length)).toBeUndefined();
      }
    }),
    { numRuns: 50 },
  );
});

test('is empty after clear, and can be filled again', () => {
  const list = new SegmentedList<string>();
  for (let n = 0; n < 3 * SEGMENT; n++) list.push('old');
  list.clear();
  expect([list.length, list.pop(), list.at(0)]).toEqual([0, undefined, undefined]);
  list.push('new');
  expect(list.at(0)).toBe('new');
});

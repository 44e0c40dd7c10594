// The segmented list against a plain array, around the borders of its segments above all.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SegmentedList } from '../src/segmented-list.ts';

const SEGMENT = 1024;
const form = fc.constantFrom(Float64Array, Int32Array);

test('any run of pushes, pops and sets leaves what an array would hold', () => {
  const step = fc.record({
    verb: fc.constantFrom('push', 'pop', 'set'),
    count: fc.integer({ min: 1, max: SEGMENT + 2 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), form, (steps, form) => {
      const list = new SegmentedList(form);
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
        const segments = Math.ceil(model.length / SEGMENT);
        expect(list.heldBytes).toBe(segments * SEGMENT * form.BYTES_PER_ELEMENT);
        expect(Array.from(model, (_, at) => list.at(at))).toEqual(model);
        expect(list.at(model.length)).toBeUndefined();
      }
    }),
    { numRuns: 50 },
  );
});

test('is empty after clear, and can be filled again', () => {
  const list = new SegmentedList(Float64Array);
  for (let n = 0; n < 3 * SEGMENT; n++) list.push(n);
  list.clear();
  expect([list.length, list.heldBytes, list.pop(), list.at(0)]).toEqual([
    0,
    0,
    undefined,
    undefined,
  ]);
  list.push(7);
  expect(list.at(0)).toBe(7);
});

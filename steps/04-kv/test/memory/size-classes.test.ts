// Every number of units, from the smallest block to the largest that shares a page.

import { expect, test } from 'vitest';
import {
  classOf,
  LARGEST_SHARED_UNITS,
  SIZE_CLASSES,
  UNIT_BYTES,
  unitsOfClass,
} from '../../src/memory/size-classes.ts';

const allUnits = Array.from({ length: LARGEST_SHARED_UNITS }, (_, i) => i + 1);
const classes = Array.from({ length: SIZE_CLASSES - 1 }, (_, i) => i + 1);

test('the class of a size is the smallest that holds it', () => {
  const wrong = allUnits.filter((units) => {
    const size = classOf(units);
    return unitsOfClass(size) < units || (size > 1 && unitsOfClass(size - 1) >= units);
  });
  expect(wrong).toEqual([]);
});

test('a class holds its own size, the last one the largest that shares a page', () => {
  expect(classes.map((size) => classOf(unitsOfClass(size)))).toEqual(classes);
  expect(unitsOfClass(SIZE_CLASSES - 1)).toBe(LARGEST_SHARED_UNITS);
  expect(classOf(LARGEST_SHARED_UNITS)).toBe(SIZE_CLASSES - 1);
});

test('up to 128 bytes nothing is wasted, above less than a quarter', () => {
  const wasteful = allUnits.filter((units) => {
    const waste = unitsOfClass(classOf(units)) - units;
    return units * UNIT_BYTES <= 128 ? waste > 0 : waste >= units / 4;
  });
  expect(wasteful).toEqual([]);
});

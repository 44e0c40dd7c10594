import { describe, expect, test } from 'vitest';
import { Disturbances } from '../src/load/own/disturbances.ts';

const NOBODY = Number.POSITIVE_INFINITY;

describe('a wait for a processor', () => {
  test('delays what was on its way, and what queues up behind that', () => {
    const disturbances = new Disturbances(0);
    expect(disturbances.delayed(10)).toBe(false);
    disturbances.heldUp(20);
    disturbances.look(21, 15); // one that was due at 15 still waits
    expect(disturbances.delayed(15)).toBe(true);
    disturbances.look(25, 22);
    expect(disturbances.delayed(22), 'behind the one of 15 until 25').toBe(true);
    expect(disturbances.delayed(25)).toBe(false);
  });

  test('is over at once when nothing was on its way', () => {
    const disturbances = new Disturbances(0);
    disturbances.heldUp(20);
    disturbances.look(20, NOBODY);
    expect(disturbances.delayed(19)).toBe(true);
    expect(disturbances.delayed(20)).toBe(false);
  });

  test('a second one goes on where the first is not over yet', () => {
    const disturbances = new Disturbances(0);
    disturbances.heldUp(20);
    disturbances.heldUp(30);
    disturbances.look(31, 25);
    expect(disturbances.delayed(25)).toBe(true);
    disturbances.look(40, 31);
    expect(disturbances.delayed(39)).toBe(true);
    expect(disturbances.delayed(40)).toBe(false);
  });
});

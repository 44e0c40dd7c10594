// The heap against a plain list of deadlines, and its two invariants after every operation.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Deadline, DeadlineHeap, NOWHERE } from '../src/deadline-heap.ts';

const makeEntry = (): Deadline => ({ whenMs: 0, heapIndex: NOWHERE });
const heapOf = (...whens: Deadline['whenMs'][]) => {
  const heap = new DeadlineHeap<Deadline>();
  for (const whenMs of whens) heap.schedule(makeEntry(), whenMs);
  return heap;
};

/** Everything, the earliest first; leaves the heap empty. */
function drain(heap: DeadlineHeap<Deadline>): Deadline['whenMs'][] {
  const whens: Deadline['whenMs'][] = [];
  for (let first = heap.first(); first !== undefined; first = heap.first()) {
    whens.push(first.whenMs);
    heap.cancel(first);
  }
  return whens;
}

const compare = (a: Deadline['whenMs'], b: Deadline['whenMs']) => (a < b ? -1 : a > b ? 1 : 0);

describe('order', () => {
  test('the earliest deadline is on top, whatever came first', () => {
    expect(drain(heapOf(5, 3, 9, 1, 7))).toEqual([1, 3, 5, 7, 9]);
  });

  test('deadlines beyond 2^53 are told apart, and stand among the others', () => {
    const last = 2n ** 63n - 1n;
    expect(drain(heapOf(last, 5, last - 1n, -1))).toEqual([-1, 5, last - 1n, last]);
  });

  test('an entry that gets another deadline moves, either way', () => {
    const heap = heapOf(10, 20, 30);
    const entry = makeEntry();
    heap.schedule(entry, 25);
    heap.schedule(entry, 5);
    expect(heap.first()).toBe(entry);
    heap.schedule(entry, 40);
    expect(drain(heap)).toEqual([10, 20, 30, 40]);
  });

  test('any deadlines come out sorted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (whens) => {
        expect(drain(heapOf(...whens))).toEqual(whens.toSorted(compare));
      }),
    );
  });
});

describe('entries', () => {
  test('cancel says whether there was a deadline; the entry can come again', () => {
    const heap = heapOf(1, 2);
    const entry = makeEntry();
    expect(heap.cancel(entry)).toBe(false);
    heap.schedule(entry, 0);
    expect(heap.cancel(entry)).toBe(true);
    expect([heap.cancel(entry), heap.size]).toEqual([false, 2]);
    heap.schedule(entry, 0);
    expect(heap.first()).toBe(entry);
  });

  test('the mean follows every change', () => {
    const heap = heapOf(10, 20);
    const entry = makeEntry();
    heap.schedule(entry, 60);
    expect(heap.meanMs).toBe(30);
    heap.schedule(entry, 30);
    expect(heap.meanMs).toBe(20);
    heap.cancel(entry);
    expect(heap.meanMs).toBe(15);
    heap.clear();
    expect([heap.meanMs, heap.size, heap.first()]).toEqual([0, 0, undefined]);
    heap.schedule(makeEntry(), 7);
    expect(heap.meanMs).toBe(7);
  });
});

test('a sample is as large as asked, or everything', () => {
  const heap = heapOf(...Array.from({ length: 250 }, (_, n) => n));
  for (const most of [1, 7, 100, 250, 1000]) {
    const sample = heap.sample(most);
    expect(new Set(sample).size).toBe(sample.length);
    expect(sample.length).toBeLessThanOrEqual(most);
    expect(sample.length).toBeGreaterThan(Math.min(most, 250) / 2);
  }
  expect(heapOf().sample(5)).toEqual([]);
});

/** Cheap and the same every time: the entries of one run need no shrinking. */
function randoms(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('100,000 random operations leave the invariants, the size and the earliest right', () => {
  const random = randoms(5);
  const heap = new DeadlineHeap<Deadline>();
  const entries = Array.from({ length: 300 }, makeEntry);
  const scheduled = new Map<Deadline, number>();
  const wrong: string[] = [];
  for (let n = 0; n < 100_000; n++) {
    const entry = entries[random(entries.length)] as Deadline;
    if (random(3) > 0) {
      const whenMs = random(1000);
      heap.schedule(entry, whenMs);
      scheduled.set(entry, whenMs);
    } else if (heap.cancel(entry) !== scheduled.delete(entry)) {
      wrong.push(`cancel in step ${n}`);
    }
    if (n % 100 === 0) wrong.push(...whatIsWrong(heap, scheduled).map((what) => `${what}, ${n}`));
  }
  expect([...wrong, ...whatIsWrong(heap, scheduled)]).toEqual([]);
});

/** Looked at without `expect`, which would take most of the test's time. */
function whatIsWrong(heap: DeadlineHeap<Deadline>, scheduled: Map<Deadline, number>): string[] {
  const wrong: string[] = [];
  const places = new Map<number, number>();
  let earliest: number | undefined;
  for (const [{ whenMs, heapIndex }, wantMs] of scheduled) {
    if (whenMs !== wantMs) wrong.push('a deadline');
    places.set(heapIndex, wantMs);
    earliest = Math.min(earliest ?? wantMs, wantMs);
  }
  for (const [place, whenMs] of places) {
    if (place > 0 && (places.get((place - 1) >> 1) ?? Infinity) > whenMs) wrong.push('the order');
  }
  if (places.size !== scheduled.size || heap.size !== scheduled.size) wrong.push('the size');
  if (heap.first()?.whenMs !== earliest) wrong.push('the earliest');
  return wrong;
}

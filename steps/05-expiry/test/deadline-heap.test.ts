// The heap against a plain list of deadlines, and its invariants after every operation: no entry is due before its
// parent, and each was told where it stands.

import { NOWHERE, type Ref } from '@byor/04-kv/core';
import { bytesEach } from '@byor/spec/collect';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DeadlineHeap, NO_PLACE } from '../src/deadline-heap.ts';

/** A heap with the places that it told, as the keyspace keeps them; entries are known by their numbers. */
class Told {
  readonly places = new Map<Ref, number>();
  /** A deadline too far for a double was among them: the sum behind the mean is rounded for good. */
  rounds = false;
  readonly heap = new DeadlineHeap((entry, place) => {
    this.places.set(entry, place);
  });

  schedule(entry: Ref, whenMs: number | bigint): void {
    if (typeof whenMs === 'bigint') this.rounds = true;
    this.heap.schedule(entry, this.placeOf(entry), whenMs);
  }

  /** @returns whether there was a deadline */
  cancel(entry: Ref): boolean {
    const place = this.placeOf(entry);
    if (place === NO_PLACE) return false;
    this.heap.cancel(place);
    return true;
  }

  placeOf(entry: Ref): number {
    return this.places.get(entry) ?? NO_PLACE;
  }

  exactMs(entry: Ref): number | bigint {
    return this.heap.exactMs(this.placeOf(entry));
  }

  /** Everything, the earliest first; leaves the heap empty. */
  drain(): number[] {
    const whens: number[] = [];
    for (let first = this.heap.first(); first !== NOWHERE; first = this.heap.first()) {
      whens.push(this.heap.whenMs(this.placeOf(first)));
      this.cancel(first);
    }
    return whens;
  }

  /** Looked at without `expect`, which would take most of a test's time. */
  whatIsWrong(scheduled: ReadonlyMap<Ref, number | bigint>): string[] {
    const { heap, places } = this;
    const wrong: string[] = [];
    let sumMs = 0;
    let earliest = Number.POSITIVE_INFINITY;
    for (const [entry, whenMs] of scheduled) {
      const place = this.placeOf(entry);
      if (place === NO_PLACE || heap.entryAt(place) !== entry) wrong.push('a place');
      else if (heap.exactMs(place) !== whenMs) wrong.push('a deadline');
      if (place > 0 && heap.whenMs((place - 1) >> 1) > Number(whenMs)) wrong.push('the order');
      earliest = Math.min(earliest, Number(whenMs));
      sumMs += Number(whenMs);
    }
    const placed = [...places.values()].filter((place) => place !== NO_PLACE).length;
    if (placed !== scheduled.size || heap.size !== scheduled.size) wrong.push('the size');
    if (scheduled.size > 0 && heap.whenMs(0) !== earliest) wrong.push('the earliest');
    if (!this.rounds && Math.round(heap.meanMs * scheduled.size) !== sumMs) wrong.push('the mean');
    return wrong;
  }
}

function heapOf(...whens: (number | bigint)[]): Told {
  const told = new Told();
  whens.forEach((whenMs, at) => {
    told.schedule(at + 1, whenMs);
  });
  return told;
}

/** One that no `heapOf` has made. A ref may be negative. */
const OTHER = -5;

describe('order', () => {
  test('the earliest deadline is on top, whatever came first', () => {
    expect(heapOf(5, 3, 9, 1, 7).drain()).toEqual([1, 3, 5, 7, 9]);
  });

  test('an entry that gets another deadline moves, either way', () => {
    const told = heapOf(10, 20, 30);
    told.schedule(OTHER, 25);
    told.schedule(OTHER, 5);
    expect(told.heap.first()).toBe(OTHER);
    told.schedule(OTHER, 40);
    expect(told.drain()).toEqual([10, 20, 30, 40]);
  });

  test('any deadlines come out sorted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (whens) => {
        expect(heapOf(...whens).drain()).toEqual(whens.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('deadlines beyond 2^53', () => {
  const last = 2n ** 63n - 1n;
  const first = -(2n ** 63n);

  test('stand among the others, and are known to the millisecond', () => {
    const whens = [
      last,
      5,
      last - 1n,
      -1,
      2n ** 53n,
      2n ** 53n + 1n,
      2 ** 53 - 1,
      first,
      first + 1n,
    ];
    const told = heapOf(...whens);
    expect(whens.map((_, at) => told.exactMs(at + 1))).toEqual(whens);
    const drained = told.drain();
    expect(drained).toEqual(whens.map(Number).toSorted((a, b) => a - b));
  });

  test('stay exact wherever others come and go, and one that is near again is near', () => {
    const told = heapOf(7, last, 3, last - 1n, 1);
    told.cancel(5);
    told.schedule(OTHER, 2);
    expect([told.exactMs(2), told.exactMs(4)]).toEqual([last, last - 1n]);
    told.schedule(2, last - 5n);
    told.schedule(4, 4);
    expect([told.exactMs(2), told.exactMs(4)]).toEqual([last - 5n, 4]);
    told.cancel(2);
    told.schedule(2, last);
    expect(told.exactMs(2)).toBe(last);
    told.heap.clear();
    told.places.clear();
    told.schedule(2, 9);
    expect(told.exactMs(2)).toBe(9);
  });
});

describe('entries', () => {
  test('are told when they have no place any more, and can come again', () => {
    const told = heapOf(1, 2);
    expect(told.cancel(OTHER)).toBe(false);
    told.schedule(OTHER, 0);
    expect(told.cancel(OTHER)).toBe(true);
    expect([told.placeOf(OTHER), told.cancel(OTHER), told.heap.size]).toEqual([NO_PLACE, false, 2]);
    told.schedule(OTHER, 0);
    expect(told.heap.first()).toBe(OTHER);
  });

  test('the mean follows every change', () => {
    const told = heapOf(10, 20);
    const { heap } = told;
    told.schedule(OTHER, 60);
    expect(heap.meanMs).toBe(30);
    told.schedule(OTHER, 30);
    expect(heap.meanMs).toBe(20);
    told.cancel(OTHER);
    expect(heap.meanMs).toBe(15);
    heap.clear();
    expect([heap.meanMs, heap.size, heap.first()]).toEqual([0, 0, NOWHERE]);
    heap.schedule(OTHER, NO_PLACE, 7);
    expect(heap.meanMs).toBe(7);
  });
});

test('a sample is as large as asked, or everything', () => {
  const { heap } = heapOf(...Array.from({ length: 250 }, (_, n) => n));
  for (const most of [1, 7, 100, 250, 1000]) {
    const sample = heap.sample(most);
    expect(new Set(sample).size).toBe(sample.length);
    expect(sample.length).toBeLessThanOrEqual(most);
    expect(sample.length).toBeGreaterThan(Math.min(most, 250) / 2);
  }
  expect(heapOf().heap.sample(5)).toEqual([]);
});

/** Cheap and the same every time: the entries of one run need no shrinking. */
function randoms(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe.each([
  ['near', () => 0],
  ['near and beyond 2^53', (random: (below: number) => number) => random(10)],
] as const)('100,000 random operations with deadlines %s', (_, far) => {
  test('leave the places, the order, the size and the earliest right', () => {
    const random = randoms(5);
    const told = new Told();
    const scheduled = new Map<Ref, number | bigint>();
    const wrong: string[] = [];
    for (let n = 0; n < 100_000; n++) {
      const entry = random(300) - 150 || 1000; // some negative, none NOWHERE
      if (random(3) > 0) {
        const whenMs = far(random) === 0 ? random(1000) : 2n ** 53n + BigInt(random(1000));
        told.schedule(entry, whenMs);
        scheduled.set(entry, whenMs);
      } else if (told.cancel(entry) !== scheduled.delete(entry)) {
        wrong.push(`cancel in step ${n}`);
      }
      if (n % 100 === 0) wrong.push(...told.whatIsWrong(scheduled).map((what) => `${what}, ${n}`));
    }
    expect([...wrong, ...told.whatIsWrong(scheduled)]).toEqual([]);
  });
});

describe('memory', () => {
  test.each([
    ['near', (n: number) => 1e12 + n],
    ['beyond 2^53', (n: number) => 2n ** 60n + BigInt(n)],
  ])('deadlines %s: what is told is what they weigh', async (_, whenMs) => {
    const make = () => {
      const heap = new DeadlineHeap(() => {});
      for (let n = 0; n < 6 * 1024; n++) heap.schedule(n + 1, NO_PLACE, whenMs(n));
      return heap;
    };
    const { heldBytes } = make();
    const weighed = await bytesEach(heldBytes, make);
    expect(heldBytes / weighed).toBeGreaterThan(0.85);
    expect(heldBytes / weighed).toBeLessThan(1.15);
  });
});

// The arena against a model that knows every block: none overlap, what is written stays, and what is freed comes back.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena, NOWHERE, type Ref } from '../../src/memory/arena.ts';
import {
  LARGEST_SHARED_UNITS,
  SIZE_CLASSES,
  UNIT_BYTES,
  unitsOfClass,
} from '../../src/memory/size-classes.ts';
import { randomFrom } from '../random-from.ts';

const LARGEST_SHARED_BYTES = LARGEST_SHARED_UNITS * UNIT_BYTES;

function bytesOf(arena: Arena, ref: Ref): Uint8Array {
  const start = arena.byteOffset(ref);
  return arena.pageBytes(ref).subarray(start, start + arena.capacity(ref));
}

/** An arena of which each block is filled to its end with a byte of its own. */
class Filled {
  readonly arena = new Arena();
  readonly refs: Ref[] = [];
  readonly #fills = new Map<Ref, number>();
  #next = 0;

  allocate(lengthBytes: number): Ref {
    const ref = this.arena.allocate(lengthBytes);
    if (this.#fills.has(ref)) throw new Error('a block that is in use was given out');
    const fill = this.#next++ % 251;
    bytesOf(this.arena, ref).fill(fill);
    this.#fills.set(ref, fill);
    this.refs.push(ref);
    return ref;
  }

  free(at: number): void {
    const ref = this.refs[at] as Ref;
    this.check(ref);
    this.arena.free(ref);
    this.#fills.delete(ref);
    this.refs[at] = this.refs.at(-1) as Ref;
    this.refs.pop();
  }

  clear(): void {
    this.arena.clear();
    this.#fills.clear();
    this.refs.length = 0;
  }

  /** Throws if something else wrote to a block. */
  check(ref: Ref): void {
    const fill = this.#fills.get(ref) as number;
    if (bytesOf(this.arena, ref).some((byte) => byte !== fill)) throw new Error('written over');
  }

  whatIsWrong(): string[] {
    const { arena, refs } = this;
    const wrong: string[] = [];
    for (const ref of refs) this.check(ref);
    const places = refs
      .map((ref) => ({
        page: ref >>> 15,
        start: arena.byteOffset(ref),
        length: arena.capacity(ref),
      }))
      .sort((a, b) => a.page - b.page || a.start - b.start);
    places.forEach(({ page, start, length }, at) => {
      const next = places[at + 1];
      if (next?.page === page && next.start < start + length) wrong.push('two blocks overlap');
      if (start + length > (arena.bytes[page] as Uint8Array).length) wrong.push('beyond the page');
      if (start % UNIT_BYTES !== 0) wrong.push('not at a unit');
    });
    const usedBytes = places.reduce((sum, { length }) => sum + length, 0);
    const heldBytes = arena.bytes.reduce((sum, { length }) => sum + length, 0);
    if (arena.usedBytes !== usedBytes) wrong.push(`used ${usedBytes}, told ${arena.usedBytes}`);
    if (arena.heldBytes !== heldBytes) wrong.push(`held ${heldBytes}, told ${arena.heldBytes}`);
    return wrong;
  }
}

describe('blocks', () => {
  const lengthBytes = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 300 }) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: LARGEST_SHARED_BYTES }) },
    { weight: 1, arbitrary: fc.integer({ min: LARGEST_SHARED_BYTES, max: 400_000 }) },
  );
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ verb: fc.constant('allocate' as const), lengthBytes }) },
    { weight: 6, arbitrary: fc.record({ verb: fc.constant('free' as const), which: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ verb: fc.constant('clear' as const) }) },
  );

  test('never overlap and keep what is in them, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150, size: 'max' }), (steps) => {
        const filled = new Filled();
        for (const each of steps) {
          if (each.verb === 'clear') filled.clear();
          else if (each.verb === 'allocate') {
            const ref = filled.allocate(each.lengthBytes);
            expect(filled.arena.capacity(ref)).toBeGreaterThanOrEqual(each.lengthBytes);
          } else if (filled.refs.length > 0) filled.free(each.which % filled.refs.length);
        }
        expect(filled.whatIsWrong()).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('100,000 random operations leave each block intact and each sum right', () => {
    const random = randomFrom(11);
    const filled = new Filled();
    const wrong: string[] = [];
    for (let n = 0; n < 100_000; n++) {
      const grows = n % 20_000 < 12_000;
      if (filled.refs.length === 0 || random(10) < (grows ? 6 : 3)) {
        const most = random(20) > 0 ? 200 : random(50) > 0 ? 3000 : 100_000;
        filled.allocate(1 + random(most));
      } else {
        filled.free(random(filled.refs.length));
      }
      if (n % 4000 === 0) wrong.push(...filled.whatIsWrong());
    }
    expect([...wrong, ...filled.whatIsWrong()]).toEqual([]);
    while (filled.refs.length > 0) filled.free(0);
    expect(filled.arena.usedBytes).toBe(0);
    expect(filled.arena.heldBytes).toBeLessThan(SIZE_CLASSES * 256 * 1024); // one page of a size
  });

  test('of every size class, and larger ones, fill more than a page each', () => {
    const filled = new Filled();
    for (let size = 1; size < SIZE_CLASSES; size++) {
      const lengthBytes = unitsOfClass(size) * UNIT_BYTES;
      const count = Math.ceil(300_000 / lengthBytes);
      for (let i = 0; i < count; i++) filled.allocate(lengthBytes);
      expect(filled.arena.usedBytes).toBe(count * lengthBytes);
      if (size % 4 === 0) expect(filled.whatIsWrong()).toEqual([]);
      while (filled.refs.length > 0) filled.free(filled.refs.length >> 1);
    }
    for (const lengthBytes of [LARGEST_SHARED_BYTES + 1, 256 * 1024, 256 * 1024 + 1, 3_000_000]) {
      const ref = filled.allocate(lengthBytes);
      expect(filled.arena.capacity(ref) - lengthBytes).toBeLessThan(UNIT_BYTES);
    }
    expect(filled.whatIsWrong()).toEqual([]);
  });

  test('are seen as bytes, words and doubles', () => {
    const arena = new Arena();
    const refs = Array.from({ length: 100 }, () => arena.allocate(24));
    refs.forEach((ref, at) => {
      arena.setWord(ref, 0, at);
      arena.setWord(ref, 1, -at);
      arena.setDouble(ref, 1, at / 3);
      arena.setWord(ref, 5, NOWHERE - 1);
    });
    refs.forEach((ref, at) => {
      expect([arena.word(ref, 0), arena.word(ref, 1)]).toEqual([at, 0 - at]);
      expect(arena.word(ref, 5)).toBe(-1);
      const bytes = bytesOf(arena, ref);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      expect(view.getInt32(0, true)).toBe(at);
    });
    const ref = arena.allocate(16);
    arena.setDouble(ref, 1, -0.1);
    expect([arena.double(ref, 1), arena.double(refs[9] as Ref, 0)]).not.toContain(undefined);
    expect(arena.double(ref, 1)).toBe(-0.1);
  });
});

describe('pages', () => {
  test('are small in a small arena, and never hold much more than is asked for', () => {
    for (const lengthBytes of [8, 64, 256, 4096]) {
      const arena = new Arena();
      let most = 0;
      for (let i = 0; i < 3000; i++) {
        arena.allocate(lengthBytes);
        const spareBytes = arena.heldBytes - arena.usedBytes - 8 * lengthBytes;
        most = Math.max(most, spareBytes / arena.usedBytes);
        if (spareBytes > 256 * 1024) expect.unreachable(`${spareBytes} for ${lengthBytes}`);
      }
      expect(most).toBeLessThanOrEqual(1);
    }
  });

  test('of which no block is in use go back; one of a size may stay for the next', () => {
    const filled = new Filled();
    for (let i = 0; i < 50_000; i++) filled.allocate(40);
    const fullBytes = filled.arena.heldBytes;
    expect(fullBytes).toBeLessThan(50_000 * 40 + 300_000);
    // Every second one goes: no page is free.
    for (let at = filled.refs.length - 1; at > 0; at -= 2) filled.free(at);
    expect(filled.arena.heldBytes).toBe(fullBytes);
    while (filled.refs.length > 0) filled.free(0);
    expect(filled.arena.usedBytes).toBe(0);
    expect(filled.arena.heldBytes).toBeLessThanOrEqual(256 * 1024);
  });

  test('a block that comes and goes alone costs no page each time', () => {
    const arena = new Arena();
    let ref = arena.allocate(100);
    const page = arena.pageBytes(ref);
    for (let i = 0; i < 3; i++) {
      arena.free(ref);
      ref = arena.allocate(100);
      expect(arena.pageBytes(ref) === page, 'it lies in the page that it had before').toBe(true);
    }
  });

  test('freed blocks are used again before new memory is', () => {
    const random = randomFrom(2);
    const filled = new Filled();
    for (let i = 0; i < 20_000; i++) filled.allocate(64);
    const { heldBytes } = filled.arena;
    for (let i = 0; i < 100_000; i++) {
      filled.free(random(filled.refs.length));
      filled.allocate(64);
    }
    expect(filled.arena.heldBytes).toBe(heldBytes);
    expect(filled.whatIsWrong()).toEqual([]);
  });

  test('large blocks have one each, which goes with them, and its number comes again', () => {
    const arena = new Arena();
    const ref = arena.allocate(1_000_000);
    expect([arena.usedBytes, arena.heldBytes]).toEqual([1_000_000, 1_000_000]);
    arena.free(ref);
    expect([arena.usedBytes, arena.heldBytes]).toEqual([0, 0]);
    expect(arena.allocate(150_000)).toBe(ref);
    expect([arena.capacity(ref), arena.usedBytes, arena.heldBytes]).toEqual([
      150_000, 150_000, 150_000,
    ]);
  });

  test('are all forgotten by clear, and the arena begins anew', () => {
    const filled = new Filled();
    for (let i = 0; i < 20_000; i++) filled.allocate(1 + (i % 500));
    filled.free(5);
    filled.clear();
    expect([filled.arena.usedBytes, filled.arena.heldBytes]).toEqual([0, 0]);
    expect(filled.arena.bytes).toHaveLength(1);
    for (let i = 0; i < 20_000; i++) filled.allocate(1 + (i % 500));
    expect(filled.whatIsWrong()).toEqual([]);
  });

  test('are as many as a ref can tell apart; the one too many is refused', () => {
    const filled = new Filled();
    const { bytes } = filled.arena;
    while (bytes.length < 131_071) bytes.push(bytes[0] as Uint8Array); // as if so many were in use
    const last = filled.allocate(LARGEST_SHARED_BYTES + 1);
    expect(last).toBeLessThan(0); // an int32: the page is in its highest bits
    expect(() => filled.arena.allocate(8)).toThrow('the arena has no page left');
    expect(() => filled.arena.allocate(1_000_000)).toThrow('the arena has no page left');
    filled.check(last);
    filled.free(0);
    for (let i = 0; i < 8; i++) filled.allocate(8);
    for (const ref of filled.refs) filled.check(ref);
  });
});

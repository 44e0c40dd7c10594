// A value in its entry: behind the key, in a block of its own, or an object; and the way from each to each.

import { Slice } from '@byor/03-event-loop/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EntryValues, VALUE_WORDS } from '../src/entry-values.ts';
import type { Ref } from '../src/memory/arena.ts';
import { HashTable } from '../src/table/hash-table.ts';
import type { Int64 } from '../src/text/numbers.ts';
import { FORMS } from '../src/value.ts';
import { Box, kept } from './values.ts';

function open() {
  const table = new HashTable({ seed: [1, 2], headerWords: VALUE_WORDS });
  const values = new EntryValues(table.arena, VALUE_WORDS);
  const enter = (key: string, spareBytes = 0): Ref => {
    const entry = table.insert(key, spareBytes);
    values.born(entry);
    return entry;
  };
  return { table, arena: table.arena, values, enter };
}

const MEBIBYTE = 'm'.repeat(1 << 20);
/** Lengths on either side of every border: the entry's own room, a block a little or four times too large, a page. */
const text = fc.oneof(
  fc.constantFrom('', 'a', 'ab', '\0\xff\r\n', 'x'.repeat(24), 'x'.repeat(25), MEBIBYTE),
  fc.integer({ min: 0, max: 400 }).map((length) => 'y'.repeat(length)),
  fc.integer({ min: 0, max: 70_000 }).map((length) => 'z'.repeat(length)),
);
const step = fc.record({
  which: fc.nat(4),
  verb: fc.constantFrom('text', 'bytes', 'object', 'integer', 'resize', 'release'),
  text,
});

describe('entries', () => {
  test('keep what was set last, whatever each was before, and none touches another', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const { table, arena, values, enter } = open();
        const entries = [0, 4, 30, 100, 300].map((room, at) => enter(`key:${at}`, room));
        const model: (string | Box)[] = entries.map(() => '');
        for (const { which, verb, text } of steps) {
          const entry = entries[which] as Ref;
          if (verb === 'release') {
            values.release(entry);
            model[which] = '';
          } else if (verb === 'object') {
            const box = new Box(text);
            values.set(entry, box);
            model[which] = box;
          } else if (verb === 'integer') {
            const integer = [0, -1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2n ** 63n)][
              text.length % 6
            ] as Int64;
            values.setInteger(entry, integer);
            model[which] = String(integer);
          } else if (verb === 'resize') {
            const before = model[which];
            if (typeof before !== 'string') continue; // only strings have a length
            const length = Math.max(before.length, text.length);
            expect(values.resize(entry, length).length).toBe(length);
            model[which] = before.padEnd(length, '\0');
          } else {
            values.set(entry, verb === 'text' ? text : Slice.of(text));
            model[which] = text;
          }
          const held = entries.map((each) => kept(values.of(each)));
          if (held.some((value, at) => value !== model[at])) expect(held).toEqual(model);
        }
        entries.forEach((entry, at) => {
          expect(table.keyOf(entry)).toBe(`key:${at}`);
          values.release(entry);
        });
        const entryBytes = entries.reduce((sum, entry) => sum + arena.capacity(entry), 0);
        expect(arena.usedBytes).toBe(entryBytes); // nothing of the values is left
      }),
      { numRuns: 100 },
    );
  });

  test('a short string stands behind its key, and takes no memory of its own', () => {
    const { arena, values, enter } = open();
    const entry = enter('key', 20);
    const { usedBytes } = arena;
    values.set(entry, 'x'.repeat(20));
    expect(arena.usedBytes).toBe(usedBytes);
    values.set(entry, 'x'.repeat(200));
    expect(arena.usedBytes).toBeGreaterThanOrEqual(usedBytes + 200);
    values.set(entry, 'x');
    expect(arena.usedBytes).toBe(usedBytes);
    expect(values.bytesOf(entry)).toBe(arena.capacity(entry));
  });

  test('a block is kept while its length suits, and given back when it is four times too large', () => {
    const { arena, values, enter } = open();
    const entry = enter('key');
    values.set(entry, 'x'.repeat(4000));
    const { usedBytes } = arena;
    values.set(entry, 'y'.repeat(1100));
    expect(arena.usedBytes).toBe(usedBytes);
    values.set(entry, 'z'.repeat(900));
    expect(arena.usedBytes).toBeLessThan(usedBytes - 2000);
    expect(kept(values.of(entry))).toBe('z'.repeat(900));
  });

  test('a counter is its integer, and has digits for whoever asks', () => {
    const { arena, values, enter } = open();
    const entry = enter('key');
    const { usedBytes } = arena;
    values.set(entry, 'x'.repeat(200));
    values.setInteger(entry, -12345);
    expect(arena.usedBytes).toBe(usedBytes);
    expect(values.counterOf(entry)).toBe(-12345);
    expect(kept(values.of(entry))).toBe('-12345');
    expect(values.formOf(entry)).toBe(FORMS.whole);
    values.setInteger(entry, 2 ** 31); // more than a word holds
    expect(values.counterOf(entry)).toBeUndefined();
    expect(kept(values.of(entry))).toBe('2147483648');
  });

  test('an object’s bytes count, and its place is used again', () => {
    const { arena, values, enter } = open();
    const entries = [enter('a'), enter('b')] as const;
    const boxes = [new Box('1'), new Box('2', '3')] as const;
    values.set(entries[0], boxes[0]);
    values.release(entries[0]);
    values.set(entries[1], boxes[1]);
    values.set(entries[0], boxes[0]);
    expect(entries.map((entry) => values.of(entry))).toEqual(boxes);
    expect(values.bytesOf(entries[1])).toBe(arena.capacity(entries[1]) + 102);
  });

  test('an object is forgotten when a string or an integer takes its place', () => {
    const { values, enter } = open();
    const entry = enter('key');
    values.set(enter('other'), new Box());
    const { objectBytes } = values;
    const successors = [
      () => values.set(entry, 'text'),
      () => values.set(entry, 'x'.repeat(200)),
      () => values.setInteger(entry, 7),
    ];
    for (const succeed of successors) {
      values.set(entry, new Box('a', 'b'));
      expect(values.objectBytes).toBeGreaterThan(objectBytes + 102);
      succeed();
      expect(values.objectBytes).toBeLessThan(objectBytes + 102);
    }
  });
});

describe('growing', () => {
  test('a byte at a time costs memory that is twice the length at most, and keeps every byte', () => {
    const { arena, values, enter } = open();
    const entry = enter('key');
    let moves = 0;
    let place = values.resize(entry, 0);
    let before = [place.bytes, place.start] as const;
    for (let length = 1; length <= 100_000; length++) {
      place = values.resize(entry, length);
      place.bytes[place.end - 1] = length % 251;
      if (before[0] !== place.bytes || before[1] !== place.start) moves++;
      before = [place.bytes, place.start];
    }
    expect(moves).toBeLessThan(25);
    expect(arena.usedBytes).toBeLessThan(260_000);
    const { bytes, start } = values.of(entry) as Slice;
    for (let at = 0; at < 100_000; at++) {
      if (bytes[start + at] !== (at + 1) % 251) expect.unreachable(`byte ${at}`);
    }
  });

  test('leaves zeros where nothing was written, in used memory too', () => {
    const { values, enter } = open();
    values.set(enter('first'), '\xff'.repeat(100));
    const [dirty, entry] = [enter('dirty', 100), enter('key', 100)];
    values.set(dirty, '\xff'.repeat(100));
    values.set(entry, '\xff'.repeat(100));
    values.set(entry, 'ab');
    for (const length of [10, 100, 150, 5000]) {
      expect(values.resize(entry, length).text()).toBe('ab'.padEnd(length, '\0'));
    }
  });

  test('beyond a mebibyte leaves a mebibyte of room', () => {
    const { arena, values, enter } = open();
    const entry = enter('key');
    values.resize(entry, 3 << 20);
    expect(arena.usedBytes).toBeLessThan((4 << 20) + 1000);
    expect(arena.usedBytes).toBeGreaterThanOrEqual(4 << 20);
  });

  test('is an edit; setting a whole string ends that', () => {
    const { values, enter } = open();
    const entry = enter('key');
    values.resize(entry, 1);
    expect(values.formOf(entry)).toBe(FORMS.edited);
    values.set(entry, '1');
    expect(values.formOf(entry)).toBe(FORMS.whole);
  });
});

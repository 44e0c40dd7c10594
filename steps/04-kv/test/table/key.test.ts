import { Slice } from '@byor/03-event-loop/core';
import { expect, test } from 'vitest';
import { sameBytes, writeKey } from '../../src/table/key.ts';

/** The bytes of `key` somewhere in the midst of a request. */
function sliceOf(key: string): Slice {
  const request = Slice.of(`SET ${key} value`);
  return new Slice(request.bytes, 4, 4 + key.length);
}

test.each([
  ['key', 'key', true],
  ['key', 'kez', false],
  ['key', 'Key', false],
  ['', '', true],
  ['\x00\xff', '\x00\xff', true],
  ['\x00\xff', '\x00\xfe', false],
])('%j is %j: %j, as a string and as bytes', (stored, asked, same) => {
  const memory = Slice.of(`--${stored}--`).bytes;
  expect(sameBytes(memory, 2, asked)).toBe(same);
  expect(sameBytes(memory, 2, sliceOf(asked))).toBe(same);
});

test.each([0, 1, 23, 24, 25, 100, 100_000])(
  '%i bytes are written, and none around them',
  (length) => {
    const key = Array.from({ length }, (_, i) => String.fromCharCode((i * 37 + 200) % 256)).join(
      '',
    );
    for (const form of [key, sliceOf(key)]) {
      const memory = new Uint8Array(length + 4).fill(1);
      writeKey(form, memory, 2);
      const expected = Uint8Array.from([1, 1, ...Buffer.from(key, 'latin1'), 1, 1]);
      expect(Buffer.compare(memory, expected)).toBe(0);
    }
  },
);

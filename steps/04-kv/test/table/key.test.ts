import { Slice } from '@byor/03-event-loop/core';
import { expect, test } from 'vitest';
import { keyText, sameKey } from '../../src/table/key.ts';

test.each([
  ['key', 'key', true],
  ['key', 'kez', false],
  ['key', 'ke', false],
  ['key', 'keys', false],
  ['', '', true],
  ['\x00\xff', '\x00\xff', true],
])('%j is %j: %j, as a string and as bytes', (stored, asked, same) => {
  const request = Slice.of(`SET ${asked} value`);
  const slice = new Slice(request.bytes, 4, 4 + asked.length);
  expect(sameKey(stored, asked)).toBe(same);
  expect(sameKey(stored, slice)).toBe(same);
  expect(keyText(slice)).toBe(asked);
});

// Both forms of #bytes pass this, each in its own run.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate, latin1Slice, latin1Write, utf8Decode, utf8Encode } from '../../src/core.ts';

test('any bytes survive the way to a string and back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(20), (content, offset) => {
      const bytes = allocate(offset + content.length + 1);
      bytes.set(content, offset);
      const text = latin1Slice(bytes, offset, offset + content.length);
      expect(Array.from(text, (char) => char.charCodeAt(0))).toEqual([...content]);
      const back = allocate(offset + content.length);
      expect(latin1Write(text, back, offset)).toBe(content.length);
      expect([...back.subarray(offset)]).toEqual([...content]);
    }),
  );
});

test('strings longer than one call can take', () => {
  const text = 'x\xff'.repeat(100_000);
  const bytes = allocate(text.length);
  latin1Write(text, bytes, 0);
  expect(latin1Slice(bytes, 0, bytes.length)).toBe(text);
});

test('nothing is written beside the place', () => {
  const bytes = allocate(5).fill(1);
  latin1Write('ab', bytes, 2);
  expect([...bytes]).toEqual([1, 1, 97, 98, 1]);
});

test('text for people is UTF-8', () => {
  expect([...utf8Encode('é€')]).toEqual([0xc3, 0xa9, 0xe2, 0x82, 0xac]);
  expect(utf8Decode(utf8Encode('é€🙂'))).toBe('é€🙂');
  expect(utf8Decode(new Uint8Array([0xff]))).toBe('\ufffd');
});

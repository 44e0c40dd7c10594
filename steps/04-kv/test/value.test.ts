// The three forms of a string value: which one an argument gets, and that all of them say the same.

import { ReplyWriter, Slice } from '@byor/03-event-loop/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RawString } from '../src/text/raw-string.ts';
import {
  copyOf,
  encodeString,
  encodingOf,
  expectString,
  isString,
  lengthOf,
  type ObjectValue,
  rawOf,
  replyString,
  type StringValue,
  textOf,
  typeOf,
} from '../src/value.ts';

const anyBytes = fc.uint8Array({ maxLength: 80 }).map((bytes) => String.fromCharCode(...bytes));
const anyText = fc.oneof(anyBytes, fc.integer().map(String), fc.bigInt().map(String));

function bulk(value: StringValue): string {
  const reply = new ReplyWriter();
  replyString(reply, value);
  return Slice.of(reply.bytes()).text();
}

describe('encodeString', () => {
  test('keeps every text as it was, whatever form it takes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const value = encodeString(Slice.of(text));
        expect(textOf(value)).toBe(text);
        expect(lengthOf(value)).toBe(text.length);
        expect(bulk(value)).toBe(`$${text.length}\r\n${text}\r\n`);
        expect(textOf(rawOf(value))).toBe(text);
      }),
    );
  });

  test.each([
    ['0', 'int'],
    ['-9007199254740991', 'int'],
    ['9007199254740993', 'int'],
    ['9223372036854775807', 'int'],
    ['9223372036854775808', 'embstr'],
    ['-0', 'embstr'],
    ['01', 'embstr'],
    ['', 'embstr'],
    ['x'.repeat(44), 'embstr'],
    ['x'.repeat(45), 'raw'],
  ])('%s is %s', (text, encoding) => {
    expect(encodingOf(encodeString(Slice.of(text)))).toBe(encoding);
  });

  test('a safe integer becomes a number, so that INCR need not parse', () => {
    expect(encodeString(Slice.of('-9007199254740991'))).toBe(-9007199254740991);
  });

  test('owns its bytes: the request may be overwritten afterwards', () => {
    for (const length of [5, 2 << 20]) {
      const wire = new Uint8Array(length).fill(0x61);
      const value = encodeString(Slice.of(wire));
      wire.fill(0x62);
      expect(textOf(value)).toBe('a'.repeat(length));
    }
  });
});

test('a copy of bytes that change in place does not change with them', () => {
  const original = RawString.of('abc');
  const copy = copyOf(original);
  original.append('d');
  expect(textOf(expectString(copy))).toBe('abc');
  expect(encodingOf(original)).toBe('raw');
});

test('a value of a later stage speaks for itself and is no string', () => {
  const zset: ObjectValue = {
    type: 'zset',
    encoding: () => 'skiplist',
    copy: () => zset,
    memoryBytes: () => 0,
  };
  expect(isString(zset)).toBe(false);
  expect(typeOf(zset)).toBe('zset');
  expect(encodingOf(zset)).toBe('skiplist');
  expect(copyOf(zset)).toBe(zset);
  expect(() => expectString(zset)).toThrow(/^WRONGTYPE/);
});

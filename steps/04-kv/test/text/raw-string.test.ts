import { Slice } from '@byor/03-event-loop/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RawString } from '../../src/text/raw-string.ts';

const bytes = fc.uint8Array({ maxLength: 40 });
const content = fc.oneof(
  bytes.map((b) => Slice.of(Buffer.from(b))),
  bytes.map((b) => Buffer.from(b).toString('latin1')),
);

function bytesOf(part: Slice | string): number[] {
  return typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [...part.view()];
}

test('any appends and overwrites leave what an array of bytes would hold', () => {
  const change = fc.record({ offset: fc.option(fc.nat(200)), part: content });
  fc.assert(
    fc.property(content, fc.array(change, { maxLength: 20 }), (first, changes) => {
      const raw = RawString.of(first);
      const model = bytesOf(first);
      for (const { offset, part } of changes) {
        const at = offset ?? model.length;
        if (offset === null) raw.append(part);
        else raw.setRange(offset, part);
        while (model.length < at) model.push(0);
        bytesOf(part).forEach((byte, i) => {
          model[at + i] = byte;
        });
      }
      expect([...raw.view()]).toEqual(model);
      expect(raw.length).toBe(model.length);
      expect(raw.text()).toBe(String.fromCharCode(...model));
    }),
    { numRuns: 500 },
  );
});

test('a gap is zero bytes, whatever the new buffer held', () => {
  const raw = RawString.of('x'.repeat(100));
  const copy = raw.copy();
  raw.append('y');
  raw.setRange(150, 'z');
  expect(raw.text()).toBe(`${'x'.repeat(100)}y${'\0'.repeat(49)}z`);
  expect(copy.text()).toBe('x'.repeat(100));
});

test('the content of an argument is copied, for its bytes will be written over', () => {
  const argument = Slice.of('before');
  const raw = RawString.of(argument);
  argument.bytes.fill(0);
  expect(raw.text()).toBe('before');
});

test('view takes any part of the value and nothing behind it', () => {
  const raw = RawString.of('hello');
  raw.append(' world');
  expect(Buffer.from(raw.view(6, 99)).toString()).toBe('world');
  expect(raw.capacity).toBeGreaterThan(raw.length);
});

test('a byte at a time costs a logarithmic number of copies', () => {
  const raw = RawString.of('');
  let buffers = 0;
  let last = raw.bytes;
  for (let i = 0; i < 100_000; i++) {
    raw.append('.');
    if (raw.bytes !== last) buffers++;
    last = raw.bytes;
  }
  expect(buffers).toBeLessThan(20);
});

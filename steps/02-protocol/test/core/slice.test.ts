import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Args, ReplyError, Slice } from '../../src/core.ts';

test('a slice compares without making a string', () => {
  const slice = new Slice(Slice.of('[Get]').bytes, 1, 4);
  expect(slice.length).toBe(3);
  expect(slice.text()).toBe('Get');
  expect(slice.is('GET')).toBe(true);
  expect(slice.is('GEX')).toBe(false);
  expect(slice.is('GETX')).toBe(false);
  expect(slice.equals('Get')).toBe(true);
  expect(slice.equals('get')).toBe(false);
  expect(slice.equals('Ge')).toBe(false);
});

test('only letters have a case', () => {
  expect(Slice.of('a@z').is('A@Z')).toBe(true);
  expect(Slice.of('a`').is('A@')).toBe(false);
  expect(Slice.of('z{').is('Z[')).toBe(false);
});

test('a copy outlives the buffer, a view does not', () => {
  const { bytes } = Slice.of('abc');
  const slice = new Slice(bytes, 1, 3);
  const copy = slice.copy();
  const view = slice.view();
  bytes.fill(0x78);
  expect([...copy]).toEqual([0x62, 0x63]);
  expect([...view]).toEqual([0x78, 0x78]);
});

test.each([
  ['0', 0],
  ['7', 7],
  ['-7', -7],
  ['9007199254740991', 9007199254740991],
  ['-9007199254740991', -9007199254740991],
])('%s is an integer', (text, value) => {
  expect(Slice.of(text).integer()).toBe(value);
});

test.each([
  '',
  '-',
  '+1',
  '01',
  '-0',
  '-01',
  ' 1',
  '1 ',
  '1.0',
  '1e3',
  'a',
  '12a',
  '9007199254740992',
  '-9007199254740992',
  '9007199254740993',
  '99999999999999999999',
])('"%s" is none', (text) => {
  expect(Slice.of(text).integer()).toBeUndefined();
});

test('any safe integer is read back, in the middle of any bytes', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.string(), fc.string(), (value, before, after) => {
      const slice = Slice.of(`${before}${value}${after}`);
      slice.start = before.length;
      slice.end = before.length + String(value).length;
      expect(slice.integer()).toBe(value);
    }),
  );
});

test('the beginning is text however long the rest is; a string that V8 cannot hold is refused as a reply', () => {
  const huge = new Slice(Slice.of('hi').bytes, 0, 512 * 1024 * 1024);
  expect(huge.text(2)).toBe('hi');
  expect(() => huge.text()).toThrow(ReplyError);
  expect(Slice.of('hi').text(128)).toBe('hi');
});

test('arguments can be made without a parser', () => {
  const args = Args.of('SET', 'k\xff', new Uint8Array([0, 13, 10]), -12);
  expect(args.count).toBe(4);
  expect(args.strings()).toEqual(['SET', 'k\xff', '\0\r\n', '-12']);
});

test('each argument has a slice of its own', () => {
  const args = Args.of(...Array.from({ length: 100 }, (_, i) => `argument ${i}`));
  const slices = Array.from({ length: 100 }, (_, i) => args.at(i));
  slices.forEach((slice, i) => {
    expect(slice.text()).toBe(`argument ${i}`);
  });
});

test('to read beyond the last one is a defect', () => {
  const args = Args.of('GET', 'k');
  expect(() => args.at(2)).toThrow(RangeError);
  expect(() => args.at(-1)).toThrow(RangeError);
});

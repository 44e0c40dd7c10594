import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Expected,
  latin1,
  map,
  nilArray,
  push,
  set,
  status,
  toParts,
} from '../src/matchers.ts';
import { MalformedReply, readReply, toValue } from '../src/reply.ts';

const read = (text: string) => readReply(latin1(text));

describe('readReply', () => {
  test.each([
    ['+OK\r\n', 'OK'],
    ['-ERR no\r\n', { error: 'ERR no' }],
    [':-7\r\n', -7],
    [':9223372036854775807\r\n', 9223372036854775807n],
    ['$0\r\n\r\n', ''],
    ['$2\r\n\r\n\r\n', '\r\n'],
    ['$-1\r\n', null],
    ['*-1\r\n', null],
    ['*0\r\n', []],
    ['*2\r\n:1\r\n*1\r\n$1\r\na\r\n', [1, ['a']]],
    ['_\r\n', null],
    ['#t\r\n', true],
    [',1.5\r\n', 1.5],
    [',-inf\r\n', -Infinity],
    ['(123456789012345678901234567890\r\n', 123456789012345678901234567890n],
    ['=6\r\ntxt:hi\r\n', 'hi'],
    ['%1\r\n+k\r\n:1\r\n', new Map([['k', 1]])],
    ['~1\r\n:1\r\n', [1]],
    ['>1\r\n+message\r\n', ['message']],
    ['!5\r\nERR x\r\n', { error: 'ERR x' }],
  ])('%j', (text, value) => {
    const reply = read(text);
    expect(reply && toValue(reply)).toEqual(value);
    expect(reply?.end).toBe(text.length);
  });

  test.each([
    ['hello\r\n', 0],
    ['+OK\n', 3],
    ['+a\rb\r\n', 3],
    [':1.5\r\n', 1],
    ['$3\r\nfour\r\n', 7],
    ['$-2\r\n', 1],
    ['%-1\r\n', 1],
    ['#x\r\n', 1],
    ['*1\r\nx\r\n', 4],
  ])('%j is malformed at byte %i', (text, offset) => {
    const error = (() => {
      try {
        return read(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(MalformedReply);
    expect(error).toMatchObject({ offset });
  });

  const { expected } = fc.letrec<{ expected: Expected; leaf: Expected }>((tie) => ({
    leaf: fc.oneof(
      fc.integer(),
      fc.uint8Array(),
      fc.constant(null),
      fc.constant(nilArray),
      fc.stringMatching(/^[a-z ]*$/).map(status),
    ),
    expected: fc.oneof(
      { depthSize: 'small' },
      tie('leaf'),
      fc.array(tie('expected'), { maxLength: 4 }),
      fc.array(tie('expected'), { maxLength: 4 }).map(set),
      fc.array(tie('expected'), { maxLength: 4 }).map(push),
      fc.array(fc.tuple(tie('expected'), tie('expected')), { maxLength: 3 }).map(map),
    ),
  }));

  test('needs every byte of a reply and not one more', () => {
    fc.assert(
      fc.property(expected, fc.nat(), (value, cut) => {
        const bytes = Buffer.concat(toParts(value) as Buffer[]);
        expect(readReply(bytes.subarray(0, cut % bytes.length))).toBeUndefined();
        expect(readReply(Buffer.concat([bytes, latin1('+more')]))?.end).toBe(bytes.length);
      }),
    );
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReplyCounter } from '../src/load/reply-counter.ts';

const reply = fc.letrec<{ any: string; leaf: string; array: string }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom('+OK\r\n', ':-12\r\n', '$-1\r\n', '*-1\r\n', '*0\r\n', '$0\r\n\r\n'),
    fc.string({ unit: 'binary-ascii' }).map((text) => `$${text.length}\r\n${text}\r\n`),
  ),
  array: fc.array(tie('any'), { maxLength: 4 }).map((all) => `*${all.length}\r\n${all.join('')}`),
  any: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('array')),
})).any;

test('counts whole replies, wherever the stream is cut', () => {
  const property = fc.property(
    fc.array(reply, { minLength: 1, maxLength: 8 }),
    fc.array(fc.nat(400), { maxLength: 8 }),
    (replies, cuts) => {
      const bytes = Buffer.from(replies.join(''), 'latin1');
      const counter = new ReplyCounter();
      const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length];
      let from = 0;
      for (const end of ends.sort((a, b) => a - b)) {
        counter.feed(bytes.subarray(from, end));
        from = end;
      }
      return counter.count === replies.length && counter.error === undefined;
    },
  );
  fc.assert(property);
});

test('half a reply is none, in whichever element it ends', () => {
  const text = '*2\r\n$3\r\nabc\r\n*1\r\n:1\r\n';
  for (let length = 0; length < text.length; length++) {
    const counter = new ReplyCounter();
    counter.feed(Buffer.from(text.slice(0, length)));
    expect(counter.count).toBe(0);
  }
});

test('remembers the first error, counts it, and goes on', () => {
  const counter = new ReplyCounter();
  counter.feed(Buffer.from('+OK\r\n-ERR no\r\n-ERR again\r\n'));
  expect(counter.count).toBe(3);
  expect(counter.error).toBe('ERR no');
});

test('refuses what is no reply', () => {
  expect(() => new ReplyCounter().feed(Buffer.from('HTTP/1.1 200 OK\r\n'))).toThrow(/begins with/);
});

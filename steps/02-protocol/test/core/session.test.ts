import { expect, test } from 'vitest';
import {
  type Execute,
  latin1Slice,
  OUTPUT_HIGH_WATER,
  ReplyError,
  Session,
  Slice,
} from '../../src/core.ts';
import { bytesOf } from './cuts.ts';

/** What `session` has to say by now; it is taken as sent. */
function sent(session: Session): string {
  const text = latin1Slice(session.output.bytes(), 0, session.output.length);
  session.output.consume(session.output.length);
  return text;
}

function converse(execute: Execute, input: string): { replies: string; session: Session } {
  const session = new Session(execute);
  session.input.feed(bytesOf(input));
  session.process();
  return { replies: sent(session), session };
}

const echo: Execute = (args, { output }) => output.bulk(args.at(0));

test('every whole request is answered, in order', () => {
  const { replies, session } = converse(echo, 'a\r\n*1\r\n$1\r\nb\r\nc');
  expect(replies).toBe('$1\r\na\r\n$1\r\nb\r\n');
  session.input.feed(bytesOf('d\r\n'));
  session.process();
  expect(sent(session)).toBe('$2\r\ncd\r\n');
});

test('a command that fails leaves nothing of its reply behind', () => {
  const execute: Execute = (args, session) => {
    session.output.array(2);
    session.output.bulk(args.at(0));
    if (args.at(0).equals('bad')) throw new ReplyError('ERR no');
    session.output.ok();
  };
  const { replies, session } = converse(execute, 'a\r\nbad\r\nb\r\n');
  expect(replies).toBe('*2\r\n$1\r\na\r\n+OK\r\n-ERR no\r\n*2\r\n$1\r\nb\r\n+OK\r\n');
  expect(session.closing).toBe(false);
});

test('a reply that no buffer holds is refused, and the conversation goes on', () => {
  const execute: Execute = (args, { output }) => {
    output.array(2);
    output.bulk(args.at(0));
    output.bulk(args.at(0).equals('big') ? new Slice(new Uint8Array(0), 0, 2 ** 31) : 'b');
  };
  const { replies } = converse(execute, 'big\r\na\r\n');
  expect(replies).toBe('-ERR the reply is larger than 2 GiB\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n');
});

test('bytes that are no request are answered, and end the conversation', () => {
  const { replies, session } = converse(echo, 'a\r\n*x\r\nb\r\n');
  expect(replies).toBe('$1\r\na\r\n-ERR Protocol error: invalid multibulk length\r\n');
  expect(session.closing).toBe(true);
  session.input.feed(bytesOf('c\r\n'));
  session.process();
  expect(sent(session)).toBe('');
});

test('who sends more than may be held is cut off without a word', () => {
  const { session } = converse(echo, '');
  session.input.limits = { ...session.input.limits, maxBufferLength: 1000 };
  session.input.feed(bytesOf(`a\r\n*2\r\n$4\r\nECHO\r\n$2000\r\n${'x'.repeat(1000)}`));
  session.process();
  expect(sent(session)).toBe('$1\r\na\r\n');
  expect(session.closing).toBe(true);
});

test('a command can end the conversation: what follows is not run', () => {
  const execute: Execute = (_args, session) => {
    session.output.ok();
    session.closing = true;
  };
  expect(converse(execute, 'a\r\nb\r\n').replies).toBe('+OK\r\n');
});

test('a client that does not read gets no more than the high-water mark and one reply', () => {
  const value = 'x'.repeat(100_000);
  const { session } = converse((_args, { output }) => output.bulk(value), '');
  session.input.feed(bytesOf('a\r\n'.repeat(100)));
  let replies = 0;
  do {
    session.process();
    expect(session.output.length).toBeLessThan(OUTPUT_HIGH_WATER + value.length + 20);
    replies += sent(session).length / (value.length + 11);
  } while (session.input.buffered > 0);
  session.process();
  replies += sent(session).length / (value.length + 11);
  expect(replies).toBe(100);
});

test('a defect is not hidden in a reply', () => {
  const session = new Session(() => {
    throw new TypeError('a defect');
  });
  session.input.feed(bytesOf('a\r\n'));
  expect(() => session.process()).toThrow('a defect');
});

import { expect, test } from 'vitest';
import { latin1Slice, respond, Session } from '../../src/core.ts';
import { bytesOf } from './cuts.ts';

function answer(...lines: string[]): string {
  const session = new Session(respond);
  session.input.feed(bytesOf(lines.map((line) => `${line}\r\n`).join('')));
  session.process();
  return latin1Slice(session.output.bytes(), 0, session.output.length);
}

const facts = (protocol: number) =>
  `$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n$5\r\nproto\r\n:${protocol}\r\n$2\r\nid\r\n:0\r\n` +
  '$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n';

const unknown = (name: string, args: string) =>
  `-ERR unknown command '${name}', with args beginning with: ${args}\r\n`;

// Every line as redis-server 7.0.15 answered it.
test.each([
  ['PING', '+PONG\r\n'],
  ['pInG', '+PONG\r\n'],
  ['PING ""', '$0\r\n\r\n'],
  ['ping "a\\x00"', '$2\r\na\0\r\n'],
  ['PING a b', "-ERR wrong number of arguments for 'ping' command\r\n"],
  ['ECHO a', '$1\r\na\r\n'],
  ['ECHO', "-ERR wrong number of arguments for 'echo' command\r\n"],
  ['ECHO a b', "-ERR wrong number of arguments for 'echo' command\r\n"],
  ['QUIT', '+OK\r\n'],
  ['QUIT now', '+OK\r\n'],
  ['HELLO', `*14\r\n${facts(2)}`],
  ['HELLO 2', `*14\r\n${facts(2)}`],
  ['hello 3', `%7\r\n${facts(3)}`],
  ['HELLO 3 AUTH default anything SETNAME !Me-1~', `%7\r\n${facts(3)}`],
  ['HELLO 2 setname a auth default "" SETNAME ""', `*14\r\n${facts(2)}`],
  ['HELLO 1', '-NOPROTO unsupported protocol version\r\n'],
  ['HELLO 4 SETNAME "a b"', '-NOPROTO unsupported protocol version\r\n'],
  ['HELLO -1', '-NOPROTO unsupported protocol version\r\n'],
  ['HELLO 3.0', '-ERR Protocol version is not an integer or out of range\r\n'],
  ['HELLO SETNAME a', '-ERR Protocol version is not an integer or out of range\r\n'],
  ['HELLO 03', '-ERR Protocol version is not an integer or out of range\r\n'],
  ['HELLO 3 "F\\nOO"', "-ERR Syntax error in HELLO option 'F OO'\r\n"],
  ['HELLO 3 "F\\x00OO"', "-ERR Syntax error in HELLO option 'F'\r\n"],
  ['HELLO 3 AUTH default', "-ERR Syntax error in HELLO option 'AUTH'\r\n"],
  ['HELLO 3 SETNAME a SETNAME', "-ERR Syntax error in HELLO option 'SETNAME'\r\n"],
  ['HELLO 3 AUTH me pw', '-WRONGPASS invalid username-password pair or user is disabled.\r\n'],
  [
    'HELLO 3 SETNAME "a b" AUTH me pw',
    '-ERR Client names cannot contain spaces, newlines or special characters.\r\n',
  ],
  ['FOO', unknown('FOO', '')],
  ['foo a "" c', unknown('foo', "'a' '' 'c' ")],
  ['""', unknown('', '')],
  ['"F\\x00O" "a\\x00b" "c\\r\\nd"', unknown('F', "'a' 'c  d' ")],
  [`${'x'.repeat(200)} a`, unknown('x'.repeat(128), "'a' ")],
  [`x ${'a'.repeat(200)} c`, unknown('x', `'${'a'.repeat(128)}' `)],
  [`x ${'a'.repeat(125)} cc`, unknown('x', `'${'a'.repeat(125)}' `)],
  [`x ${'a'.repeat(124)} cc dd`, unknown('x', `'${'a'.repeat(124)}' 'c' `)],
  [`x ${'a'.repeat(123)} cc dd`, unknown('x', `'${'a'.repeat(123)}' 'cc' `)],
])('%s', (line, reply) => {
  expect(answer(line)).toBe(reply);
});

test('HELLO changes the protocol, unless it fails', () => {
  expect(answer('HELLO 3', 'HELLO 2 FOO', 'HELLO').slice(-facts(3).length - 4)).toBe(
    `%7\r\n${facts(3)}`,
  );
  expect(answer('HELLO 3', 'HELLO 2', 'HELLO').slice(-facts(2).length - 5)).toBe(
    `*14\r\n${facts(2)}`,
  );
});

test('QUIT is the last to be answered', () => {
  expect(answer('QUIT', 'PING')).toBe('+OK\r\n');
});

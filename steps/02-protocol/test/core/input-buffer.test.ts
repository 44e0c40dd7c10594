// What a connection costs: memory follows the bytes that came, never those that were announced, and is given back.

import { describe, expect, test } from 'vitest';
import { InputBuffer, latin1Slice, RequestParser } from '../../src/core.ts';
import { bytesOf } from './cuts.ts';

const KIB = 1024;

/** Plays a socket that delivers `bytes` in reads of at most `most`, and takes every request that becomes whole. */
function receive(
  parser: RequestParser,
  bytes: Uint8Array,
  most = 16 * KIB,
): { requests: number; peak: number } {
  let requests = 0;
  let peak = 0;
  for (let sent = 0; sent < bytes.length; ) {
    const room = parser.reserve();
    expect(room).toBeGreaterThan(0);
    const chunk = bytes.subarray(sent, sent + Math.min(room, most));
    parser.buffer.set(chunk, parser.end);
    parser.commit(chunk.length);
    sent += chunk.length;
    peak = Math.max(peak, parser.buffer.length);
    while (parser.next()) requests++;
  }
  return { requests, peak };
}

const set = (valueLength: number) =>
  bytesOf(`*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$${valueLength}\r\n${'v'.repeat(valueLength)}\r\n`);

const latin1 = (bytes: Uint8Array) => latin1Slice(bytes, 0, bytes.length);

/** Uses up bytes as a parser does, and may know how much is to come. */
class Taking extends InputBuffer {
  whole = 0;

  take(count: number): void {
    this.position += count;
  }

  protected override wholeLength(): number {
    return this.whole;
  }
}

describe('without a parser', () => {
  test('what is fed is held, in order, however much it is', () => {
    const input = new InputBuffer();
    expect(input.reserve()).toBe(KIB);
    input.feed(bytesOf('a'.repeat(700)));
    input.feed(bytesOf('b'.repeat(70_000)));
    expect(input.buffered).toBe(70_700);
    expect(latin1(input.buffer.subarray(0, input.end))).toBe('a'.repeat(700) + 'b'.repeat(70_000));
  });

  test('room is doubled, so that bytes that trickle in are copied a bounded number of times', () => {
    const input = new InputBuffer();
    const capacities = new Set<number>();
    for (let i = 0; i < 5000; i++) {
      input.feed(bytesOf('x'));
      capacities.add(input.buffer.length);
    }
    expect([...capacities]).toEqual([KIB, 2 * KIB, 4 * KIB, 8 * KIB]);
  });

  test('a read that filled the buffer is followed by one of twice the room', () => {
    const input = new InputBuffer();
    input.commit(input.reserve());
    expect(input.reserve()).toBe(KIB);
    expect(input.buffer.length).toBe(2 * KIB);
  });

  test('room is at least what is asked for', () => {
    const input = new InputBuffer();
    input.feed(bytesOf('x'.repeat(1000)));
    expect(input.reserve(5000)).toBeGreaterThanOrEqual(5000);
  });

  test('room that is not needed any more is given back, and what is left is kept', () => {
    const input = new Taking();
    input.feed(bytesOf(`${'x'.repeat(1_000_000)}begun`));
    input.take(1_000_000);
    input.reserve();
    expect(input.buffer.length).toBe(64 * KIB);
    expect(latin1(input.buffer.subarray(0, input.end))).toBe('begun');
  });

  test('doubling stops at the whole length, where it is known, or a quarter above', () => {
    const input = new Taking();
    input.whole = 100_000;
    for (let fed = 0; fed < 100_000; fed += 10_000) input.feed(new Uint8Array(10_000));
    expect(input.buffer.length).toBeLessThanOrEqual(125_000);
  });
});

test('an idle connection holds one kilobyte', () => {
  const parser = new RequestParser();
  expect(parser.buffer.length).toBe(KIB);
  expect(receive(parser, bytesOf('PING\r\n'))).toEqual({ requests: 1, peak: KIB });
});

test('a busy one grows to 64 KiB and no further', () => {
  const parser = new RequestParser();
  const { requests, peak } = receive(
    parser,
    bytesOf('PING\r\n'.repeat(100_000)),
    Number.MAX_SAFE_INTEGER,
  );
  expect(requests).toBe(100_000);
  expect(peak).toBe(64 * KIB);
});

test('announcing 512 MiB costs nothing', () => {
  const parser = new RequestParser();
  const { peak } = receive(
    parser,
    bytesOf(`*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$536870912\r\n${'v'.repeat(5000)}`),
  );
  expect(peak).toBeLessThanOrEqual(16 * KIB);
});

test('so does announcing two thousand million arguments', () => {
  const parser = new RequestParser();
  expect(receive(parser, bytesOf('*2147483647\r\n$1\r\nx\r\n')).peak).toBe(KIB);
});

test('a large argument takes no more than twice its bytes, in the end a quarter more', () => {
  const value = set(3_000_000);
  const parser = new RequestParser();
  for (let sent = 0; sent < value.length; sent += 1000) {
    parser.feed(value.subarray(sent, sent + 1000));
    expect(parser.next()).toBe(sent + 1000 >= value.length);
    expect(parser.buffer.length).toBeLessThanOrEqual(Math.max(KIB, 2 * (sent + 1000)));
  }
  expect(parser.buffer.length).toBeLessThanOrEqual(1.25 * (value.length + 1000));
  expect(parser.args.at(2).length).toBe(3_000_000);
});

test('the memory of a large request is given back when the next is looked for', () => {
  const parser = new RequestParser();
  const { requests, peak } = receive(parser, set(1_000_000));
  expect(requests).toBe(1);
  expect(peak).toBeGreaterThan(1_000_000);
  expect(parser.buffer.length).toBe(64 * KIB);
});

test('even if the next has begun already', () => {
  const parser = new RequestParser();
  parser.feed(bytesOf(`${latin1(set(1_000_000))}*1\r\n$4\r\nPI`));
  expect(parser.next()).toBe(true);
  expect(parser.next()).toBe(false);
  parser.reserve();
  expect(parser.buffer.length).toBe(64 * KIB);
  parser.feed(bytesOf('NG\r\n'));
  expect(parser.next()).toBe(true);
  expect(parser.args.strings()).toEqual(['PING']);
});

test('no slice keeps it', () => {
  const parser = new RequestParser();
  parser.feed(set(1_000_000));
  expect(parser.next()).toBe(true);
  const value = parser.args.at(2);
  expect(value.length).toBe(1_000_000);
  expect(parser.next()).toBe(false);
  expect(value.bytes).toBe(parser.buffer);
});

test('what is held is moved with its offsets', () => {
  const parser = new RequestParser();
  parser.feed(bytesOf(`${'PING\r\n'.repeat(100)}*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$2000\r\n`));
  for (let i = 0; i < 100; i++) expect(parser.next()).toBe(true);
  expect(parser.next()).toBe(false);
  expect(parser.buffered).toBe(29);
  parser.feed(bytesOf('v'.repeat(1100)));
  expect(parser.next()).toBe(false);
  parser.feed(bytesOf(`${'v'.repeat(900)}\r\nPING`));
  expect(parser.next()).toBe(true);
  expect(parser.args.strings()).toEqual(['SET', 'key', 'v'.repeat(2000)]);
  expect(parser.buffered).toBe(4);
});

// Were all looked at again each time a byte comes, these two would not end within vitest's patience.
test.each([
  ['of a length', '*'],
  ['of a typed line', 'x'],
])('bytes %s that trickle in are not searched again', (_title, first) => {
  const parser = new RequestParser({ maxInlineLength: 1_000_000 });
  const one = bytesOf('1');
  parser.feed(bytesOf(first));
  let found = 0;
  for (let i = 0; i < 500_000; i++) {
    parser.feed(one);
    if (parser.next()) found++;
  }
  expect(found).toBe(0);
});

test('nor are arguments that are whole', () => {
  const parser = new RequestParser();
  parser.feed(bytesOf('*100000\r\n'));
  const argument = bytesOf('$1\r\nx\r\n');
  let found = 0;
  for (let i = 0; i < 100_000; i++) {
    parser.feed(argument);
    if (parser.next()) found++;
  }
  expect(found).toBe(1);
  expect(parser.args.count).toBe(100_000);
});

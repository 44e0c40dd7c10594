import { describe, expect, test } from 'vitest';
import { latin1Slice, ReplyWriter, Slice } from '../../src/core.ts';

const KIB = 1024;

function text(writer: ReplyWriter): string {
  return latin1Slice(writer.bytes(), 0, writer.length);
}

function written(protocol: 2 | 3, write: (writer: ReplyWriter) => void): string {
  const writer = new ReplyWriter();
  writer.protocol = protocol;
  write(writer);
  return text(writer);
}

// RESP2 and RESP3 as redis-server 7.0.15 wrote them, most to DEBUG PROTOCOL.
const cases: [title: string, write: (w: ReplyWriter) => void, resp2: string, resp3: string][] = [
  ['a status', (w) => w.status('PONG'), '+PONG\r\n', '+PONG\r\n'],
  ['OK', (w) => w.ok(), '+OK\r\n', '+OK\r\n'],
  ['an error', (w) => w.error('ERR no'), '-ERR no\r\n', '-ERR no\r\n'],
  ['an error with line breaks', (w) => w.error('ERR a\r\nb'), '-ERR a  b\r\n', '-ERR a  b\r\n'],
  ['an integer', (w) => w.integer(12345), ':12345\r\n', ':12345\r\n'],
  [
    'a bulk string',
    (w) => w.bulk('Hello World'),
    '$11\r\nHello World\r\n',
    '$11\r\nHello World\r\n',
  ],
  ['an empty one', (w) => w.bulk(''), '$0\r\n\r\n', '$0\r\n\r\n'],
  ['null', (w) => w.null(), '$-1\r\n', '_\r\n'],
  ['a null array', (w) => w.nullArray(), '*-1\r\n', '_\r\n'],
  ['an array', (w) => w.array(3), '*3\r\n', '*3\r\n'],
  ['a set', (w) => w.set(3), '*3\r\n', '~3\r\n'],
  ['a map', (w) => w.map(3), '*6\r\n', '%3\r\n'],
  ['a push', (w) => w.push(2), '*2\r\n', '>2\r\n'],
  ['true', (w) => w.boolean(true), ':1\r\n', '#t\r\n'],
  ['false', (w) => w.boolean(false), ':0\r\n', '#f\r\n'],
  ['a double', (w) => w.double(0.1), '$19\r\n0.10000000000000001\r\n', ',0.10000000000000001\r\n'],
  ['infinity', (w) => w.double(-Infinity), '$4\r\n-inf\r\n', ',-inf\r\n'],
  [
    'a big number',
    (w) => w.bigNumber(1234567999999999999999999999999999999n),
    '$37\r\n1234567999999999999999999999999999999\r\n',
    '(1234567999999999999999999999999999999\r\n',
  ],
  [
    'verbatim text',
    (w) => w.verbatim('txt', 'This is a verbatim\nstring'),
    '$25\r\nThis is a verbatim\nstring\r\n',
    '=29\r\ntxt:This is a verbatim\nstring\r\n',
  ],
];

describe.each(cases)('%s', (_title, write, resp2, resp3) => {
  test('in RESP2 and RESP3', () => {
    expect(written(2, write)).toBe(resp2);
    expect(written(3, write)).toBe(resp3);
  });
});

test('attributes are for RESP3 alone', () => {
  expect(written(3, (w) => w.attribute(1))).toBe('|1\r\n');
  expect(() => written(2, (w) => w.attribute(1))).toThrow('RESP2');
});

test.each([
  0,
  1,
  9,
  10,
  11,
  99,
  100,
  101,
  999_999_999,
  1_000_000_000,
  4294967296,
  9007199254740991,
  -1,
  -9,
  -10,
  -999_999_999,
  -1_000_000_000,
  -9007199254740991,
  9223372036854775807n,
  -9223372036854775808n,
])('the integer %s', (value) => {
  expect(written(2, (w) => w.integer(value))).toBe(`:${value}\r\n`);
});

test('a status longer than the buffer', () => {
  const long = 'x'.repeat(5000);
  expect(written(2, (w) => w.status(long))).toBe(`+${long}\r\n`);
});

test.each([0, 1, 23, 24, 25, 26, 1000, 70_000])(
  'a string of %i bytes, in each of its forms',
  (length) => {
    const content = Array.from({ length }, (_, i) => String.fromCharCode((i * 7) % 256)).join('');
    const expected = `$${length}\r\n${content}\r\n`;
    const within = Slice.of(`<${content}>`);
    within.start = 1;
    within.end = length + 1;
    expect(written(2, (w) => w.bulk(content))).toBe(expected);
    expect(written(2, (w) => w.bulk(Slice.of(content)))).toBe(expected);
    expect(written(2, (w) => w.bulk(within))).toBe(expected);
    expect(written(2, (w) => w.bulk(within.copy()))).toBe(expected);
    expect(written(2, (w) => w.raw(content))).toBe(content);
    expect(written(2, (w) => w.raw(within.view()))).toBe(content);
  },
);

describe('what is pending', () => {
  test('leaves in parts, while more is written', () => {
    const writer = new ReplyWriter();
    let received = '';
    let sent = '';
    for (let i = 0; i < 2000; i++) {
      writer.integer(i);
      sent += `:${i}\r\n`;
      const part = writer.bytes().slice(0, i % 7);
      received += latin1Slice(part, 0, part.length);
      writer.consume(part.length);
    }
    expect(received + text(writer)).toBe(sent);
  });

  test('takes no more room while it leaves as fast as it is written', () => {
    const writer = new ReplyWriter();
    writer.raw('x'.repeat(500));
    for (let i = 0; i < 100_000; i++) {
      writer.ok();
      writer.consume(5);
    }
    expect(writer.length).toBe(500);
    expect(writer.buffer.length).toBeLessThanOrEqual(2 * KIB);
  });

  test('is dropped back to a mark', () => {
    const writer = new ReplyWriter();
    writer.ok();
    writer.consume(3);
    const mark = writer.mark();
    writer.array(2);
    writer.bulk('x'.repeat(5000));
    writer.rewind(mark);
    writer.error('ERR no');
    expect(text(writer)).toBe('\r\n-ERR no\r\n');
    writer.consume(4);
    const again = writer.mark();
    writer.ok();
    writer.rewind(again);
    expect(text(writer)).toBe('RR no\r\n');
  });

  test('grows by doubling, and a large reply gives its memory back', () => {
    const writer = new ReplyWriter();
    const capacities = new Set<number>();
    for (let i = 0; i < 100_000; i++) {
      writer.ok();
      capacities.add(writer.buffer.length);
    }
    expect(capacities.size).toBeLessThan(12);
    expect(writer.buffer.length).toBeLessThanOrEqual(2 * 500_000);
    writer.consume(writer.length);
    expect(writer.length).toBe(0);
    expect(writer.buffer.length).toBe(KIB);
  });

  test('keeps a usual buffer', () => {
    const writer = new ReplyWriter();
    writer.bulk('x'.repeat(10_000));
    const { buffer } = writer;
    writer.consume(writer.length);
    expect(writer.buffer).toBe(buffer);
  });
});

test('bytes that begin at a word are written as any others, whatever their length and wherever they land', () => {
  const bytes = new Uint8Array(4096).map((_, at) => (at * 7) % 251);
  const words = new Int32Array(bytes.buffer);
  const [one, other] = [new ReplyWriter(), new ReplyWriter()];
  // Every remainder by four, both forms of the head, and so much of it that the buffer grows on the way.
  for (let length = 0; length < 120; length++) {
    one.bulkWords(words, length, length);
    other.bulk(bytes.subarray(4 * length, 5 * length));
  }
  expect(text(one)).toBe(text(other));
});

// The reader of a log's file: records whole and cut anywhere, in chunks of any size; and the buffer that wrote them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Args, LogDamage, LogReader, type ReadFile, RequestBuffer, Slice } from '../src/core.ts';

/** A file that hands out so many bytes at once. */
function fileOf(content: Uint8Array, atOnce = Number.POSITIVE_INFINITY): ReadFile {
  let position = 0;
  return {
    read: (into, start) => {
      const count = Math.min(atOnce, into.length - start, content.length - position);
      into.set(content.subarray(position, position + count), start);
      position += count;
      return count;
    },
    close: () => {},
  };
}

function readAll(reader: LogReader): string[][] {
  const records: string[][] = [];
  while (reader.next()) records.push(reader.args.strings());
  return records;
}

const word = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const record = fc.array(word, { minLength: 1, maxLength: 5 });
const records = fc.array(record, { maxLength: 20 });

test('what the buffer takes in, the reader gives back, in chunks of any size', () => {
  fc.assert(
    fc.property(records, fc.integer({ min: 1, max: 50 }), (written, atOnce) => {
      const buffer = new RequestBuffer();
      written.forEach((words, at) => {
        if (at % 2 === 0) buffer.add(Args.of(...words));
        else buffer.addParts(words.map((text) => (text.length > 5 ? Slice.of(text) : text)));
      });
      const reader = new LogReader(fileOf(buffer.view(), atOnce));
      expect(readAll(reader)).toEqual(written);
      expect(reader.offset).toBe(buffer.length);
    }),
    { numRuns: 300 },
  );
});

test('cut anywhere, the whole records before the cut are read, and the cut is told', () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 6 }), fc.nat(), (written, where) => {
      const buffer = new RequestBuffer();
      const ends = [0];
      for (const words of written) {
        buffer.add(Args.of(...words));
        ends.push(buffer.length);
      }
      const cut = where % buffer.length;
      const whole = ends.filter((end) => end <= cut).length - 1;
      const reader = new LogReader(fileOf(buffer.view().slice(0, cut), 7));
      for (let n = 0; n < whole; n++) expect(reader.next()).toBe(true);
      if (ends[whole] === cut) {
        expect(reader.next()).toBe(false);
        return;
      }
      const damage = catchDamage(() => reader.next());
      expect(damage).toMatchObject({ kind: 'torn', offset: ends[whole] });
    }),
    { numRuns: 300 },
  );
});

function catchDamage(run: () => unknown): LogDamage | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof LogDamage) return error;
    throw error;
  }
  return undefined;
}

test('a record larger than a chunk', () => {
  const buffer = new RequestBuffer();
  const large = 'x'.repeat(3_000_000);
  buffer.addParts(['SET', 'k', large]);
  buffer.addParts(['DEL', 'k']);
  expect(readAll(new LogReader(fileOf(buffer.view(), 65_536)))).toEqual([
    ['SET', 'k', large],
    ['DEL', 'k'],
  ]);
});

test('the buffer holds requests as clients send them', () => {
  const buffer = new RequestBuffer();
  buffer.add(Args.of('SET', 'k', '\xff'.repeat(100)));
  buffer.addParts(['DEL', Slice.of('twelve bytes'), '\xff']);
  expect(Buffer.from(buffer.view()).toString('latin1')).toBe(
    `*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$100\r\n${'\xff'.repeat(100)}\r\n` +
      '*3\r\n$3\r\nDEL\r\n$12\r\ntwelve bytes\r\n$1\r\n\xff\r\n',
  );
});

test('the buffer grows around what still waits, and takes arguments longer than itself', () => {
  const buffer = new RequestBuffer();
  let waiting = '';
  for (let n = 0; n < 300; n++) {
    const words = ['SET', `k${n}`, 'v'.repeat(n * n)];
    if (n % 2 === 0) buffer.add(Args.of(...words));
    else buffer.addParts(words);
    waiting += `*3\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
    const written = Math.floor(buffer.length / 3);
    buffer.consume(written);
    waiting = waiting.slice(written);
    const is = Buffer.from(buffer.view());
    expect(is.equals(Buffer.from(waiting, 'latin1')), `what waits behind record ${n}`).toBe(true);
  }
});

test('the buffer gives a large burst’s memory back, and loses nothing that is not consumed', () => {
  const buffer = new RequestBuffer();
  buffer.addParts(['SET', 'k', 'x'.repeat(5_000_000)]);
  const { length } = buffer;
  buffer.consume(length - 3);
  buffer.addParts(['DEL', 'k']);
  expect(Buffer.from(buffer.view()).toString('latin1')).toBe('x\r\n*2\r\n$3\r\nDEL\r\n$1\r\nk\r\n');
  buffer.consume(buffer.length);
  expect(buffer.view().buffer.byteLength).toBeLessThan(1_000_000);
});

test('remarks of redis-server’s are read over, wherever they stand', () => {
  const log =
    '#TS:1700000000\r\n*1\r\n$1\r\na\r\n#TS:1700000001\r\n#TS:1700000002\r\n*1\r\n$1\r\nb\r\n';
  const reader = new LogReader(fileOf(Buffer.from(`${log}#TS:1700000003\r\n`)));
  expect(readAll(reader)).toEqual([['a'], ['b']]);
});

const RECORD = '*1\r\n$7\r\nFLUSHDB\r\n';

test.each([
  ['what begins no record', 'rubbish\r\n', /^a record begins with '\*', here stands 'r'$/],
  ['a length that is none', '*2\r\n$x\r\n', /^invalid bulk length$/],
  ['a length too small', '*1\r\n$1\r\nab\r\n', /^argument 1 is not as long as it says$/],
  ['a length too great', `*1\r\n$99\r\na\r\n${RECORD}`, /never ends.*whole records follow/],
])('damage is told with its place: %s', (_, bytes, message) => {
  const reader = new LogReader(fileOf(Buffer.from(RECORD + bytes)));
  expect(reader.next()).toBe(true);
  const damage = catchDamage(() => reader.next());
  expect(damage).toMatchObject({ kind: 'damaged', offset: RECORD.length });
  expect(damage?.message).toMatch(message);
});

test('half of a long text with a list in it is told as fast as any other', () => {
  const buffer = new RequestBuffer();
  buffer.addParts(['SET', 'k', `\r\n* ${'an item of the list '.repeat(3)}`.repeat(40_000)]);
  const damage = catchDamage(() => readAll(new LogReader(fileOf(buffer.view().slice(0, -4)))));
  expect(damage?.kind).toBe('torn');
});

test('half of a text with forty thousand records in it is, too', () => {
  const buffer = new RequestBuffer();
  buffer.addParts(['SET', 'k', RECORD.repeat(40_000)]);
  const damage = catchDamage(() => readAll(new LogReader(fileOf(buffer.view().slice(0, -4)))));
  expect(damage?.kind).toBe('torn');
});

test('half of a text that is a list of records which never end takes as many steps as it has bytes, or a few times that', () => {
  const buffer = new RequestBuffer();
  buffer.addParts(['SET', 'k', `\r\n${'*1000000\r\n$10\r\n\r\n'.repeat(2000)}`]);
  const { push } = Args.prototype;
  let pushed = 0;
  Args.prototype.push = function (start, end) {
    pushed++;
    push.call(this, start, end);
  };
  try {
    const damage = catchDamage(() => readAll(new LogReader(fileOf(buffer.view().slice(0, -4)))));
    expect(damage?.kind).toBe('torn');
  } finally {
    Args.prototype.push = push;
  }
  expect(pushed).toBeLessThan(5 * buffer.length);
});

test('the tail of a value that looks like a record is torn all the same', () => {
  const buffer = new RequestBuffer();
  buffer.addParts(['SET', 'k', 'text *1\r\n and no record']);
  const damage = catchDamage(() => readAll(new LogReader(fileOf(buffer.view().slice(0, -4)))));
  expect(damage?.kind).toBe('torn');
});

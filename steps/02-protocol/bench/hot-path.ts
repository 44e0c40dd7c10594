// What one request and one reply cost, without a socket: npx tsx bench/hot-path.ts

import {
  type Args,
  allocate,
  ReplyWriter,
  RequestParser,
  respond,
  Session,
  Slice,
} from '../src/core.ts';

const ROUNDS = 9;

/** Runs `run`, which does `operations` of something, and prints the best round: the others measured the machine's other work. */
function measure(title: string, operations: number, run: () => void): void {
  let bestNs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const startNs = process.hrtime.bigint();
    run();
    bestNs = Math.min(bestNs, Number(process.hrtime.bigint() - startNs) / operations);
  }
  console.log(`${title.padEnd(52)} ${bestNs.toFixed(0).padStart(5)} ns`);
}

const PIPELINE = 300;
const READS = 1000;

/** Parses `request` as a socket delivers it: `PIPELINE` of them in each read. */
function parse(title: string, request: string, take: (args: Args) => void): void {
  const chunk = Slice.of(request.repeat(PIPELINE)).bytes;
  const parser = new RequestParser();
  measure(title, PIPELINE * READS, () => {
    for (let i = 0; i < READS; i++) {
      parser.feed(chunk);
      while (parser.next()) take(parser.args);
    }
  });
}

const SET = '*3\r\n$3\r\nSET\r\n$16\r\nkey:000000000001\r\n$3\r\nxyz\r\n';
let sink = 0;

parse('SET key value, found as offsets', SET, () => {});
parse('the same, its three slices taken', SET, (args) => {
  sink += args.at(0).length + args.at(1).length + args.at(2).length;
});
parse('the same, as three strings', SET, (args) => {
  sink += args.strings().length;
});
parse('PING', '*1\r\n$4\r\nPING\r\n', () => {});
parse('PING, typed by hand', 'PING\r\n', () => {});

const ping = Slice.of('*1\r\n$4\r\nPING\r\n'.repeat(PIPELINE)).bytes;
const session = new Session(respond);
measure('PING, parsed and answered by a session', PIPELINE * READS, () => {
  for (let i = 0; i < READS; i++) {
    session.input.feed(ping);
    session.process();
    session.output.consume(session.output.length);
  }
});

/** Writes replies as a busy connection does: drained before the buffer is large. */
function write(title: string, reply: (writer: ReplyWriter, i: number) => void): void {
  const writer = new ReplyWriter();
  const count = PIPELINE * READS;
  measure(title, count, () => {
    for (let i = 0; i < count; i++) {
      reply(writer, i);
      if (writer.length > 16_000) writer.consume(writer.length);
    }
  });
}

const short = Slice.of('xyz');
const long = Slice.of('x'.repeat(100));
const text = latin1Text(100);

write('OK', (writer) => writer.ok());
write('an integer of one digit', (writer, i) => writer.integer(i % 10));
write('an integer of six digits', (writer, i) => writer.integer(100_000 + i));
write('a string of 3 bytes, from text', (writer) => writer.bulk('xyz'));
write('a string of 3 bytes, from a slice', (writer) => writer.bulk(short));
write('a string of 100 bytes, from text', (writer) => writer.bulk(text));
write('a string of 100 bytes, from a slice', (writer) => writer.bulk(long));
write('a double', (writer, i) => writer.double(i / 7));

/** A flat string: one made by repeat() is a tree that the first writing would flatten. */
function latin1Text(length: number): string {
  return new Slice(allocate(length).fill(0x78), 0, length).text();
}

if (sink === 0) throw new Error('nothing was measured');

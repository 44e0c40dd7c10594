// Buffers that were given back: who takes one has it alone, and only so many wait.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutputBuffer, RequestParser } from '../../src/core.ts';
import { giveBuffer, takeBuffer } from '../../src/spare-buffers.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

test('what was given back is taken again by whoever needs about as much', () => {
  const buffer = takeBuffer(100_000);
  giveBuffer(buffer);
  const isIt = (leastBytes: number) => takeBuffer(leastBytes) === buffer;
  expect(isIt(110_000)).toBe(true);
  giveBuffer(buffer);
  expect(isIt(120_000)).toBe(false); // too small
  expect(isIt(50_000)).toBe(false); // twice as large
});

test('whoever takes one has it alone, and it is large enough, not much too large', () => {
  const step = fc.record({ bytes: fc.integer({ min: 1, max: 3 * MIB }), gives: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const taken: Uint8Array[] = [];
      for (const { bytes, gives } of steps) {
        const buffer = takeBuffer(bytes);
        expect(taken.includes(buffer)).toBe(false);
        expect(buffer.length).toBeGreaterThanOrEqual(bytes);
        expect(buffer.length).toBeLessThanOrEqual(1.25 * bytes);
        taken.push(buffer);
        for (const given of taken.splice(0, gives)) giveBuffer(given);
      }
    }),
  );
});

test('eight megabytes wait, and nothing that is larger than one', () => {
  const buffers = Array.from({ length: 20 }, () => takeBuffer(MIB));
  const huge = takeBuffer(2 * MIB);
  for (const buffer of [...buffers, huge]) giveBuffer(buffer);
  const again = Array.from({ length: 20 }, () => takeBuffer(MIB));
  expect(again.filter((buffer) => buffers.includes(buffer)).length).toBe(8);
  expect(takeBuffer(2 * MIB) === huge).toBe(false);
});

test('the memory of one connection is the next one’s, and neither sees the other’s bytes', () => {
  const parsers = [new RequestParser(), new RequestParser()] as const;
  const receive = (parser: RequestParser, mark: string) => {
    const value = mark.repeat(200_000);
    const request = Buffer.from(`*2\r\n$4\r\nECHO\r\n$${value.length}\r\n${value}\r\n`);
    for (let at = 0; at < request.length; at += 30_000) {
      parser.feed(request.subarray(at, at + 30_000));
      if (parser.next()) expect(parser.args.at(1).text()).toBe(value);
    }
    expect(parser.next()).toBe(false); // gives the memory back
  };
  for (const mark of 'abcd') {
    receive(parsers[0], mark);
    receive(parsers[1], mark.toUpperCase());
  }
  const outputs = [new OutputBuffer(), new OutputBuffer()] as const;
  for (const [at, output] of outputs.entries()) output.raw(`${at}`.repeat(200_000));
  outputs[0].consume(200_000);
  outputs[0].raw('2'.repeat(200_000));
  expect(Buffer.from(outputs[1].bytes()).equals(Buffer.alloc(200_000, '1'))).toBe(true);
});

test('what is taken of an output stays as it is, whatever is written then', () => {
  for (const length of [3, 200_000]) {
    const output = new OutputBuffer();
    output.raw('a'.repeat(length));
    const taken = output.take();
    expect(output.length).toBe(0);
    output.raw('b'.repeat(length));
    expect(new TextDecoder().decode(taken) === 'a'.repeat(length)).toBe(true);
  }
});

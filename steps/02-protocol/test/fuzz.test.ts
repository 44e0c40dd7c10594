// 100,000 inputs that no client should send: random bytes, and valid requests that were damaged. Nothing may crash,
// hang, or hold more memory than came in. The seed is printed; FUZZ_SEED=<seed> plays a run again.

import { expect, test } from 'vitest';
import { ProtocolError, ReplyParser, RequestParser, respond, Session } from '../src/core.ts';
import { bytesOf } from './core/cuts.ts';

const INPUTS = 100_000;

const VALID = [
  '*1\r\n$4\r\nPING\r\n',
  '*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$10\r\n0123456789\r\n',
  '*2\r\n$4\r\nECHO\r\n$0\r\n\r\n',
  '*0\r\n*-1\r\n\r\n',
  'SET key "a \\x41 \\"b\\""\r\n',
  "ECHO 'it\\'s'\n",
  '*2\r\n$5\r\nHELLO\r\n$1\r\n3\r\n',
  '*2147483647\r\n$536870912\r\n',
  '%1\r\n+k\r\n~2\r\n:1\r\n,1.5\r\n>1\r\n=5\r\ntxt:a\r\n',
  '|1\r\n+a\r\n(123\r\n*2\r\n#t\r\n_\r\n!3\r\nERR\r\n-ERR\r\n$-1\r\n',
].map(bytesOf);

/** Bytes that mean something to a parser are drawn more often than others. */
const TELLING = bytesOf('*$+-:%~>|=!#_,(\r\n\0"\'\\ x0123456789');

/** xorshift32: a random number below `bound`, from a seed that can be given again. */
function generator(seed: number): (bound: number) => number {
  let state = seed | 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

function randomInput(random: (bound: number) => number): Uint8Array {
  const byte = () => (random(3) === 0 ? random(256) : (TELLING[random(TELLING.length)] as number));
  if (random(4) === 0) return Uint8Array.from({ length: random(60) }, byte);
  const parts = Array.from(
    { length: 1 + random(3) },
    () => VALID[random(VALID.length)] as Uint8Array,
  );
  const input = Uint8Array.from(parts.flatMap((part) => [...part]));
  for (let i = random(4); i > 0; i--) input[random(input.length)] = byte();
  return random(3) === 0 ? input.slice(random(10), input.length - random(10)) : input;
}

/** Feeds `input` in random pieces to `take`, which reads all it can. */
function inPieces(
  input: Uint8Array,
  random: (bound: number) => number,
  take: (piece: Uint8Array) => void,
): void {
  try {
    for (let at = 0; at < input.length; ) {
      const length = 1 + random(random(2) === 0 ? 3 : 40);
      take(input.subarray(at, at + length));
      at += length;
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
}

test('100,000 random and damaged inputs', () => {
  const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
  console.log(`fuzz: FUZZ_SEED=${seed}`);
  const random = generator(seed);
  let requests = 0;
  let replies = 0;
  for (let i = 0; i < INPUTS; i++) {
    const input = randomInput(random);
    const parser = new RequestParser();
    inPieces(input, random, (piece) => {
      parser.feed(piece);
      while (parser.next()) {
        if (parser.args.strings().join('').length > input.length)
          throw new Error('bytes out of nothing');
        if (++requests > 100 * INPUTS) throw new Error('requests out of nothing');
      }
    });
    const replyParser = new ReplyParser();
    inPieces(input, random, (piece) => {
      replyParser.feed(piece);
      while (replyParser.next() !== undefined) replies++;
    });
    const session = new Session(respond);
    inPieces(input, random, (piece) => {
      session.input.feed(piece);
      session.process();
    });
    const held = Math.max(
      parser.buffer.length,
      replyParser.buffer.length,
      session.input.buffer.length,
    );
    if (held > 2048) throw new Error(`${input.length} bytes took ${held}`);
  }
  expect(requests).toBeGreaterThan(INPUTS / 10);
  expect(replies).toBeGreaterThan(INPUTS / 10);
});

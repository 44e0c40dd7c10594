// HalfSipHash-1-3 with a 32-bit result: a hash that cannot be predicted without its 64-bit seed, so nobody
// can choose keys that all fall into one bucket. Same seed, same bytes: same hash.
// Aumasson, Bernstein: "SipHash: a fast short-input PRF" (2012); the 32-bit-word variant is from its reference code.

import type { Key } from './key.ts';

/** 64 random bits as two 32-bit words, drawn once per process. */
export type HashSeed = readonly [low: number, high: number];

const FINAL_ROUNDS = 3;

export class KeyedHash {
  readonly #low: number;
  readonly #high: number;
  /** Where a string is laid out as bytes; a server that is asked by bytes never needs it. */
  #scratch: Uint8Array | undefined;

  constructor(seed: HashSeed) {
    this.#low = seed[0] | 0;
    this.#high = seed[1] | 0;
  }

  /** Hash of a key in either form, as a signed 32-bit integer. O(length). */
  of(key: Key): number {
    return typeof key === 'string' ? this.text(key) : this.bytes(key.bytes, key.start, key.end);
  }

  /** Hash of a latin1 string: its chars are taken as bytes. */
  text(text: string): number {
    const length = text.length;
    let scratch = this.#scratch;
    if (scratch === undefined || scratch.length < length) {
      scratch = new Uint8Array(Math.max(64, length * 2));
      this.#scratch = scratch;
    }
    for (let i = 0; i < length; i++) scratch[i] = text.charCodeAt(i);
    return this.bytes(scratch, 0, length);
  }

  /**
   * Hash of bytes [start, end). One flat loop so that the four words of state stay in registers: one round for
   * every four bytes, one for the last 0-3 bytes with the length above them, and FINAL_ROUNDS that take in nothing.
   */
  bytes(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    const tail = start + (length & ~3);
    const last = tail + 4;
    const stop = last + 4 * FINAL_ROUNDS;
    let v0 = this.#low | 0; // `| 0` tells the compiler that this is an int32 throughout: twice as fast
    let v1 = this.#high | 0;
    let v2 = 0x6c796765 ^ this.#low;
    let v3 = 0x74656462 ^ this.#high;
    for (let at = start; at < stop; at += 4) {
      let word = 0;
      if (at < tail) {
        word = wordAt(bytes, at);
      } else if (at === tail) {
        word = tailWord(bytes, at, length);
      } else if (at === last) {
        v2 ^= 0xff;
      }
      v3 ^= word;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= word;
    }
    return v1 ^ v3;
  }
}

/** Four bytes, the first one lowest. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** The last length % 4 bytes, and the length in the top byte. */
function tailWord(bytes: Uint8Array, at: number, length: number): number {
  let word = length << 24;
  const rest = length & 3;
  if (rest > 2) word |= (bytes[at + 2] as number) << 16;
  if (rest > 1) word |= (bytes[at + 1] as number) << 8;
  if (rest > 0) word |= bytes[at] as number;
  return word;
}

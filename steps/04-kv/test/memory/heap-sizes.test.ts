// What is reckoned of V8's layout against what things weigh on the Node that runs: within a tenth.

import { bytesEach } from '@byor/spec/collect';
import { describe, expect, test } from 'vitest';
import { latin1Slice } from '../../src/core.ts';
import {
  arrayBytes,
  arrayCapacity,
  BUFFER_BYTES,
  objectBytes,
  textBytes,
  VIEW_BYTES,
} from '../../src/memory/heap-sizes.ts';

/** As heap-sizes.ts says of malloc's three blocks. */
const BESIDE_BYTES = 144;

class Pair {
  left = 1;
  #right = 2;

  sum(): number {
    return this.left + this.#double();
  }

  #double(): number {
    return 2 * this.#right;
  }
}

const chars = new Uint8Array(1000).fill(97);

function filled(length: number): number[] {
  const array: number[] = [];
  for (let n = 0; n < length; n++) array.splice(0, 0, n);
  return array;
}

describe('is what it weighs:', () => {
  test.each<[string, () => unknown, number]>([
    ['an object', () => new Pair(), objectBytes(3)],
    ['text of 13', () => latin1Slice(chars, 0, 13), textBytes(13)],
    ['text of 1,000', () => latin1Slice(chars, 0, 1000), textBytes(1000)],
    ['an array without room', () => [], arrayBytes(0)],
    ...[1, 18, 200].map((length): [string, () => unknown, number] => [
      `an array of ${length}`,
      () => filled(length),
      arrayBytes(arrayCapacity(length)),
    ]),
    ['a view', () => new Int32Array(chars.buffer), VIEW_BYTES],
    // No figure of Node's tells of what stands beside the heap for each buffer.
    ['a buffer of 500', () => new Uint8Array(500), BUFFER_BYTES - BESIDE_BYTES + 500],
  ])('%s', async (_, make, bytes) => {
    const weighed = await bytesEach(bytes, make);
    expect(bytes / weighed).toBeGreaterThan(0.9);
    expect(bytes / weighed).toBeLessThan(1.1);
  });
});

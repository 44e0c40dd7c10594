// A parser must not care where the stream is cut. What is tested runs whole, byte by byte, and at random cuts.

import fc from 'fast-check';
import { Slice } from '../../src/core.ts';

export function bytesOf(text: string): Uint8Array {
  return Slice.of(text).bytes;
}

/** The pieces of `bytes` when cut at each of `places`. */
export function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const edges = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort(
    (a, b) => a - b,
  );
  return [0, ...edges].map((start, i) => bytes.subarray(start, edges[i] ?? bytes.length));
}

export const cutPlaces = fc.array(fc.nat(), { maxLength: 12 });

/** Calls `check` with `bytes` whole, byte by byte, and cut at random. */
export function everyCut(bytes: Uint8Array, check: (pieces: Uint8Array[]) => void): void {
  check([bytes]);
  if (bytes.length < 5000) check(Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)));
  fc.assert(
    fc.property(cutPlaces, (places) => {
      check(cut(bytes, places));
    }),
    { numRuns: 20 },
  );
}

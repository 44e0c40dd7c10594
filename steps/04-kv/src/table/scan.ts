// SCAN without state on the server: a cursor that counts through the buckets with its bits reversed, high bit first.
// When a table doubles, bucket b splits into b and b + size, which are neighbours in this order: what was
// visited stays visited and nothing is skipped. Pieter Noordhuis, for Redis.

import type { Ref } from '../memory/arena.ts';
import type { Buckets } from './buckets.ts';

/**
 * Visits what stands at `cursor` and returns the next cursor, 0 after the last. While a rehash runs, that is a bucket
 * of the smaller array and all buckets of the larger one which its entries come from or go to: larger / smaller of them.
 */
export function scanPosition(
  main: Buckets,
  target: Buckets | undefined,
  cursor: number,
  visit: (entry: Ref) => void,
): number {
  if (target === undefined) {
    main.visit(cursor, visit);
    return nextCursor(cursor, main.mask);
  }
  const [small, large] = main.mask < target.mask ? [main, target] : [target, main];
  small.visit(cursor, visit);
  const extraBits = small.mask ^ large.mask;
  let position = cursor;
  do {
    large.visit(position, visit);
    position = nextCursor(position, large.mask);
  } while ((position & extraBits) !== 0);
  return position;
}

/** The position after `cursor` in an array of mask + 1 buckets. Below 2^32. */
export function nextCursor(cursor: number, mask: number): number {
  // The bits above the mask are set, so that the 1 added at their end carries through to the mask's highest bit.
  return reverseBits(reverseBits(cursor | ~mask) + 1) >>> 0;
}

/** The 32 bits of an integer in reverse order: neighbours change places, then pairs, nibbles, bytes, halves. */
function reverseBits(value: number): number {
  let v = value;
  v = ((v >>> 1) & 0x55555555) | ((v & 0x55555555) << 1);
  v = ((v >>> 2) & 0x33333333) | ((v & 0x33333333) << 2);
  v = ((v >>> 4) & 0x0f0f0f0f) | ((v & 0x0f0f0f0f) << 4);
  v = ((v >>> 8) & 0x00ff00ff) | ((v & 0x00ff00ff) << 8);
  return (v >>> 16) | (v << 16);
}

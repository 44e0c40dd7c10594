// SCAN without state on the server: a cursor that counts through the buckets with its bits reversed, high bit first.
// When a table doubles, bucket b splits into b and b + size, which are neighbours in this order: what was
// visited stays visited and nothing is skipped. Pieter Noordhuis, for Redis.

import type { Ref } from '../memory/arena.ts';
import type { Buckets } from './buckets.ts';

/**
 * Visits what stands at `cursor` and returns the next cursor, 0 after the last. While a rehash runs, that is a bucket
 * of the smaller array and all buckets of the larger one which its entries come from or go to: larger / smaller of them.
 * @exercise 4.4 SCAN: a walk through a table that moves
 * @tests table/scan
 * @hint A client holds nothing but a number between two calls, and the table may double meanwhile. In which order of
 *   buckets do the two halves of a split bucket stay neighbours?
 * @hint Bucket b of 8 becomes b and b + 8 of 16: only the high bit is new. Count with the bits reversed, the high bit
 *   first, and both follow each other where the one stood. While a rehash runs, the smaller array's bucket stands for
 *   all those of the larger one that share its low bits.
 * @hint nextCursor: set all bits above the mask, reverse, add 1, reverse, as an unsigned number. scanPosition: one
 *   array: visit the cursor's bucket, give the next. Two: visit the cursor's bucket in the smaller; then in the larger
 *   the bucket at position, and position = nextCursor(position, large.mask), as long as position has one of the bits
 *   that only the larger mask has.
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

/**
 * The position after `cursor` in an array of mask + 1 buckets. Below 2^32.
 * @exercise 4.4
 */
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

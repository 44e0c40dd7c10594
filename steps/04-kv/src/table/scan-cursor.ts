// The cursor of SCAN: counts through the buckets with its bits reversed, high bit first.
// When the table doubles, bucket b splits into b and b + size, which are neighbours in this order: what was
// visited stays visited and nothing is skipped, without a word of state on the server. Pieter Noordhuis, for Redis.

/** The position after `cursor` in a table of mask + 1 buckets; 0 after the last. Below 2^32. */
export function nextCursor(cursor: number, mask: number): number {
  // The bits above the mask are set, so that the 1 added at their end carries through to the mask's highest bit.
  return reverseBits(reverseBits(cursor | ~mask) + 1) >>> 0;
}

/** The 32 bits of an integer in reverse order, by swapping ever larger neighbours. */
export function reverseBits(value: number): number {
  let v = value;
  v = ((v >>> 1) & 0x55555555) | ((v & 0x55555555) << 1);
  v = ((v >>> 2) & 0x33333333) | ((v & 0x33333333) << 2);
  v = ((v >>> 4) & 0x0f0f0f0f) | ((v & 0x0f0f0f0f) << 4);
  v = ((v >>> 8) & 0x00ff00ff) | ((v & 0x00ff00ff) << 8);
  return (v >>> 16) | (v << 16);
}

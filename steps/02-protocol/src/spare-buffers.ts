// Large buffers come and go with large requests and replies. The system zeroes each new one, page by page, which takes
// longer than to fill it. So some that were given back wait here for the next who needs one.
// Bound: KEPT_BYTES, for all connections together.

import { allocate } from '#bytes';

const KEPT_BYTES = 8 * 1024 * 1024;
/** In bytes. Smaller ones cost little; larger ones are rare, and a lot to keep. */
const SMALLEST = 32 * 1024;
const LARGEST = 1024 * 1024;

/** The one given back last is the last. */
const spares: Uint8Array[] = [];
let keptBytes = 0;

/** A buffer of `leastBytes` or up to a quarter more; its content is what somebody left there. */
export function takeBuffer(leastBytes: number): Uint8Array {
  if (leastBytes < SMALLEST) return allocate(leastBytes);
  const lengthBytes = commonLength(leastBytes);
  const at = spares.findLastIndex((spare) => spare.length === lengthBytes);
  if (at < 0) return allocate(lengthBytes);
  keptBytes -= lengthBytes;
  return spares.splice(at, 1)[0] as Uint8Array;
}

/** Nobody uses `buffer` any more. */
export function giveBuffer(buffer: Uint8Array): void {
  if (buffer.length < SMALLEST || buffer.length > LARGEST) return;
  spares.push(buffer);
  keptBytes += buffer.length;
  while (keptBytes > KEPT_BYTES) keptBytes -= (spares.shift() as Uint8Array).length;
}

/** A power of two, or a quarter, a half or three quarters more: what one needed then suits others. */
function commonLength(leastBytes: number): number {
  const step = 2 ** (Math.floor(Math.log2(leastBytes)) - 2);
  return Math.ceil(leastBytes / step) * step;
}

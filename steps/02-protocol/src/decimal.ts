// Numbers to digits without a string on the way: lengths in replies, counters in memory.

import { latin1Write } from '#bytes';

const MINUS = 0x2d;
const ZERO = 0x30;

/** -9223372036854775808, and as a double beyond that 1.7976931348623157e+308. */
export const MAX_DECIMAL_BYTES = 24;

/** Writes a whole number at `offset`; the caller made room. @returns where it ends */
export function writeDecimal(value: number | bigint, bytes: Uint8Array, offset: number): number {
  if (typeof value === 'bigint' || !(value > -1e9 && value < 1e9)) {
    return offset + latin1Write(String(value), bytes, offset);
  }
  let at = offset;
  let rest = value | 0; // by division, and faster where it is known to have 32 bits
  if (rest < 0) {
    bytes[at++] = MINUS;
    rest = -rest;
  }
  let end = at + 1;
  for (let bound = 10; rest >= bound; bound *= 10) end++;
  at = end;
  do {
    const tens = (rest / 10) | 0;
    bytes[--at] = ZERO + rest - tens * 10;
    rest = tens;
  } while (rest > 0);
  return end;
}

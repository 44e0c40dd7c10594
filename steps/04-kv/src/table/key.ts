// A key as the table is asked for it: the bytes of a request where they lie, or a latin1 string.
// Both forms of one key hash alike and compare alike, so a lookup never makes a string.

import { copyBytes, latin1Slice, latin1Write } from '@byor/03-event-loop/core';

/** Bytes [start, end) of a buffer; stage 02's `Slice` is one. */
export interface ByteRange {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

/** A string key holds one char a byte: every char code is below 256. */
export type Key = ByteRange | string;

/** The key as a latin1 string of its own. */
export function keyText(key: Key): string {
  return typeof key === 'string' ? key : latin1Slice(key.bytes, key.start, key.end);
}

/**
 * True if the bytes at `offset` are those of `key`, whose length is known to be the same. O(length), no allocation.
 * @exercise 4.2
 */
export function sameBytes(bytes: Uint8Array, offset: number, key: Key): boolean {
  const { length } = key;
  if (typeof key === 'string') {
    for (let i = 0; i < length; i++) {
      if (bytes[offset + i] !== key.charCodeAt(i)) return false;
    }
    return true;
  }
  return sameRun(bytes, offset, key.bytes, key.start, key.end);
}

/** Four at a time, as copyBytes does: most keys that are compared are the same. */
function sameRun(
  bytes: Uint8Array,
  offset: number,
  asked: Uint8Array,
  start: number,
  end: number,
): boolean {
  let at = offset;
  let from = start;
  for (; from + 4 <= end; from += 4, at += 4) {
    if (
      bytes[at] !== asked[from] ||
      bytes[at + 1] !== asked[from + 1] ||
      bytes[at + 2] !== asked[from + 2] ||
      bytes[at + 3] !== asked[from + 3]
    ) {
      return false;
    }
  }
  for (; from < end; from++, at++) if (bytes[at] !== asked[from]) return false;
  return true;
}

/** A longer text is written by a call into native code. */
const SHORT_TEXT = 24;

/** Writes the bytes of `key` at `offset`; the caller made room. */
export function writeKey(key: Key, bytes: Uint8Array, offset: number): void {
  if (typeof key !== 'string') copyBytes(key.bytes, key.start, key.end, bytes, offset);
  else if (key.length > SHORT_TEXT) latin1Write(key, bytes, offset);
  else for (let i = 0; i < key.length; i++) bytes[offset + i] = key.charCodeAt(i);
}

// A key as the table is asked for it: the bytes of a request where they lie, or a latin1 string.
// Both forms of one key hash alike and compare alike, so a lookup never makes a string.

/** Bytes [start, end) of a buffer; stage 02's `Slice` is one. */
export interface ByteRange {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** The bytes as a new latin1 string, one char a byte. */
  text(): string;
}

/** A string key holds one char a byte: every char code is below 256. */
export type Key = ByteRange | string;

/** The key as a string to keep: a copy, unless it is a string already. */
export function keyText(key: Key): string {
  return typeof key === 'string' ? key : key.text();
}

/** True if `text` is `key`, char for byte. O(length of the key), no allocation. */
export function sameKey(text: string, key: Key): boolean {
  if (typeof key === 'string') return text === key;
  const { bytes, start } = key;
  const length = key.end - start;
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) {
    if (text.charCodeAt(i) !== bytes[start + i]) return false;
  }
  return true;
}

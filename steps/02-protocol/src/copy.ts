// Copying short runs of bytes, which is most of what a server does: from the request into memory, from memory into the reply.

import { latin1Write } from '#bytes';

/** Longer runs are copied by one call into native code, which costs as much as some fifty bytes (bench/hot-path.ts). */
const LONG_BYTES = 48;

/** Up to this length of text a loop is faster than a call into native code (bench/hot-path.ts), in bytes. */
const SHORT_TEXT = 24;

/**
 * Writes text, one byte a char, to `offset` of `target`; the caller made room. @returns the end of it.
 * Native code would also take a small array out of V8's heap and give it memory of its own.
 */
export function writeText(text: string, target: Uint8Array, offset: number): number {
  if (text.length > SHORT_TEXT) return offset + latin1Write(text, target, offset);
  for (let at = 0; at < text.length; at++) target[offset + at] = text.charCodeAt(at);
  return offset + text.length;
}

/** Copies bytes [start, end) of `source` to `offset` of `target`; the caller made room. In one buffer the two may not overlap. */
export function copyBytes(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  offset: number,
): void {
  if (end - start > LONG_BYTES) {
    target.set(source.subarray(start, end), offset);
    return;
  }
  let from = start;
  let to = offset;
  // Four at a time: a third less for each than a loop of one.
  for (; from + 4 <= end; from += 4, to += 4) {
    target[to] = source[from] as number;
    target[to + 1] = source[from + 1] as number;
    target[to + 2] = source[from + 2] as number;
    target[to + 3] = source[from + 3] as number;
  }
  for (; from < end; from++, to++) target[to] = source[from] as number;
}

// Copying short runs of bytes, which is most of what a server does: from the request into memory, from memory into the reply.

/** Longer runs are copied by one call into native code, which costs as much as some fifty bytes (bench/hot-path.ts). */
const LONG_BYTES = 48;

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

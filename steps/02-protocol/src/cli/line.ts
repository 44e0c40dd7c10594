// A line as a person types it, taken apart into arguments, 'single' or "double" quoted (../quote.ts writes them).
// The reading is that of inline commands (../inline.ts): Redis too has one splitter for both.
// Invariant: text here is one character a byte (latin1), so an argument may hold any bytes.

import { Args, latin1Slice, Slice, splitInline, utf8Encode } from '../core.ts';

/** Text as typed (UTF-16) to one character a byte of its UTF-8. */
export function toByteString(text: string): string {
  const bytes = utf8Encode(text);
  return latin1Slice(bytes, 0, bytes.length);
}

/** The arguments of a line; undefined when a quote is not closed, or is closed in the middle of a word. */
export function splitLine(line: string): string[] | undefined {
  const { bytes } = Slice.of(line);
  const args = new Args(bytes);
  return splitInline(bytes, 0, bytes.length, args) ? args.strings() : undefined;
}

/** A command, and how many times it is to run: `3 PING`. */
export interface Repeated {
  times: number;
  args: string[];
}

/** Takes a leading number off when a command follows it; undefined when that number is no count. */
export function parseRepeat(args: string[]): Repeated | undefined {
  const [first = '', ...rest] = args;
  if (rest.length === 0 || !/^-?\d+$/.test(first)) return { times: 1, args };
  const times = Number(first);
  return times > 0 && Number.isSafeInteger(times) ? { times, args: rest } : undefined;
}

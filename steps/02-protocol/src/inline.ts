// Inline commands: a request typed by hand, `SET greeting "hello world"` and a newline, split as Redis splits it.
// Quoted arguments are decoded in place: what an escape stands for is never longer than the escape.
// Left out on purpose: in Redis a zero byte ends the line's C string, and such a line waits for ever; here it is a byte like others.

import type { Args } from './args.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;
const BACKSLASH = 0x5c;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

/** C's isspace: blank, tab, newline, vertical tab, form feed, carriage return. */
function isSpace(byte: number): boolean {
  return byte === SPACE || (byte >= TAB && byte <= RETURN);
}

/**
 * Adds the arguments in `bytes[start, end)` to `args`, and writes over that range where quotes are decoded.
 * False when a quote is never closed, or is closed in the middle of a word.
 * @exercise 2.4 Typed by hand
 * @tests core/request-parser: ^(an? (inline|CR|empty word|byte in|line|longer line)|inline|ended by LF|blank|double|escapes|too little|no escapes|single|quotes|bytes|several|unbalanced|every)
 * @tests core/input-buffer: ^(an idle|a busy|what is held|bytes of a typed)
 * @hint A line ends at LF; its words stand between blanks, unless a quote holds them together.
 * @hint What an escape stands for is never longer than the escape, so words can be decoded in place: a place to read, and
 *   one to write that never overtakes it. A closing quote must be followed by a blank or the end.
 * @hint #inline: look for LF from where the last search stopped; over the limit throw, without LF return false;
 *   splitInline(...) or throw "unbalanced quotes in request". splitInline: skip what isSpace takes, decode one word,
 *   until the end. decodeWord: write on while you read; push the word. Inside double quotes \xHH, \n, \r, \t, \b, \a; inside single ones only \'.
 */
export function splitInline(bytes: Uint8Array, start: number, end: number, args: Args): boolean {
  let read = start;
  for (;;) {
    while (read < end && isSpace(bytes[read] as number)) read++;
    if (read >= end) return true;
    read = decodeWord(bytes, read, end, args);
    if (read < 0) return false;
  }
}

/**
 * One word from `start`, decoded in place and added to `args`. Where it ends, or -1 for unbalanced quotes.
 * It ends at a blank, tab, CR or LF, all else that isSpace takes being a part of it; or behind its closing quote, if a space follows.
 * Long because it is flat: one scan, a branch for each kind of byte, and all of them move the same three variables.
 * @exercise 2.4
 */
function decodeWord(bytes: Uint8Array, start: number, end: number, args: Args): number {
  let read = start;
  let write = start;
  let quote = 0;
  for (; read < end; read++) {
    const byte = bytes[read] as number;
    if (quote === 0) {
      if (byte === SPACE || byte === TAB || byte === NEWLINE || byte === RETURN) break;
      if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) quote = byte;
      else bytes[write++] = byte;
    } else if (byte === quote) {
      if (read + 1 < end && !isSpace(bytes[read + 1] as number)) return -1;
      args.push(start, write);
      return read + 1;
    } else if (byte !== BACKSLASH || read + 1 >= end) {
      bytes[write++] = byte;
    } else if (quote === DOUBLE_QUOTE) {
      const hex = hexEscape(bytes, read, end);
      bytes[write++] = hex >= 0 ? hex : unescaped(bytes[read + 1] as number);
      read += hex >= 0 ? 3 : 1;
    } else if (bytes[read + 1] === SINGLE_QUOTE) {
      bytes[write++] = SINGLE_QUOTE;
      read++;
    } else {
      bytes[write++] = BACKSLASH;
    }
  }
  if (quote !== 0) return -1;
  args.push(start, write);
  return read;
}

/** The byte `\xHH` at `at` stands for, or -1 where that is not what is written there. */
function hexEscape(bytes: Uint8Array, at: number, end: number): number {
  if (at + 3 >= end || bytes[at + 1] !== 0x78) return -1;
  const high = hexDigit(bytes[at + 2] as number);
  const low = hexDigit(bytes[at + 3] as number);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}

/** What `\n` and its like stand for inside double quotes; any other escaped byte is itself. */
function unescaped(byte: number): number {
  switch (byte) {
    case 0x6e: // n
      return NEWLINE;
    case 0x72: // r
      return RETURN;
    case 0x74: // t
      return TAB;
    case 0x62: // b
      return 0x08;
    case 0x61: // a
      return 0x07;
    default:
      return byte;
  }
}

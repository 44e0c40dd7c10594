// Bytes to text and back, the form for a page: the same functions as src/bytes.node.ts without `Buffer`.
// TextDecoder's "latin1" is really windows-1252 and loses bytes 0x80-0x9f, hence the loops.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Most arguments given to one String.fromCharCode call; engines limit them at some 65,000. */
const CHUNK = 8192;

/** `length` bytes, zeroed. */
export function allocate(length: number): Uint8Array {
  return new Uint8Array(length);
}

/** The bytes of `[start, end)` as a string, one character a byte. */
export function latin1Slice(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let from = start; from < end; from += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(from, Math.min(from + CHUNK, end)));
  }
  return text;
}

/** Writes one byte a character (its low eight bits) at `offset`; the caller made room. Returns the bytes written. */
export function latin1Write(text: string, bytes: Uint8Array, offset: number): number {
  for (let i = 0; i < text.length; i++) bytes[offset + i] = text.charCodeAt(i);
  return text.length;
}

/** Encodes text that people read; keys and values never pass through here. */
export function utf8Encode(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Decodes text that people read; what is not UTF-8 becomes U+FFFD. */
export function utf8Decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

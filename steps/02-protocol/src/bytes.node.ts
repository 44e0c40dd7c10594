// Bytes to text and back, the form for Node: `Buffer`'s native latin1 calls (src/bytes.browser.ts has the same
// functions for a page). package.json `imports` chooses; nothing else in the core knows where it runs.
// Latin-1 maps byte n to character n, so any bytes at all survive the way to a string and back.

/** Calls every Buffer has, and toString/write end in; straight to them saves looking up an encoding's name each time. */
interface NativeLatin1 {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
  latin1Write(this: Uint8Array, text: string, offset: number): number;
}
const native = Buffer.prototype as unknown as NativeLatin1;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** `length` bytes of unspecified content. Always a Buffer, so that every access site sees one hidden class. */
export function allocate(length: number): Uint8Array {
  return Buffer.allocUnsafeSlow(length);
}

/** The bytes of `[start, end)` as a string, one character a byte. */
export function latin1Slice(bytes: Uint8Array, start: number, end: number): string {
  return native.latin1Slice.call(bytes, start, end);
}

/** Writes one byte a character (its low eight bits) at `offset`; the caller made room. Returns the bytes written. */
export function latin1Write(text: string, bytes: Uint8Array, offset: number): number {
  return native.latin1Write.call(bytes, text, offset);
}

/** Encodes text that people read; keys and values never pass through here. */
export function utf8Encode(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Decodes text that people read; what is not UTF-8 becomes U+FFFD. */
export function utf8Decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

// Counts whole RESP2 replies in a stream that is cut anywhere, and keeps nothing of them: what a load generator needs to know.
// Invariant: every byte of a line is looked at once, a bulk string's bytes not at all. An error reply is remembered.

const RETURN = 0x0d;
const NEWLINE = 0x0a;
const [STATUS, ERROR, INTEGER, BULK, ARRAY] = [0x2b, 0x2d, 0x3a, 0x24, 0x2a];
const MINUS = 0x2d;
const ZERO = 0x30;
const ERROR_KEPT_BYTES = 200;

export class ReplyCounter {
  /** Whole replies so far. */
  count = 0;
  /** The first error that was replied. */
  error: string | undefined;
  /** Of the reply that is under way: elements still to come, itself included. */
  #open = 1;
  /** Of the line under way: its type, 0 before it, and its number. */
  #type = 0;
  #number = 0;
  #negative = false;
  /** Bytes of a bulk string and its end, still to be passed over. */
  #skip = 0;
  #text = '';

  /** Takes what came. Throws on bytes that no Redis sends. */
  feed(bytes: Uint8Array, length = bytes.length): void {
    let at = 0;
    while (at < length) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, length - at);
        this.#skip -= step;
        at += step;
        if (this.#skip === 0) this.#close(0);
      } else if (this.#type === 0) {
        this.#begin(bytes[at++] ?? 0);
      } else {
        const byte = bytes[at++] ?? 0;
        if (byte === NEWLINE) this.#endOfLine();
        else if (byte !== RETURN) this.#take(byte);
      }
    }
  }

  #begin(type: number): void {
    if (![STATUS, ERROR, INTEGER, BULK, ARRAY].includes(type)) {
      throw new Error(`a reply begins with ${JSON.stringify(String.fromCharCode(type))}`);
    }
    this.#type = type;
    this.#number = 0;
    this.#negative = false;
    this.#text = '';
  }

  #take(byte: number): void {
    if (this.#type === BULK || this.#type === ARRAY) {
      if (byte === MINUS) this.#negative = true;
      else this.#number = this.#number * 10 + byte - ZERO;
    } else if (this.#type === ERROR && this.#text.length < ERROR_KEPT_BYTES) {
      this.#text += String.fromCharCode(byte);
    }
  }

  #endOfLine(): void {
    const type = this.#type;
    this.#type = 0;
    if (type === ERROR) this.error ??= this.#text;
    if (type === BULK && !this.#negative) this.#skip = this.#number + 2;
    else this.#close(type === ARRAY && !this.#negative ? this.#number : 0);
  }

  /** One element is whole, and has this many below it. */
  #close(elements: number): void {
    this.#open += elements - 1;
    if (this.#open > 0) return;
    this.#open = 1;
    this.count++;
  }
}

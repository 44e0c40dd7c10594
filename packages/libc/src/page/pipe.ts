// One direction of a connection: bytes that were sent and are not read yet, in the order in which they were sent.
// Invariant: never more than `capacityBytes` of them, as in a socket's buffer.

export class Pipe {
  readonly capacityBytes: number;
  /** The sender has said all it will say. */
  ended = false;
  /** The reader is gone: who writes hears of it. */
  broken = false;
  /** Bytes that ever went in. */
  passedBytes = 0;
  #bytes = new Uint8Array(0);

  constructor(capacityBytes: number) {
    this.capacityBytes = capacityBytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  get room(): number {
    return this.capacityBytes - this.length;
  }

  /** To look at, not to change. */
  get content(): Uint8Array {
    return this.#bytes;
  }

  /** @returns how many bytes were taken: as many as there is room for */
  write(bytes: Uint8Array): number {
    const taken = bytes.subarray(0, this.room);
    const joined = new Uint8Array(this.length + taken.length);
    joined.set(this.#bytes);
    joined.set(taken, this.length);
    this.#bytes = joined;
    this.passedBytes += taken.length;
    return taken.length;
  }

  /** At most `most` bytes, which are gone from here. */
  read(most: number): Uint8Array {
    const bytes = this.#bytes.slice(0, most);
    this.#bytes = this.#bytes.slice(bytes.length);
    return bytes;
  }
}

// Lines out of a stream that knows none: a challenge of chapter 01.

import type { Stream } from '@byor/01-socket';

const LINE_END = '\n'.charCodeAt(0);

export class Lines {
  readonly #stream: Stream;
  readonly #buffer = Buffer.alloc(4096);
  /** What came and was not handed out yet; it may end in the middle of a line, and of a letter. */
  #left = Buffer.alloc(0);

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  /** The next line without its end; undefined when the other side has ended and nothing is left. */
  next(): string | undefined {
    for (;;) {
      const end = this.#left.indexOf(LINE_END);
      if (end >= 0) return this.#take(end, end + 1);
      const count = this.#stream.read(this.#buffer);
      if (count === 0) return this.#left.length === 0 ? undefined : this.#take(this.#left.length);
      this.#left = Buffer.concat([this.#left, this.#buffer.subarray(0, count)]);
    }
  }

  #take(end: number, next = end): string {
    const line = this.#left.toString('utf8', 0, end);
    this.#left = this.#left.subarray(next);
    return line;
  }
}

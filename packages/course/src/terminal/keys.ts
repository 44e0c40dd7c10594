// Single keys as they are pressed, kept until somebody asks.

export class Keys {
  readonly #pressed: string[] = [];
  readonly #wasRaw = process.stdin.isRaw === true;

  constructor() {
    process.stdin.setRawMode?.(true);
    process.stdin.setEncoding('utf8').on('data', this.#take).resume();
  }

  /** The next key that was pressed; undefined when there is none. */
  take(): string | undefined {
    return this.#pressed.shift();
  }

  close(): void {
    process.stdin.off('data', this.#take).pause();
    process.stdin.setRawMode?.(this.#wasRaw);
  }

  readonly #take = (keys: string | Buffer): void => {
    this.#pressed.push(...String(keys).toLowerCase());
  };
}

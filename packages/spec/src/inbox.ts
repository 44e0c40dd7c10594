// What came from the server and was not read yet, and the waiting for more.
// Invariant: every wait ends, by bytes, by the end of the connection or by its time limit.

export type Waited<T> = { readonly taken: T } | { readonly because: 'ended' | 'time' };

export class Inbox {
  bytes: Buffer = Buffer.alloc(0);
  /** Why nothing more will come; undefined while the connection is open. */
  ended: string | undefined;
  #wake: (() => void) | undefined;
  /** Reads queue here, so that they take replies in the order in which they were asked for. */
  #reads: Promise<unknown> = Promise.resolve();

  add(chunk: Buffer): void {
    this.bytes = this.bytes.length === 0 ? chunk : Buffer.concat([this.bytes, chunk]);
    this.#wake?.();
  }

  end(why: string): void {
    this.ended ??= why;
    this.#wake?.();
  }

  /** Runs a read when those before it are done. */
  inOrder<T>(read: () => Promise<T>): Promise<T> {
    const result = this.#reads.then(read);
    this.#reads = result.catch(() => undefined);
    return result;
  }

  /** Removes and gives the first `count` bytes. */
  take(count: number): Buffer {
    const taken = this.bytes.subarray(0, count);
    this.bytes = this.bytes.subarray(count);
    return taken;
  }

  /** Waits until `look` finds something; says why it did not. */
  async until<T>(look: () => T | undefined, timeoutMs: number): Promise<Waited<T>> {
    const giveUpAt = performance.now() + timeoutMs;
    for (;;) {
      const taken = look();
      if (taken !== undefined) return { taken };
      if (this.ended) return { because: 'ended' };
      const leftMs = giveUpAt - performance.now();
      if (leftMs <= 0) return { because: 'time' };
      await this.changed(leftMs);
    }
  }

  /** Resolves when something arrives or ends, after `mostMs` at the latest. */
  changed(mostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, mostMs);
      this.#wake = done;
    });
  }
}

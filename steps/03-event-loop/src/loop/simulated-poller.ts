// A poller without a kernel: the test, or the reader in the page, decides what is ready.
// Level-triggered as the real ones: what was made ready stays so until it is made unready.

import type { Poller } from './poller.ts';

export class SimulatedPoller implements Poller {
  readonly name = 'simulated';
  /** Watched descriptors and what they are watched for. */
  readonly interests = new Map<number, number>();
  /** Runs inside each wait: where time passes and clients act. */
  onWait: (timeoutMs: number) => void = () => {};
  readonly #states = new Map<number, number>();
  #ready: { fd: number; events: number }[] = [];

  /** From now on `fd` is ready for `events` (READABLE | WRITABLE; 0 = nothing). */
  setReady(fd: number, events: number): void {
    this.#states.set(fd, events);
  }

  add(fd: number, interest: number): void {
    if (this.interests.has(fd)) throw new Error(`descriptor ${fd} is watched already`);
    this.interests.set(fd, interest);
  }

  modify(fd: number, interest: number): void {
    if (!this.interests.has(fd)) throw new Error(`descriptor ${fd} is not watched`);
    this.interests.set(fd, interest);
  }

  remove(fd: number): void {
    if (!this.interests.delete(fd)) throw new Error(`descriptor ${fd} is not watched`);
  }

  wait(timeoutMs: number): number {
    this.onWait(timeoutMs);
    this.#ready = [];
    for (const [fd, interest] of this.interests) {
      const events = interest & (this.#states.get(fd) ?? 0);
      if (events !== 0) this.#ready.push({ fd, events });
    }
    return this.#ready.length;
  }

  fd(index: number): number {
    return this.#ready[index]?.fd ?? -1;
  }

  events(index: number): number {
    return this.#ready[index]?.events ?? 0;
  }

  close(): void {
    this.interests.clear();
  }
}

// Many clients, one wait. When many talk at once, but each turn finds only one or two of them, then most of a turn is falling
// asleep and waking up. So before it asks again this poller rests for a moment, in which more of them arrive. Network cards
// call that interrupt coalescing. bench/coalescing.ts measures it.
// Bound: one rest a turn, and only where CROWD descriptors were ready in this millisecond or the one before.

import type { Poller } from './poller.ts';

/** So many descriptors within a millisecond are a crowd. With fewer, all would soon wait for us, and nothing be done meanwhile. */
const CROWD = 40;
/** A turn that finds so many is shared by enough. */
const ENOUGH = 8;

export class CoalescingPoller implements Poller {
  readonly name: string;
  readonly #poller: Poller;
  readonly #clock: () => number;
  readonly #rest: () => void;
  /** By descriptor: the period in which it was ready last. A period is a millisecond in which we turned. */
  readonly #readyIn: number[] = [];
  #period = 0;
  #periodMs = 0;
  /** Descriptors that were ready in this period, and in the millisecond before it. */
  #distinct = 0;
  #distinctBefore = 0;
  /** Of the last wait. */
  #ready = 0;

  /** `clock` in ms; `rest` returns after some 50 µs. */
  constructor(poller: Poller, clock: () => number, rest: () => void) {
    this.name = poller.name;
    this.#poller = poller;
    this.#clock = clock;
    this.#rest = rest;
  }

  wait(timeoutMs: number): number {
    if (timeoutMs > 0 && this.#isWorthARest()) this.#rest();
    this.#ready = this.#poller.wait(timeoutMs);
    this.#count();
    return this.#ready;
  }

  /** Nobody was ready: nobody asks, and to wait in the kernel is better. */
  #isWorthARest(): boolean {
    if (this.#ready === 0 || this.#ready >= ENOUGH) return false;
    return this.#distinct >= CROWD || this.#distinctBefore >= CROWD;
  }

  #count(): void {
    const nowMs = this.#clock();
    if (nowMs !== this.#periodMs) {
      this.#distinctBefore = nowMs === this.#periodMs + 1 ? this.#distinct : 0;
      this.#periodMs = nowMs;
      this.#period++;
      this.#distinct = 0;
    }
    for (let index = 0; index < this.#ready; index++) {
      const fd = this.#poller.fd(index);
      while (this.#readyIn.length <= fd) this.#readyIn.push(0);
      if (this.#readyIn[fd] === this.#period) continue;
      this.#readyIn[fd] = this.#period;
      this.#distinct++;
    }
  }

  add(fd: number, interest: number): void {
    this.#poller.add(fd, interest);
  }

  modify(fd: number, interest: number): void {
    this.#poller.modify(fd, interest);
  }

  remove(fd: number): void {
    this.#poller.remove(fd);
  }

  fd(index: number): number {
    return this.#poller.fd(index);
  }

  events(index: number): number {
    return this.#poller.events(index);
  }

  close(): void {
    this.#poller.close();
  }
}

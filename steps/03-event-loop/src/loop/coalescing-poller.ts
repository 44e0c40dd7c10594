// Many clients, one wait. When many talk at once, but each turn finds only one or two of them, then most of a turn is falling
// asleep and waking up. So before it asks again this poller rests for a moment, in which more of them arrive. Network cards
// call that interrupt coalescing. bench/coalescing.ts measures it.
// Bound: one rest a turn, and only where an eager crowd asked in this millisecond or the one before.

import type { Poller } from './poller.ts';

/** So many descriptors within a millisecond are a crowd. With fewer, all would soon wait for us, and nothing be done meanwhile. */
const CROWD = 40;
/**
 * A crowd is eager when each of it asks so often within a millisecond: whoever asks again as soon as he is answered. Others
 * leave us time to sleep, and would only feel the rest.
 */
const EAGER = 1.5;
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
  /** How often descriptors were ready in this period, and how many different ones. */
  #asked = 0;
  #distinct = 0;
  /** Of the millisecond before. */
  #wasEagerCrowd = false;
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
    return this.#wasEagerCrowd || this.#isEagerCrowd();
  }

  #isEagerCrowd(): boolean {
    return this.#distinct >= CROWD && this.#asked >= EAGER * this.#distinct;
  }

  #count(): void {
    const nowMs = this.#clock();
    if (nowMs !== this.#periodMs) {
      this.#wasEagerCrowd = nowMs === this.#periodMs + 1 && this.#isEagerCrowd();
      this.#periodMs = nowMs;
      this.#period++;
      this.#asked = 0;
      this.#distinct = 0;
    }
    this.#asked += this.#ready;
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

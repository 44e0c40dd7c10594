// Who waits for a processor meanwhile: on a machine that has other things to do, most of a long latency is not the server's.
// Linux tells of each thread how long it has worked and how long it has waited for its turn (/proc/PID/schedstat). Elsewhere
// nobody is ever held up, and latencies are told as they are.

import { closeSync, openSync, readSync } from 'node:fs';

const NS_PER_MS = 1e6;
/** Waking up takes a few µs anyway. */
const HELD_UP_MS = 0.05;

class Thread {
  readonly #fd?: number;
  readonly #bytes = Buffer.alloc(80);
  workedMs = 0;
  waitedMs = 0;

  /** `who`: a process, whose first thread is meant, or `thread-self`. */
  constructor(who: string) {
    try {
      this.#fd = openSync(`/proc/${who}/schedstat`, 'r');
    } catch {}
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
  }

  /** What it says now; as before when it has ended. */
  look(): void {
    if (this.#fd === undefined) return;
    try {
      const length = readSync(this.#fd, this.#bytes, 0, this.#bytes.length, 0);
      const [worked, waited] = this.#bytes.toString('latin1', 0, length).split(' ');
      this.workedMs = Number(worked) / NS_PER_MS;
      this.waitedMs = Number(waited) / NS_PER_MS;
    } catch {}
  }
}

export class Processors {
  readonly #server: Thread;
  readonly #own = new Thread('thread-self');
  #seenMs = 0;
  #begunWorkedMs = 0;
  #begunWaitedMs = 0;

  constructor(serverPid: number) {
    this.#server = new Thread(String(serverPid));
    this.heldUp();
  }

  close(): void {
    this.#server.close();
    this.#own.close();
  }

  /** Has the server, or who asks it, waited for a processor since the last look? */
  heldUp(): boolean {
    const waitedMs = this.#look();
    const isHeldUp = waitedMs - this.#seenMs > HELD_UP_MS;
    this.#seenMs = waitedMs;
    return isHeldUp;
  }

  /** From here on, until `ownMs`. */
  begin(): void {
    this.#begunWaitedMs = this.#look();
    this.#begunWorkedMs = this.#server.workedMs;
  }

  /**
   * What the server itself had of an answer that took so long: without the waits for a processor, and never less than it
   * has worked meanwhile, for both may have waited at the same time.
   */
  ownMs(tookMs: number): number {
    const waitedMs = this.#look() - this.#begunWaitedMs;
    const workedMs = this.#server.workedMs - this.#begunWorkedMs;
    return Math.min(tookMs, Math.max(workedMs, tookMs - waitedMs));
  }

  #look(): number {
    this.#server.look();
    this.#own.look();
    return this.#server.waitedMs + this.#own.waitedMs;
  }
}

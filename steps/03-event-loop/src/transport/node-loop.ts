// The same loop where Node does the waiting: no descriptors of ours, but timers and phases as in the others.
// A turn is what Node calls back until its next setImmediate: callbacks, then our timers, then the phases.

import { EventLoop } from '../loop/event-loop.ts';
import type { Poller } from '../loop/poller.ts';
import type { Timer } from '../loop/timers.ts';

/** Node's longest setTimeout, in ms. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** Nothing to watch: net.Socket calls us. */
const nothing: Poller = {
  name: 'node',
  add() {},
  modify() {},
  remove() {},
  wait: () => 0,
  fd: () => -1,
  events: () => 0,
  close() {},
};

export class NodeLoop extends EventLoop {
  #turnAhead = false;
  #alarm: NodeJS.Timeout | undefined;
  #outcome: { resolve: () => void; reject: (error: unknown) => void } | undefined;

  constructor(clock: () => number) {
    super(nothing, clock);
  }

  /** Every callback of Node's that concerns a client runs in here: it makes it part of a turn. */
  within(callback: () => void): void {
    this.#beginTurn();
    try {
      callback();
    } catch (error) {
      this.#fail(error);
    }
  }

  override run(): Promise<void> {
    this.running = true;
    this.#beginTurn();
    return new Promise((resolve, reject) => {
      this.#outcome = { resolve, reject };
    });
  }

  override stop(): void {
    super.stop();
    this.#beginTurn();
  }

  override every(periodMs: number, run: () => void): Timer {
    this.#beginTurn();
    return super.every(periodMs, run);
  }

  override after(delayMs: number, run: () => void): Timer {
    this.#beginTurn();
    return super.after(delayMs, run);
  }

  #beginTurn(): void {
    if (this.#turnAhead) return;
    this.#turnAhead = true;
    this.readClock();
    setImmediate(this.#endTurn);
  }

  readonly #endTurn = () => {
    this.#turnAhead = false;
    clearTimeout(this.#alarm);
    if (this.#outcome === undefined) return; // not running yet, or failed
    try {
      this.turn(0);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.running) this.#setAlarm();
    else this.#succeed();
  };

  #setAlarm(): void {
    if (this.nextTimerInMs === Infinity) return;
    const delayMs = Math.min(this.nextTimerInMs, LONGEST_TIMEOUT_MS);
    this.#alarm = setTimeout(() => this.#beginTurn(), delayMs);
  }

  #succeed(): void {
    this.#outcome?.resolve();
    this.#outcome = undefined;
  }

  #fail(error: unknown): void {
    if (this.#outcome === undefined) throw error; // nobody awaits run() yet, or any more
    this.running = false;
    this.#outcome.reject(error);
    this.#outcome = undefined;
  }
}

// The event loop: one thread that waits for many descriptors at once and runs what belongs to the ready ones.
// After the reactor of Redis's ae.c. Invariant: in a turn the phases run after every callback and in the order
// maintain, persist, flush, so no reply leaves before what it promises is safe.

import type { Poller } from './poller.ts';
import { type Timer, Timers } from './timers.ts';

/** What runs at the end of each turn: house-keeping, then writing to disk, then sending replies. */
export const PHASES = ['maintain', 'persist', 'flush'] as const;
export type Phase = (typeof PHASES)[number];

/** What the layers above may do with a loop, whichever transport it belongs to. */
export interface Loop {
  /** Unix time in ms, read once a turn: every command of a turn happens at the same time. */
  readonly now: number;
  /** Runs `run` every `periodMs` (1 or more), first after one period. */
  every(periodMs: number, run: () => void): Timer;
  /** Runs `run` once, after `delayMs`. */
  after(delayMs: number, run: () => void): Timer;
  /** Runs `run` in `phase` of each turn. A turn comes when something is ready or a timer is due: who needs a beat uses `every`. */
  beforeSleep(phase: Phase, run: () => void): void;
  /** Turns until `stop`. Rejects with what a callback throws: an error nobody expected ends the loop. */
  run(): Promise<void>;
  /** Ends `run` after the turn that is under way, phases included. */
  stop(): void;
}

/** Turns the loop again and again while `loop.running`. */
export type Driver = (loop: EventLoop) => void | Promise<void>;

const LONGEST_WAIT_MS = 60_000;

/** The textbook driver: the thread belongs to the loop alone. */
export function forever(loop: EventLoop): void {
  while (loop.running) loop.turn(LONGEST_WAIT_MS);
}

export class EventLoop implements Loop {
  now: number;
  running = false;
  readonly poller: Poller;
  readonly #clock: () => number;
  readonly #drive: Driver;
  readonly #timers = new Timers();
  /** In the order of PHASES. */
  readonly #phases: (() => void)[][] = PHASES.map(() => []);
  /** By descriptor: small numbers that the kernel reuses, so an array. */
  readonly #callbacks: (((events: number) => void) | undefined)[] = [];

  constructor(poller: Poller, clock: () => number = Date.now, drive: Driver = forever) {
    this.poller = poller;
    this.#clock = clock;
    this.#drive = drive;
    this.now = clock();
  }

  /**
   * Calls `callback` with what `fd` is ready for (READABLE | WRITABLE). Watching it again changes interest and callback.
   * @exercise 3.4
   */
  watch(fd: number, interest: number, callback: (events: number) => void): void {
    if (this.#callbacks[fd] !== undefined) this.poller.modify(fd, interest);
    else this.poller.add(fd, interest);
    while (this.#callbacks.length <= fd) this.#callbacks.push(undefined);
    this.#callbacks[fd] = callback;
  }

  /**
   * Before the descriptor is closed. Harmless when it is not watched.
   * @exercise 3.4
   */
  unwatch(fd: number): void {
    if (this.#callbacks[fd] === undefined) return;
    this.#callbacks[fd] = undefined;
    this.poller.remove(fd);
  }

  every(periodMs: number, run: () => void): Timer {
    return this.#timers.add(this.now + periodMs, Math.max(1, periodMs), run);
  }

  after(delayMs: number, run: () => void): Timer {
    return this.#timers.add(this.now + delayMs, 0, run);
  }

  beforeSleep(phase: Phase, run: () => void): void {
    this.#phases[PHASES.indexOf(phase)]?.push(run);
  }

  /**
   * One turn: waits at most `maxWaitMs` or until a timer is due, then runs callbacks, timers, phases. Returns how many
   * descriptors were ready. A timer is late by as much as the turns before it took: `now` is that of the last turn.
   * @exercise 3.4 The turn
   * @tests event-loop
   * @hint Wait, look at the clock, call who is ready, run what is due, end the turn. What if one callback closes the
   *   descriptor of the next?
   * @hint The clock is read once a turn, after the wait. Phases run behind every callback and in their fixed order:
   *   maintain, persist, flush, so that no reply leaves before what it promises is safe.
   * @hint turn: ready = poller.wait(at most maxWaitMs, at most until the next timer); readClock(); for each ready one call
   *   its callback if it still has one; timers.runDue(now); runPhases(). watch: modify if there is a callback already, else
   *   add; unwatch: forget the callback, poller.remove. readClock: a step back goes to timers.setBack.
   */
  turn(maxWaitMs: number): number {
    const ready = this.poller.wait(Math.min(maxWaitMs, this.nextTimerInMs));
    this.readClock();
    for (let i = 0; i < ready; i++) {
      // Undefined: an earlier callback of this turn has closed it. Should its number have been given out again
      // meanwhile, the new owner is called in vain and finds nothing to read: it does not block.
      this.#callbacks[this.poller.fd(i)]?.(this.poller.events(i));
    }
    this.#timers.runDue(this.now);
    this.runPhases();
    return ready;
  }

  /**
   * The end of a turn. A driver calls it too when others have run in the thread between two turns.
   * @exercise 3.4
   */
  runPhases(): void {
    for (const phase of this.#phases) for (const run of phase) run();
  }

  async run(): Promise<void> {
    this.running = true;
    await this.#drive(this);
  }

  stop(): void {
    this.running = false;
  }

  /** How long until a timer is due: 0 when one is, Infinity when there is none. */
  get nextTimerInMs(): number {
    return this.#timers.dueInMs(this.now);
  }

  /**
   * A clock that was set back takes the timers along.
   * @exercise 3.4
   */
  protected readClock(): void {
    const now = this.#clock();
    if (now < this.now) this.#timers.setBack(this.now - now);
    this.now = now;
  }
}

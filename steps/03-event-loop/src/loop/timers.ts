// Timers: what is to run later, once or again and again.
// Invariant: `#queue` is sorted by due time, the soonest last. To add or cancel costs O(n), to look or to take O(1): right for the
// handful that a server has. One deadline per key is another matter (stage 05 builds a heap for a million).

export interface Timer {
  /** Never runs again. Harmless when it has run or was cancelled already. */
  cancel(): void;
}

class Entry implements Timer {
  whenMs: number;
  /** 0: runs once. */
  readonly periodMs: number;
  readonly run: () => void;
  cancelled = false;
  readonly #queue: Entry[];

  constructor(whenMs: number, periodMs: number, run: () => void, queue: Entry[]) {
    this.whenMs = whenMs;
    this.periodMs = periodMs;
    this.run = run;
    this.#queue = queue;
  }

  /**
   * Leaves the queue, so that nothing it holds is kept until then; `cancelled` is for one that runDue has taken out already.
   * @exercise 3.3
   */
  cancel(): void {
    this.cancelled = true;
    const place = this.#queue.indexOf(this);
    if (place >= 0) this.#queue.splice(place, 1);
  }
}

export class Timers {
  readonly #queue: Entry[] = [];

  /** Runs at `whenMs`; then every `periodMs`, unless that is 0. Timers due at the same time run in the order of adding. */
  add(whenMs: number, periodMs: number, run: () => void): Timer {
    return this.#insert(new Entry(whenMs, periodMs, run, this.#queue));
  }

  /**
   * How long until one is due: 0 when it is, Infinity when there is none.
   * @exercise 3.3
   */
  dueInMs(nowMs: number): number {
    const next = this.#queue[this.#queue.length - 1];
    return next === undefined ? Infinity : Math.max(0, next.whenMs - nowMs);
  }

  /**
   * Runs what is due at `nowMs`. A timer that is added meanwhile waits for the next call, even with no delay, so this ends.
   * A period counts from now: a loop that was held up for ten periods runs once, not ten times.
   * @exercise 3.3 Timers
   * @tests timers
   * @hint A callback may add and cancel timers while you loop over the due ones. Which list stays as it is meanwhile?
   * @hint Sorted by due time, the soonest last: the next one is at the end, and what is due is a tail that can be cut off
   *   before any of it runs. A period counts from now, so a loop that was held up does not run it ten times.
   * @hint runDue: nothing due, return; cut off the tail with whenMs <= nowMs; from its end, skip the cancelled, put a
   *   periodic one back at nowMs + periodMs, run. #insert: before the first whose whenMs is <= its own. setBack: every
   *   whenMs -= stepMs. cancel: mark it, and take it out of the queue.
   */
  runDue(nowMs: number): void {
    if (this.dueInMs(nowMs) > 0) return;
    const firstDue = this.#queue.findIndex((entry) => entry.whenMs <= nowMs);
    for (const entry of this.#queue.splice(firstDue).reverse()) {
      if (entry.cancelled) continue;
      if (entry.periodMs > 0) {
        entry.whenMs = nowMs + entry.periodMs;
        this.#insert(entry);
      }
      entry.run();
    }
  }

  /**
   * The clock was set back by `stepMs`: what was due in a second still is.
   * @exercise 3.3
   */
  setBack(stepMs: number): void {
    for (const entry of this.#queue) entry.whenMs -= stepMs;
  }

  /** @exercise 3.3 */
  #insert(entry: Entry): Entry {
    const place = this.#queue.findIndex((other) => other.whenMs <= entry.whenMs);
    this.#queue.splice(place < 0 ? this.#queue.length : place, 0, entry);
    return entry;
  }
}

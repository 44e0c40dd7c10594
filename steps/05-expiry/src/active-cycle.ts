// The active cycle: keys that nobody asks for any more die too. It runs in the maintain phase of each turn.
// Bound: BUDGET_US and one batch a turn, and at most half of the time, however many keys are due.

import type { ExpiringKeyspace } from './expiring-keyspace.ts';

/** With a batch on top, and what the recorder of a death may cost, a turn stays below a millisecond. */
const BUDGET_US = 500;
/** Keys between two looks at the clock. */
const BATCH = 16;

export class ActiveCycle {
  /** DEBUG SET-ACTIVE-EXPIRE. */
  enabled = true;
  /** How often the budget was used up with keys still due. */
  capReached = 0;
  elapsedUs = 0;
  readonly #nowUs: () => number;
  #restUntilUs = 0;
  /** The database whose turn it is. */
  #at = 0;

  constructor(nowUs: () => number) {
    this.#nowUs = nowUs;
  }

  /** @returns whether keys are left that are due */
  run(databases: readonly ExpiringKeyspace[]): boolean {
    if (!this.enabled || !databases.some((database) => database.hasDue())) return false;
    const startUs = this.#nowUs();
    if (startUs < this.#restUntilUs) return true;
    const more = this.#reap(databases, startUs + BUDGET_US);
    const endUs = this.#nowUs();
    this.elapsedUs += endUs - startUs;
    if (more) {
      this.capReached++;
      this.#restUntilUs = endUs + (endUs - startUs); // whoever has requests gets as much time as this took
    }
    return more;
  }

  #reap(databases: readonly ExpiringKeyspace[], untilUs: number): boolean {
    for (let clean = 0; clean < databases.length; clean++) {
      this.#at = (this.#at + 1) % databases.length;
      const database = databases[this.#at] as ExpiringKeyspace;
      while (database.reapDue(BATCH) === BATCH) if (this.#nowUs() >= untilUs) return true;
    }
    return false;
  }
}

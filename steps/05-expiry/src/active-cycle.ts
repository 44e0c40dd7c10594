// The active cycle: keys that nobody asks for any more die too. It runs in the maintain phase of each turn.
// Bound: BUDGET_US and one batch a turn, and at most half of the time, however many keys are due.

import type { ExpiringKeyspace } from './expiring-keyspace.ts';

/** With a batch on top, and what the recorder of a death may cost, a turn stays below a millisecond. */
const BUDGET_US = 300;
/** Keys between two looks at the clock. */
const BATCH = 4;

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

  /**
   * @returns whether keys are left that are due
   * @exercise 5.5 Deaths that nobody asks for
   * @tests active-cycle: ^the active cycle
   * @tests expiring-keyspace: ^(the active cycle|a dead key stays)
   * @hint A million keys die in the same millisecond. What does the client see who asks for something else in the next
   *   one?
   * @hint The heap's top is the key that died first: no key need be looked at that does not go. A turn works for a
   *   budget, looks at the clock once a batch, and then rests for as long as it worked, so that requests get at least
   *   half of the time. Each run begins with the next database, or one full of dead keys would keep the others waiting.
   * @hint reapDue: as long as there are fewer than `most`, and the heap's first is an entry and dead: #reap it. run:
   *   false when it is off or no database hasDue(); true while it rests; #reap until startUs + BUDGET_US; add to
   *   elapsedUs; if there is more, capReached++ and rest until endUs + what it took. #reap: for each database,
   *   beginning behind the last one: reapDue(BATCH) while that is a whole BATCH, and true when the clock says so
   *   between two.
   */
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

  /** @exercise 5.5 */
  #reap(databases: readonly ExpiringKeyspace[], untilUs: number): boolean {
    for (let clean = 0; clean < databases.length; clean++) {
      this.#at = (this.#at + 1) % databases.length;
      const database = databases[this.#at] as ExpiringKeyspace;
      while (database.reapDue(BATCH) === BATCH) if (this.#nowUs() >= untilUs) return true;
    }
    return false;
  }
}

// A thread that sleeps in its system calls, where no thread can sleep. When a call would wait, the program's stack is given
// up; once the world has changed it is run again from its beginning, and each call that returned before returns the same
// again from a journal, until the one that waited. Invariant: the program does nothing but by system calls.

import { Asleep } from './kernel.ts';

type Outcome<T> = { readonly value: T; readonly bytes?: Uint8Array } | { readonly error: unknown };

export class Thread {
  readonly #program: () => void;
  readonly #journal: Outcome<unknown>[] = [];
  #at = 0;
  #fellAsleep = false;
  /** The program has returned. */
  ended = false;

  constructor(program: () => void) {
    this.#program = program;
  }

  /** Runs the program until it sleeps or returns. */
  resume(): void {
    this.#at = 0;
    this.#fellAsleep = false;
    running = this;
    try {
      this.#program();
      this.ended = true;
    } catch (error) {
      if (!this.#fellAsleep) throw error;
    } finally {
      running = undefined;
    }
  }

  /** One system call of the program's; `target` is what it reads into. */
  call<T>(perform: () => T, target?: Uint8Array): T {
    if (this.#fellAsleep) throw new Asleep('the stack is being given up');
    const known = this.#journal[this.#at] as Outcome<T> | undefined;
    const outcome = known ?? this.#perform(perform, target);
    if (known === undefined) this.#journal.push(outcome);
    else if ('bytes' in known && known.bytes !== undefined) target?.set(known.bytes);
    this.#at++;
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  #perform<T>(perform: () => T, target: Uint8Array | undefined): Outcome<T> {
    try {
      const value = perform();
      if (target === undefined || typeof value !== 'number' || value <= 0) return { value };
      return { value, bytes: target.slice(0, value) };
    } catch (error) {
      if (!(error instanceof Asleep)) return { error };
      this.#fellAsleep = true;
      throw error;
    }
  }
}

/** The thread whose program runs at this moment. */
let running: Thread | undefined;

/** A call by whoever runs: a thread, or nobody in particular. */
export function called<T>(perform: () => T, target?: Uint8Array): T {
  return running === undefined ? perform() : running.call(perform, target);
}

// How long commands take, for INFO commandstats, SLOWLOG and LATENCY. Two looks at the clock cost some 70 ns, a third of
// what a GET takes in all; so a command that is never slow by itself is timed once in SAMPLE calls, and counted for all.

import type { Args } from '@byor/03-event-loop/core';
import type { Command } from './command.ts';

const SAMPLE = 16;
/** The time that a request of more bytes takes is that of copying them. */
const LARGE_REQUEST_BYTES = 16 * 1024;

export class CommandTiming {
  readonly #exact = new Set<string>();
  #isExact = false;

  /** From now on `who` needs the time of every call, or needs it no more. */
  setExact(who: string, wanted: boolean): void {
    if (wanted) this.#exact.add(who);
    else this.#exact.delete(who);
    this.#isExact = this.#exact.size > 0;
  }

  /** May this call go untimed? The first of a command, and each one SAMPLE calls later, may not. */
  skips({ isQuick, calls }: Command, args: Args): boolean {
    if (!isQuick || calls % SAMPLE === 0 || this.#isExact) return false;
    return args.lengthBytes < LARGE_REQUEST_BYTES;
  }

  /** Adds the time of one call to the command's sum. */
  count(command: Command, elapsedUs: number): void {
    const sampled = command.isQuick && !this.#isExact;
    command.elapsedUs += sampled ? SAMPLE * elapsedUs : elapsedUs;
  }
}

// When a rewrite is due by itself, and how the last one went: auto-aof-rewrite-percentage and -min-size, INFO's figures.

import type { Engine } from '@byor/05-expiry/core';

/** After a failure the next try waits this long, then twice as long, and so on. */
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 3_600_000;

export class RewriteSchedule {
  readonly #engine: Engine;
  /** Size of the base file when it was new. */
  baseBytes = 0;
  /** BGREWRITEAOF's and its own, those that came to an end. */
  rewrites = 0;
  failures = 0;
  /** -1: there was none. */
  lastSeconds = -1;
  #startedMs = 0;
  #couldNotBegin = false;
  #retryMs = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get currentSeconds(): number {
    return Math.floor((this.#engine.now() - this.#startedMs) / 1000);
  }

  get lastSucceeded(): boolean {
    return this.failures === 0 && !this.#couldNotBegin;
  }

  mayRetry(): boolean {
    return this.failures === 0 || this.#engine.now() >= this.#retryMs;
  }

  /** Has the log grown enough since its base was new? */
  isDue(sizeBytes: number): boolean {
    const { config } = this.#engine;
    const percentage = config.number('auto-aof-rewrite-percentage');
    if (percentage === 0 || sizeBytes <= config.number('auto-aof-rewrite-min-size')) return false;
    const base = Math.max(1, this.baseBytes);
    return Math.floor((sizeBytes * 100) / base) - 100 >= percentage && this.mayRetry();
  }

  started(): void {
    this.#startedMs = this.#engine.now();
  }

  /** A rewrite could not even make its files. INFO says so until one succeeds, as Redis does. */
  couldNotBegin(): void {
    this.#couldNotBegin = true;
  }

  ended(well: boolean): void {
    this.#couldNotBegin = false;
    this.rewrites++;
    this.lastSeconds = this.currentSeconds;
    this.failures = well ? 0 : this.failures + 1;
    const delayMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.failures - 1));
    this.#retryMs = this.#engine.now() + delayMs;
  }
}

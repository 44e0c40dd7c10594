// Which commands a wait for a processor has delayed: those that were on their way when the server or the generator waited, and
// those that queued up behind them, until the last of the former was answered.

export class Disturbances {
  /** The last wait that delays what still waits; undefined when none does. */
  #heldUpMs: number | undefined;
  #calmSinceMs: number;

  constructor(startMs: number) {
    this.#calmSinceMs = startMs;
  }

  /** Does a wait still delay what waits? */
  get lasts(): boolean {
    return this.#heldUpMs !== undefined;
  }

  /** Somebody has waited for a processor until now. */
  heldUp(nowMs: number): void {
    this.#heldUpMs = nowMs;
  }

  /** `oldestDueMs`: when that command was due that has waited longest; Infinity when none waits. */
  look(nowMs: number, oldestDueMs: number): void {
    if (this.#heldUpMs === undefined || oldestDueMs <= this.#heldUpMs) return;
    this.#heldUpMs = undefined;
    this.#calmSinceMs = nowMs;
  }

  /** Was a command delayed that was due then and is answered now? */
  delayed(dueMs: number): boolean {
    return this.#heldUpMs !== undefined || dueMs < this.#calmSinceMs;
  }
}

// Counters behind INFO stats. CONFIG RESETSTAT sets them back.

/** How often INFO's operations per second are measured, and over how many such measures they are averaged. */
const SAMPLE_MS = 100;
const SAMPLES = 16;

export class Stats {
  readonly startedMs: number;
  commands = 0;
  connections = 0;
  rejectedConnections = 0;
  readonly lookups = { hits: 0, misses: 0 };
  /** Error replies by their first word: `ERR`, `WRONGTYPE`. */
  readonly errors = new Map<string, number>();
  readonly #resets: (() => void)[] = [];
  readonly #rates: number[] = [];
  #sampledMs: number;
  #sampledCommands = 0;

  constructor(startedMs: number) {
    this.startedMs = startedMs;
    this.#sampledMs = startedMs;
  }

  countError(code: string): void {
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }

  get errorReplies(): number {
    let sum = 0;
    for (const count of this.errors.values()) sum += count;
    return sum;
  }

  /** Called in every turn; measures when it is time. */
  sample(nowMs: number): void {
    const elapsedMs = nowMs - this.#sampledMs;
    if (elapsedMs >= 0 && elapsedMs < SAMPLE_MS) return;
    if (elapsedMs > 0)
      this.#rates.push(((this.commands - this.#sampledCommands) * 1000) / elapsedMs);
    if (this.#rates.length > SAMPLES) this.#rates.shift();
    this.#sampledMs = nowMs;
    this.#sampledCommands = this.commands;
  }

  get commandsPerSecond(): number {
    const sum = this.#rates.reduce((total, rate) => total + rate, 0);
    return Math.round(sum / Math.max(1, this.#rates.length));
  }

  /** A layer with counters of its own sets them back here. */
  onReset(reset: () => void): void {
    this.#resets.push(reset);
  }

  reset(): void {
    this.commands = 0;
    this.connections = 0;
    this.rejectedConnections = 0;
    this.lookups.hits = 0;
    this.lookups.misses = 0;
    this.errors.clear();
    this.#rates.length = 0;
    this.#sampledCommands = 0;
    for (const reset of this.#resets) reset();
  }
}

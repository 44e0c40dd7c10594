// Counters behind INFO stats. CONFIG RESETSTAT sets them back.

export class Stats {
  readonly startedMs: number;
  commands = 0;
  connections = 0;
  readonly lookups = { hits: 0, misses: 0 };

  constructor(startedMs: number) {
    this.startedMs = startedMs;
  }

  reset(): void {
    this.commands = 0;
    this.connections = 0;
    this.lookups.hits = 0;
    this.lookups.misses = 0;
  }
}

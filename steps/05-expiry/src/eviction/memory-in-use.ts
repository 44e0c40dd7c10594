// How much memory counts against maxmemory. What keys and values take is known at any moment; clients' buffers are summed up
// now and then, for that takes longer than a command.

import { clientBytes, type Engine, keyspaceBytes } from '@byor/04-kv/core';

const SUM_UP_EVERY_MS = 100;

export class MemoryInUse {
  readonly #engine: Engine;
  #clientBytes = 0;
  #summedMs = Number.NEGATIVE_INFINITY;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Bytes in use; O(databases), and ten times a second O(clients). */
  get bytes(): number {
    const nowMs = this.#engine.now();
    if (Math.abs(nowMs - this.#summedMs) >= SUM_UP_EVERY_MS) {
      this.#summedMs = nowMs;
      this.#clientBytes = clientBytes(this.#engine);
    }
    return this.#engine.startupBytes + this.#clientBytes + keyspaceBytes(this.#engine);
  }
}

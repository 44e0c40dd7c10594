// How much memory counts against maxmemory. What keys and values take is known at any moment; what is beside them (code,
// the engine's objects, clients' buffers) is summed up now and then, for that takes longer than a command.

import { bytesBesideKeys, type Engine, keyspaceBytes } from '@byor/04-kv/core';

const SUM_UP_EVERY_MS = 100;

export class MemoryInUse {
  readonly #engine: Engine;
  #besideBytes = 0;
  #summedMs = Number.NEGATIVE_INFINITY;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Bytes in use; O(databases), and ten times a second O(clients). */
  get bytes(): number {
    const nowMs = this.#engine.now();
    if (Math.abs(nowMs - this.#summedMs) >= SUM_UP_EVERY_MS) {
      this.#summedMs = nowMs;
      this.#besideBytes = bytesBesideKeys(this.#engine);
    }
    return this.#besideBytes + keyspaceBytes(this.#engine);
  }
}

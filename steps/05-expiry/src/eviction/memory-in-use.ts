// How much memory counts against maxmemory. What keys and strings take is known exactly at any moment; what else the
// process holds (sorted sets, buffers, code) is asked of the process now and then, for asking takes longer than a command.

import type { Engine } from '@byor/04-kv/core';
import { keyspacesOf } from '../keyspaces.ts';

const ASK_EVERY_MS = 100;

export class MemoryInUse {
  readonly #engine: Engine;
  #besideBytes = 0;
  #askedMs = Number.NEGATIVE_INFINITY;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Bytes in use; O(databases). */
  get bytes(): number {
    const nowMs = this.#engine.now();
    if (Math.abs(nowMs - this.#askedMs) >= ASK_EVERY_MS) this.ask();
    return this.#besideBytes + this.#sum('usedBytes');
  }

  /** Asks the process what it holds beside the keyspaces. */
  ask(): void {
    this.#askedMs = this.#engine.now();
    const { usedBytes } = this.#engine.host.info.memory();
    this.#besideBytes = Math.max(0, usedBytes - this.#sum('memoryBytes'));
  }

  #sum(figure: 'usedBytes' | 'memoryBytes'): number {
    return keyspacesOf(this.#engine).reduce((sum, keyspace) => sum + keyspace[figure], 0);
  }
}

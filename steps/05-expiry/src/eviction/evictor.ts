// Makes room: takes keys out, one after the other, until no more memory is in use than there may be.
// Bound: the time budget of a turn; what is left of it goes on in the next one's maintain phase.

import type { Engine } from '@byor/04-kv/core';
import type { ExpiringKeyspace } from '../expiring-keyspace.ts';
import { keyspacesOf } from '../keyspaces.ts';
import { CandidatePool } from './candidate-pool.ts';
import type { Frequency } from './frequency.ts';
import type { MemoryInUse } from './memory-in-use.ts';
import { NO_EVICTION } from './policy.ts';

/** Keys between two looks at the clock. */
const BATCH = 16;

export type Outcome = 'enough' | 'in progress' | 'nothing left';

export class Evictor {
  limitBytes = 0;
  policy = NO_EVICTION;
  samples = 5;
  budgetUs = 500;
  /** INFO stats: evicted_keys. */
  evicted = 0;
  /** How long more was in use than may be, until it last was enough. */
  #exceededUs = 0;
  /** Since when more is in use than may be; undefined: it is enough. */
  #exceededSinceUs: number | undefined;
  readonly #engine: Engine;
  readonly #memory: MemoryInUse;
  readonly #frequency: Frequency;
  readonly #pool = new CandidatePool();
  /** The database whose turn it is to lose a random key. */
  #at = 0;

  constructor(engine: Engine, memory: MemoryInUse, frequency: Frequency) {
    this.#engine = engine;
    this.#memory = memory;
    this.#frequency = frequency;
  }

  get mustEvict(): boolean {
    return this.limitBytes > 0 && this.#memory.bytes > this.limitBytes && !this.#engine.loading;
  }

  /** Candidates of another policy say nothing any more. */
  forget(): void {
    this.#pool.clear();
  }

  run(): Outcome {
    if (this.limitBytes === 0 && this.#exceededSinceUs === undefined) return 'enough';
    const outcome = this.#makeRoom();
    const { host } = this.#engine;
    if (outcome !== 'enough') {
      this.#exceededSinceUs ??= host.monotonicUs();
    } else if (this.#exceededSinceUs !== undefined) {
      this.#exceededUs += host.monotonicUs() - this.#exceededSinceUs;
      this.#exceededSinceUs = undefined;
    }
    return outcome;
  }

  /** INFO stats: total and current eviction_exceeded_time. */
  exceededMs(): { total: number; current: number } {
    const nowUs = this.#engine.host.monotonicUs();
    const currentUs = nowUs - (this.#exceededSinceUs ?? nowUs);
    return {
      total: Math.floor((this.#exceededUs + currentUs) / 1000),
      current: Math.floor(currentUs / 1000),
    };
  }

  /** CONFIG RESETSTAT. */
  resetStats(): void {
    this.evicted = 0;
    this.#exceededUs = 0;
    this.#exceededSinceUs = undefined;
  }

  #makeRoom(): Outcome {
    if (!this.mustEvict) return 'enough';
    const { host } = this.#engine;
    const untilUs = host.monotonicUs() + this.budgetUs;
    do {
      for (let n = 0; n < BATCH; n++) {
        if (!this.#evictOne()) return 'nothing left';
        if (!this.mustEvict) return 'enough';
      }
    } while (host.monotonicUs() < untilUs);
    return 'in progress';
  }

  #evictOne(): boolean {
    const { victim } = this.policy;
    if (victim === 'none') return false;
    const gone = victim === 'random' ? this.#evictRandom() : this.#evictBest();
    if (gone) this.evicted++;
    return gone;
  }

  #evictRandom(): boolean {
    const keyspaces = keyspacesOf(this.#engine);
    for (let n = 0; n < keyspaces.length; n++) {
      this.#at = (this.#at + 1) % keyspaces.length;
      const keyspace = keyspaces[this.#at] as ExpiringKeyspace;
      let key: string | undefined;
      keyspace.draw(1, this.policy.volatile, (drawn) => {
        key = drawn;
      });
      if (key !== undefined && keyspace.evict(key)) return true;
    }
    return false;
  }

  #evictBest(): boolean {
    const keyspaces = keyspacesOf(this.#engine);
    while (this.#fillPool(keyspaces)) {
      for (let best = this.#pool.take(); best !== undefined; best = this.#pool.take()) {
        const keyspace = keyspaces[best.dbIndex] as ExpiringKeyspace;
        const mayGo = !this.policy.volatile || keyspace.hasDeadline(best.key);
        if (mayGo && keyspace.evict(best.key)) return true;
      }
    }
    return false;
  }

  /** @returns whether any key may go at all */
  #fillPool(keyspaces: readonly ExpiringKeyspace[]): boolean {
    const { volatile } = this.policy;
    let any = false;
    keyspaces.forEach((keyspace, dbIndex) => {
      if ((volatile ? keyspace.expires : keyspace.size) > 0) any = true;
      keyspace.draw(this.samples, volatile, (key, access, whenMs) => {
        this.#pool.offer({ dbIndex, key, score: this.#score(keyspace, access, whenMs) });
      });
    });
    return any;
  }

  #score(keyspace: ExpiringKeyspace, access: number, whenMs: number): number {
    switch (this.policy.victim) {
      case 'least recently used':
        return keyspace.secondsSince(access);
      case 'least frequently used':
        return 255 - this.#frequency.of(access);
      default:
        return -whenMs;
    }
  }
}

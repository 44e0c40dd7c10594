// Who sends: redis-benchmark where it is on PATH and can do the workload, our own otherwise. All contestants of a match are
// put under load by the same one.

import type { Load } from '../figures.ts';
import { keysFor, type Workload, workloadOf } from '../workloads.ts';
import type { LoadThread } from './own/load-thread.ts';
import { type Address, type Outcome, redisBenchmark } from './redis-benchmark.ts';

export interface Generator {
  readonly name: 'redis-benchmark' | 'own';
  can(workload: Workload): boolean;
  shoot(address: Address, load: Load, commands: number): Promise<Outcome>;
}

/** `program` is where it lies. */
export function redisBenchmarkGenerator(program: string): Generator {
  return {
    name: 'redis-benchmark',
    can: ({ mix }) => mix.length === 1,
    shoot(address, { workload, payloadBytes, clients, pipeline }, commands) {
      const words = workloadOf(workload).mix[0]?.words('x'.repeat(payloadBytes)) ?? [];
      const keys = keysFor(payloadBytes);
      return redisBenchmark(program, address, words, { clients, pipeline, commands, keys });
    },
  };
}

export function ownGenerator(thread: LoadThread, seed: number): Generator {
  return {
    name: 'own',
    can: () => true,
    shoot({ host, port }, { workload, payloadBytes, clients, pipeline }, commands) {
      const payload = 'x'.repeat(payloadBytes);
      const kinds = workloadOf(workload).mix.map(({ share, words }) => ({
        share,
        words: words(payload),
      }));
      const keys = keysFor(payloadBytes);
      return thread.run({
        address: { host, port },
        kinds,
        clients,
        pipeline,
        commands,
        keys,
        seed,
      });
    },
  };
}

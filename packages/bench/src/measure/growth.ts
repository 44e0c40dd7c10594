// The longest pause while a server grows from nothing to five million keys, without stop: what one more client waits for a PONG
// that asks every millisecond. Rehashing, the collector, the allocator, all that holds the thread up is in it; what server or
// generator had to wait for a processor is not.

import { type Contestant, start } from '../contestants.ts';
import type { Figure, Round } from '../figures.ts';
import type { LoadThread } from '../load/own/load-thread.ts';
import { KEY } from '../workloads.ts';
import { type How, inTurn } from './how.ts';
import { VALUE } from './memory.ts';

export const GROWN_KEYS = 5_000_000;
/** Few, with few in flight: what waits in the queue ahead of the PING takes well below a millisecond. */
const CLIENTS = 4;
const PIPELINE = 16;
const PROBE_EVERY_MS = 1;

export function measureGrowth(
  contestants: readonly Contestant[],
  { longRounds, thread, told }: How,
): Promise<Figure[]> {
  return inTurn('growth', contestants, { rounds: longRounds, told }, (contestant) =>
    grow(contestant, thread),
  );
}

async function grow(contestant: Contestant, thread: LoadThread): Promise<Round> {
  const server = await start(contestant);
  try {
    return await thread.run({
      address: { host: server.host, port: server.port },
      pid: server.pid,
      kinds: [{ share: 1, words: ['SET', KEY, VALUE] }],
      clients: CLIENTS,
      pipeline: PIPELINE,
      commands: GROWN_KEYS,
      keys: GROWN_KEYS,
      inOrder: true,
      probeEveryMs: PROBE_EVERY_MS,
      seed: 1,
    });
  } finally {
    await server.stop();
  }
}

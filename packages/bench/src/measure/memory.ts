// Memory for a key: how far the resident set grows from empty to a million keys, both after a full collection.

import { type Contestant, type Started, start } from '../contestants.ts';
import type { Figure, Round } from '../figures.ts';
import { fill } from '../load/fill.ts';
import type { LoadThread } from '../load/own/load-thread.ts';
import { residentBytes } from '../vitals.ts';
import { KEY } from '../workloads.ts';
import { type How, inTurn } from './how.ts';

export const MILLION = 1_000_000;
export const VALUE = 'v'.repeat(32);

const COLLECTOR = new URL('./collect-when-told.mjs', import.meta.url).href;
const LONGEST_COLLECTION_MS = 30_000;
const POLL_MS = 20;

export function measureMemory(
  contestants: readonly Contestant[],
  { longRounds, thread, told }: How,
): Promise<Figure[]> {
  return inTurn('memory', contestants, { rounds: longRounds, told }, (contestant) =>
    growthPerKey(contestant, thread),
  );
}

/** Nothing where the system does not tell. */
async function growthPerKey(contestant: Contestant, thread: LoadThread): Promise<Round> {
  const server = await start(contestant, ['--expose-gc'], [COLLECTOR]);
  try {
    const emptyBytes = await collectedBytes(server);
    await fill(thread, server, ['SET', KEY, VALUE], MILLION);
    const filledBytes = await collectedBytes(server);
    if (emptyBytes === undefined || filledBytes === undefined) return {};
    return { bytesPerKey: (filledBytes - emptyBytes) / MILLION };
  } finally {
    await server.stop();
  }
}

async function collectedBytes(server: Started): Promise<number | undefined> {
  if (server.contestant.stage !== undefined) await collect(server);
  return residentBytes(server.pid);
}

async function collect(server: Started): Promise<void> {
  const collections = () => server.output().split('collected').length;
  const before = collections();
  process.kill(server.pid, 'SIGUSR2');
  const giveUpMs = performance.now() + LONGEST_COLLECTION_MS;
  while (collections() === before) {
    if (performance.now() > giveUpMs) throw new Error(`${server.name} did not collect`);
    if (await server.ended(POLL_MS)) throw new Error(`${server.name}: ${server.lastWords()}`);
  }
}

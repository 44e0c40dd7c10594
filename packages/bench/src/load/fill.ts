// Empties a server, and puts every key of a range there, in order.

import type { LoadThread } from './own/load-thread.ts';
import type { Address } from './redis-benchmark.ts';

const IN_FLIGHT = 100;

export async function empty(thread: LoadThread, address: Address): Promise<void> {
  await send(thread, address, ['FLUSHALL'], 1);
}

/** `words` holds `__rand_int__` where the number goes. Rejects with the server's first error. */
export async function fill(
  thread: LoadThread,
  address: Address,
  words: readonly string[],
  keys: number,
): Promise<void> {
  await send(thread, address, words, keys);
}

function send(
  thread: LoadThread,
  { host, port }: Address,
  words: readonly string[],
  commands: number,
): Promise<unknown> {
  return thread.run({
    address: { host, port },
    kinds: [{ share: 1, words }],
    clients: 1,
    pipeline: IN_FLIGHT,
    commands,
    keys: commands,
    inOrder: true,
    seed: 1,
  });
}

// How often a loop was woken: one that spins is woken thousands of times where one that waits is not.

import type { EventLoop } from '../../src/index.ts';

/** From now on counts the waits that found something ready. */
export function countBusyTurns({ poller }: EventLoop): () => number {
  let busyTurns = 0;
  const wait = poller.wait.bind(poller);
  poller.wait = (timeoutMs) => {
    const ready = wait(timeoutMs);
    if (ready > 0) busyTurns++;
    return ready;
  };
  return () => busyTurns;
}

// Plays scenarios, each on a server and a directory of its own.

import { Place } from './place.ts';
import type { Scenario } from './scenarios.ts';

/** @throws BrokenPromise */
export async function play({ flags, run }: Scenario): Promise<void> {
  const place = new Place(...flags);
  try {
    await run(place);
  } finally {
    await place.leave();
  }
}

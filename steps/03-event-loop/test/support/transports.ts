// Runs a suite on each transport. One that does not run on this platform is skipped, and the reason is visible.

import { describe, test } from 'vitest';
import { TRANSPORTS, whyNot } from '../../src/index.ts';

export function onEachTransport(suite: (name: (typeof TRANSPORTS)[number]) => void): void {
  for (const name of TRANSPORTS) {
    const reason = whyNot(name);
    describe(name, () => {
      if (reason === undefined) suite(name);
      else test.skip(`not here: ${reason}`, () => {});
    });
  }
}

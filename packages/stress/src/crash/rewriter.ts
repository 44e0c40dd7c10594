// Rewrites under load, one after the other.

import { pause, withClient } from './inspect.ts';
import type { Victim } from './subject.ts';

/** Asks for one rewrite after the other, so that the kill falls into some step of one. */
export class Rewriter {
  begun = 0;
  #over = false;
  readonly #done: Promise<void>;

  /** `before`: done before each of them. */
  constructor(victim: Victim, random: () => number, before: () => void) {
    this.#done = this.#run(victim, random, before).catch(() => undefined); // until the server is killed
  }

  stop(): Promise<void> {
    this.#over = true;
    return this.#done;
  }

  #run({ server }: Victim, random: () => number, before: () => void): Promise<void> {
    return withClient(server, async (client) => {
      while (!this.#over) {
        await pause(random() * 100);
        before();
        const answer = await client.call('BGREWRITEAOF').value();
        if (typeof answer === 'string') this.begun++;
      }
    });
  }
}

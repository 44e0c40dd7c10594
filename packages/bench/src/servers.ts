// The servers of a run: each is started when it is first needed, and lives until the end.

import { type Contestant, type Started, start } from './contestants.ts';

export class Servers {
  readonly #contestantOf: (id: string) => Contestant;
  readonly #started = new Map<string, Promise<Started>>();

  constructor(contestantOf: (id: string) => Contestant) {
    this.#contestantOf = contestantOf;
  }

  get(id: string): Promise<Started> {
    const started = this.#started.get(id) ?? start(this.#contestantOf(id));
    this.#started.set(id, started);
    return started;
  }

  all(ids: readonly string[]): Promise<Started[]> {
    return Promise.all(ids.map((id) => this.get(id)));
  }

  async stop(): Promise<void> {
    const all = await Promise.allSettled(this.#started.values());
    await Promise.all(all.map((each) => (each.status === 'fulfilled' ? each.value.stop() : null)));
  }
}

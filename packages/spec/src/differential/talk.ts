// A connection to one of two servers that are compared: what it replied, or why it does not any more.

import { WireClient } from '../client.ts';
import type { RunningServer } from '../server.ts';
import type { Protocol } from './pair.ts';

const REPLY_TIMEOUT_MS = 30_000;

export class Talk {
  /** The replies as latin1; the last one says why no more came, where not all did. */
  readonly received: string[] = [];
  ended = false;
  readonly #server: RunningServer;
  #client?: WireClient;

  constructor(server: RunningServer) {
    this.#server = server;
  }

  /** To an empty server. */
  begin(protocol: Protocol): Promise<void> {
    const { host, port } = this.#server;
    return this.#try(async () => {
      const options = { host, port, timeoutMs: REPLY_TIMEOUT_MS, number: 1, transcript: [] };
      this.#client = await WireClient.open(options);
      if (protocol === 3) await this.#client.call('HELLO', 3).reply();
      await this.#client.call('FLUSHALL').reply();
    });
  }

  /** What is replied does not count. */
  ask(words: readonly string[]): Promise<void> {
    return this.#try(async () => void (await this.#client?.call(...words).reply()));
  }

  say(commands: readonly (readonly string[])[]): Promise<void> {
    return this.#try(async () => {
      const calls = commands.map((words) => this.#client?.call(...words));
      for (const call of calls) if (call) this.received.push(await call.bytes());
    });
  }

  end(): void {
    this.#client?.close();
  }

  async #try(act: () => Promise<void>): Promise<void> {
    if (this.ended) return;
    try {
      await act();
    } catch (error) {
      const ended = this.#server.alive() ? '' : `\n${this.#server.lastWords()}`;
      this.received.push(`(${(error as Error).message})${ended}`);
      this.ended = true;
    }
  }
}

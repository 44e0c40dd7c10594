// A client of a cache: reads some of its keys, writes others anew, and remembers what was acknowledged and what it saw gone.

import type { RunningServer, Value, WireClient } from '@byor/spec/harness';
import { pause, withClient } from '../inspect.ts';
import { type Cached, readOf, serialIn, writeOf } from './cached.ts';

const AT_ONCE = 6;
const LONGEST_PAUSE_MS = 8;

export interface Known {
  /** Of the last write that was acknowledged, or was found after the last crash. -1: none. */
  acked: number;
  /** performance.now() */
  ackedMs: number;
  /** It was seen to be gone since then. */
  gone: boolean;
}

export class Guest {
  readonly keys: readonly Cached[];
  readonly known: Map<string, Known>;
  sent = 0;
  acknowledged = 0;
  /** What no right server says. */
  trouble: string | undefined;
  readonly #random: () => number;
  readonly #tell: () => void;
  #serial = 0;
  #talk: Promise<void> = Promise.resolve();
  #sawGone: () => void = () => {};
  /** Resolves when a key was seen gone in this round, or the round's connection has ended. */
  sawGone: Promise<void> = Promise.resolve();

  constructor(keys: readonly Cached[], random: () => number, acknowledged: () => void) {
    this.keys = keys;
    this.known = new Map(keys.map(({ key }) => [key, { acked: -1, ackedMs: 0, gone: true }]));
    this.#random = random;
    this.#tell = acknowledged;
  }

  /** No write has a higher one. */
  get lastSerial(): number {
    return this.#serial;
  }

  /** Writes every key once. */
  async fill(client: WireClient): Promise<void> {
    await this.#write(client, this.keys);
  }

  begin(server: RunningServer): void {
    this.sent = 0;
    this.acknowledged = 0;
    this.sawGone = new Promise((resolve) => {
      this.#sawGone = resolve;
    });
    const talk = async (client: WireClient) => {
      while (this.trouble === undefined) await this.#visit(client);
    };
    this.#talk = withClient(server, talk)
      .catch(() => undefined) // until the server is killed
      .finally(this.#sawGone);
  }

  ended(): Promise<void> {
    return this.#talk;
  }

  /** Reads some keys and writes others: what was seen gone is to stay gone until the kill. */
  async #visit(client: WireClient): Promise<void> {
    const looked = this.#someKeys();
    const reads = looked.map((cached) => client.call(...readOf(cached)));
    for (const [at, cached] of looked.entries()) {
      this.#heard(cached, await (reads[at] as (typeof reads)[0]).value());
    }
    await this.#write(client, this.#someKeys());
    client.pending.length = 0;
    await pause(this.#random() * LONGEST_PAUSE_MS);
  }

  #someKeys(): Cached[] {
    const from = Math.floor(this.#random() * this.keys.length);
    return [...this.keys, ...this.keys].slice(from, from + AT_ONCE);
  }

  async #write(client: WireClient, chosen: readonly Cached[]): Promise<void> {
    const serials = chosen.map(() => ++this.#serial);
    this.sent += chosen.length;
    const writes = chosen.map((cached, at) =>
      client.call(...writeOf(cached, serials[at] as number)),
    );
    for (const [at, { key }] of chosen.entries()) {
      const reply = await (writes[at] as (typeof writes)[0]).value();
      if (reply === 'OK' || typeof reply === 'number' || typeof reply === 'bigint') {
        this.#acknowledge(key, serials[at] as number);
      } else {
        this.trouble ??= `${key}: a write was answered ${String(reply)}`;
      }
    }
  }

  #heard(cached: Cached, value: Value): void {
    const known = this.known.get(cached.key) as Known;
    const serial = serialIn(cached, value);
    if (serial === undefined) {
      known.gone = true;
      this.#sawGone();
    } else if (serial !== known.acked || known.gone) {
      this.trouble ??= `${cached.key}: read write ${serial} after ${known.gone ? 'it was gone, and before that ' : ''}${known.acked}`;
    }
  }

  #acknowledge(key: string, serial: number): void {
    this.known.set(key, { acked: serial, ackedMs: performance.now(), gone: false });
    this.acknowledged++;
    this.#tell();
  }
}

// ACL LOG: who was refused what, the latest first. The same refusal again within a minute is counted, not written anew.

import { describe } from '../admin/client-list.ts';
import type { Call } from '../engine/call.ts';
import type { Client } from '../engine/client.ts';

const SAME_MS = 60_000;
const DEFAULT_COUNT = 10;

export interface Refusal {
  readonly reason: 'auth' | 'command' | 'key';
  /** The command, the key, or AUTH and its like. */
  readonly object: string;
  readonly username: string;
}

interface Entry extends Refusal {
  count: number;
  whenMs: number;
  /** As CLIENT INFO shows it. */
  client: string;
}

export class AclLog {
  /** acllog-max-len. */
  maxEntries = 128;
  #entries: Entry[] = [];

  add(client: Client, refusal: Refusal): void {
    const whenMs = client.engine.now();
    const known = this.#entries.findIndex((entry) => isSame(entry, refusal, whenMs));
    const [before] = known < 0 ? [] : this.#entries.splice(known, 1);
    const count = (before?.count ?? 0) + 1;
    this.#entries.unshift({ ...refusal, count, whenMs, client: describe(client, whenMs) });
    if (this.#entries.length > this.maxEntries) this.#entries.length = this.maxEntries;
  }

  clear(): void {
    this.#entries = [];
  }

  reply({ engine, reply }: Call, count = DEFAULT_COUNT): void {
    const shown = this.#entries.slice(0, Math.max(0, count));
    reply.array(shown.length);
    for (const { reason, object, username, ...entry } of shown) {
      reply.map(7);
      reply.bulk('count');
      reply.integer(entry.count);
      const texts = { reason, context: 'toplevel', object, username };
      for (const [name, text] of Object.entries(texts)) {
        reply.bulk(name);
        reply.bulk(text);
      }
      reply.bulk('age-seconds');
      reply.double((engine.now() - entry.whenMs) / 1000);
      reply.bulk('client-info');
      reply.bulk(entry.client);
    }
  }
}

function isSame(entry: Entry, refusal: Refusal, nowMs: number): boolean {
  return (
    entry.reason === refusal.reason &&
    entry.object === refusal.object &&
    entry.username === refusal.username &&
    nowMs - entry.whenMs <= SAME_MS
  );
}

// A server as a cache: more is written than it may keep, so that keys are evicted all the while. After a crash each key is what
// the log says last (its write, or nothing when an eviction followed), no acknowledged write is missing in the log, and what
// a client saw gone does not come back.

import type { RunningServer, WireClient } from '@byor/spec/harness';
import { BrokenPromise } from '../../program.ts';
import type { Loss } from '../history.ts';
import { knowsSortedSets, pipeline, withClient } from '../inspect.ts';
import type { Trial, TrialOptions } from '../trial.ts';
import { type Cached, cachedBy, readOf, serialIn } from './cached.ts';
import { Guest, type Known } from './guest.ts';
import { LogHistory, type Told } from './log-history.ts';

const POLICIES = ['allkeys-lru', 'allkeys-lfu', 'allkeys-random'];
/** What the data of one client may take; its keys would take three times as much. */
const ROOM_BYTES = 256 * 1024;

export class Caches implements Trial {
  evicted = 0;
  readonly #options: TrialOptions;
  readonly #log: LogHistory;
  #guests: Guest[] = [];

  constructor(options: TrialOptions, directory: string) {
    this.#options = options;
    this.#log = new LogHistory(directory);
  }

  get sent(): number {
    return this.#guests.reduce((sum, guest) => sum + guest.sent, 0);
  }

  get acknowledged(): number {
    return this.#guests.reduce((sum, guest) => sum + guest.acknowledged, 0);
  }

  async prepare(client: WireClient): Promise<void> {
    const { clients, random, acknowledged } = this.#options;
    const sets = await knowsSortedSets(client);
    this.#guests = Array.from(
      { length: clients },
      (_, index) => new Guest(cachedBy(index, sets), random, acknowledged),
    );
    for (const guest of this.#guests) await guest.fill(client);
  }

  async begin(server: RunningServer): Promise<void> {
    this.evicted = 0;
    const { clients, random } = this.#options;
    await withClient(server, async (client) => {
      const info = String(await client.call('INFO', 'memory').value());
      const startBytes = Number(/^used_memory_startup:(\d+)/m.exec(info)?.[1]);
      const policy = POLICIES[Math.floor(random() * POLICIES.length)] as string;
      await client.call('CONFIG', 'SET', 'maxmemory-policy', policy).value();
      const limitBytes = startBytes + clients * ROOM_BYTES;
      await client.call('CONFIG', 'SET', 'maxmemory', limitBytes).value();
    });
    for (const guest of this.#guests) guest.begin(server);
  }

  /** A client saw a key gone: before that, an eviction that is not in the log would break no promise. */
  happened(): Promise<void> {
    return Promise.race(this.#guests.map((guest) => guest.sawGone));
  }

  async ended(): Promise<void> {
    await Promise.all(this.#guests.map((guest) => guest.ended()));
    const before = this.#log.evictions;
    this.#log.read();
    this.evicted = this.#log.evictions - before;
  }

  beforeFilesGo(): void {
    this.#log.keep();
  }

  async judge(client: WireClient, killedMs: number): Promise<Loss> {
    const loss = { count: 0, oldestMs: 0 };
    for (const guest of this.#guests) {
      if (guest.trouble !== undefined) throw new BrokenPromise(guest.trouble);
      const values = await pipeline(client, guest.keys.map(readOf));
      for (const [at, cached] of guest.keys.entries()) {
        const found = serialIn(cached, values[at] ?? null);
        const known = guest.known.get(cached.key) as Known;
        const told = this.#log.of(cached.key);
        checkKey(cached, found, told, known, guest.lastSerial);
        if ((told?.serial ?? -1) < known.acked) {
          loss.count++;
          loss.oldestMs = Math.max(loss.oldestMs, killedMs - known.ackedMs);
        }
        guest.known.set(cached.key, {
          acked: told?.serial ?? -1,
          ackedMs: 0,
          gone: found === undefined,
        });
      }
    }
    return loss;
  }
}

function checkKey(
  { key }: Cached,
  found: number | undefined,
  told: Told | undefined,
  known: Known,
  lastSerial: number,
): void {
  const broken = (what: string) => {
    throw new BrokenPromise(`${key}: ${what}`);
  };
  const expected = told === undefined || told.evicted ? undefined : told.serial;
  const words = (serial: number | undefined) =>
    serial === undefined ? 'nothing' : `write ${serial}`;
  if (found !== expected) {
    const log = told?.evicted ? `that write ${told.serial} was evicted` : words(told?.serial);
    broken(`the log says ${log}, there is ${words(found)}`);
  }
  if (found !== undefined && found > lastSerial) broken(`write ${found} was never sent`);
  if (found !== undefined && found === known.acked && known.gone) {
    broken(
      `write ${found} is back, though a client had seen it gone: its eviction is not in the log`,
    );
  }
}

// Everybody who comes: the crowd with its few active ones, those who pipeline, the hostile ones.

import { setTimeout as delay } from 'node:timers/promises';
import { BrokenPromise, shown } from '../program.ts';
import { type Hostile, neverReads, Resetter, saysNothing } from './hostile.ts';
import type { LoadOptions } from './load.ts';
import { connect, increments, Peer, setAndGet } from './peer.ts';

/** What a group of clients got done in a time. */
export interface Phase {
  readonly commandsPerSecond: number;
  /** 99 of 100 batches took no longer. */
  readonly p99Ms: number;
  readonly slowestMs: number;
}

const DEPTH = 16;
/** Nobody who behaves waits longer for a first reply. */
const LONGEST_WAIT_MS = 10_000;
const LOOK_AGAIN_MS = 50;
/** Connects at a time. The listener's backlog is 511. */
const CHUNK = 200;

export class Guests {
  readonly #options: LoadOptions;
  readonly #idle: Hostile[] = [];
  readonly #active: Peer[] = [];
  readonly #pipelining: Peer[] = [];
  readonly #hostile: Hostile[] = [];

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  async crowd(): Promise<void> {
    const { server, connections, active } = this.#options;
    await inChunks(connections, async (n) => {
      if (n >= active) this.#idle.push(await saysNothing(server));
      else this.#active.push(new Peer(await connect(server), setAndGet(`active:${n}`)));
    });
    for (const peer of this.#active) void peer.talk();
  }

  async others(): Promise<void> {
    const { server, pipelining, hostile } = this.#options;
    await inChunks(pipelining, async (n) => {
      const next = increments(`pipelining:${n}`, DEPTH);
      this.#pipelining.push(new Peer(await connect(server), next));
    });
    for (const peer of this.#pipelining) void peer.talk();
    await inChunks(hostile, async () => {
      this.#hostile.push(await neverReads(server), await saysNothing(server));
      this.#hostile.push(new Resetter(server));
    });
  }

  /** What the well-behaved ones get done meanwhile. @throws BrokenPromise when one of them gets nothing, or nonsense */
  async talk(phaseMs: number): Promise<{ active: Phase; pipelining: Phase }> {
    const peers = [...this.#active, ...this.#pipelining];
    for (const peer of peers) peer.reset();
    const startMs = performance.now();
    await delay(phaseMs);
    // A short phase may end before a busy machine lets everybody have their turn.
    const waits = () => peers.some(({ trouble, commands }) => !trouble && commands === 0);
    while (waits() && performance.now() - startMs < LONGEST_WAIT_MS) await delay(LOOK_AGAIN_MS);
    const elapsedMs = performance.now() - startMs;
    for (const { trouble, commands } of peers) {
      if (trouble !== undefined) throw new BrokenPromise(`a client that behaves ${trouble}`);
      if (commands === 0)
        throw new BrokenPromise(`a client that behaves got no reply in ${shown(elapsedMs)} ms`);
    }
    return {
      active: phase(this.#active, elapsedMs),
      pipelining: phase(this.#pipelining, elapsedMs),
    };
  }

  /** Everybody goes. @returns how often the resetters reset */
  end(): number {
    for (const guest of [...this.#active, ...this.#pipelining, ...this.#idle, ...this.#hostile])
      guest.end();
    return this.#hostile.reduce(
      (sum, guest) => sum + (guest instanceof Resetter ? guest.resets : 0),
      0,
    );
  }
}

async function inChunks(count: number, one: (index: number) => Promise<void>): Promise<void> {
  for (let at = 0; at < count; at += CHUNK) {
    const size = Math.min(CHUNK, count - at);
    await Promise.all(Array.from({ length: size }, (_, n) => one(at + n)));
  }
}

function phase(peers: readonly Peer[], elapsedMs: number): Phase {
  const commands = peers.reduce((sum, peer) => sum + peer.commands, 0);
  const latencies = peers.flatMap(({ latenciesMs }) => latenciesMs).sort((a, b) => a - b);
  return {
    commandsPerSecond: Math.round((commands * 1000) / elapsedMs),
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
    slowestMs: latencies.at(-1) ?? 0,
  };
}

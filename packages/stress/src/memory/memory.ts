// Is the memory that is counted (INFO's used_memory, which maxmemory goes by) the memory that the process holds? The server is
// filled, all garbage is collected, and the growth of both is compared. It begins from a server that has worked and is empty:
// what its own code takes once it is compiled is nobody's data.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WireClient } from '@byor/spec/harness';
import { startNewest } from '../newest.ts';
import { BrokenPromise } from '../program.ts';
import { heldBy } from './held.ts';
import type { Filler, Shape } from './shapes.ts';

const MIB = 1024 * 1024;
/** The most that is evicted. */
const EVICTED_MIB = 8;

export interface MemoryOptions {
  readonly shapes: readonly Shape[];
  /** Weighed when so much is counted, in this order. */
  readonly sizesMib: readonly number[];
  /** How far from what is held it may be, as a part of it. */
  readonly bound: number;
  readonly told: (weighing: Weighing) => void;
  /** Another program in the newest stage's place. */
  readonly program?: string;
}

export interface Weighing {
  readonly shape: string;
  readonly countedBytes: number;
  readonly heldBytes: number;
  /** Of what is held: 0.01 is one per cent too much. */
  readonly error: number;
  /** It was full, and more came in the place of others. */
  readonly evicting: boolean;
}

/** @throws BrokenPromise when one is out of bound, after all were weighed */
export async function weighAll(options: MemoryOptions): Promise<readonly Weighing[]> {
  const weighings: Weighing[] = [];
  const { told, bound } = options;
  for (const shape of options.shapes) {
    await weighShape(shape, options, (weighing) => {
      weighings.push(weighing);
      told(weighing);
    });
  }
  const out = weighings.filter(({ error }) => !(Math.abs(error) <= bound));
  if (out.length > 0) throw new BrokenPromise(`not what is held:\n${out.map(tell).join('\n')}`);
  return weighings;
}

export function tell({ shape, countedBytes, heldBytes, error, evicting }: Weighing): string {
  const mib = (bytes: number) => (bytes / MIB).toFixed(1).padStart(7);
  const percent = `${error < 0 ? '' : '+'}${(error * 100).toFixed(1)} %`;
  const name = shape.padEnd(36);
  return `  ${name}${mib(countedBytes)} ${mib(heldBytes)} ${percent.padStart(8)}${evicting ? '  evicting' : ''}`;
}

async function weighShape(
  shape: Shape,
  { sizesMib, program }: MemoryOptions,
  told: (weighing: Weighing) => void,
): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'memory-'));
  const preload = new URL('./tell-held.ts', import.meta.url);
  const flags = ['--dir', directory, '--maxclients', '20000'];
  const server = await startNewest({ flags, preload, ...(program && { program }) });
  const scale = new Scale(directory, await clientOf(server));
  const filler = await shape.open(server);
  try {
    await filler.warmUp();
    await scale.setToZero();
    const sizes = sizesMib.filter((size) => size <= (shape.mostMib ?? size));
    for (const size of sizes) {
      await scale.fill(filler, size * MIB);
      told(await scale.weigh(shape.name));
    }
    if (!shape.evicts) return;
    await scale.evict(filler, Math.min(1 / 4, EVICTED_MIB / Math.max(...sizes)));
    told(await scale.weigh(shape.name, true));
  } finally {
    filler.close();
    scale.close();
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function clientOf({ host, port }: { host: string; port: number }): Promise<WireClient> {
  return WireClient.open({ host, port, timeoutMs: 60_000, number: 1, transcript: [] });
}

class Scale {
  readonly #directory: string;
  readonly #client: WireClient;
  #counted = 0;
  #held = 0;
  #rounds = 0;

  constructor(directory: string, client: WireClient) {
    this.#directory = directory;
    this.#client = client;
  }

  async setToZero(): Promise<void> {
    this.#held = await heldBy(this.#directory);
    this.#counted = await this.#info('used_memory');
  }

  /** Until so much is counted. */
  async fill(filler: Filler, bytes: number): Promise<void> {
    for (; (await this.#grown()) < bytes; this.#rounds++) await filler.more();
  }

  /** From now on it is full; and as large a share of what is there comes once more. */
  async evict(filler: Filler, share: number): Promise<void> {
    const limit = await this.#info('used_memory');
    for (const [name, value] of [
      ['maxmemory-policy', 'allkeys-lru'],
      ['maxmemory', limit],
    ]) {
      await this.#client.call('CONFIG', 'SET', name as string, value as string).value();
    }
    for (let n = this.#rounds * share; n > 0; n--) await filler.more();
    if ((await this.#info('evicted_keys')) === 0) throw new BrokenPromise('nothing was evicted');
  }

  async weigh(shape: string, evicting = false): Promise<Weighing> {
    const heldBytes = (await heldBy(this.#directory)) - this.#held;
    const countedBytes = await this.#grown();
    return { shape, countedBytes, heldBytes, error: countedBytes / heldBytes - 1, evicting };
  }

  close(): void {
    this.#client.close();
  }

  async #grown(): Promise<number> {
    return (await this.#info('used_memory')) - this.#counted;
  }

  async #info(field: string): Promise<number> {
    const info = String(await this.#client.call('INFO', 'everything').value());
    const [, value] = new RegExp(`^${field}:(\\d+)`, 'm').exec(info) ?? [];
    if (value === undefined) throw new Error(`INFO has no ${field}`);
    return Number(value);
  }
}

// Node as the engine's host: the loop's clock, a secret seed from the system, figures of the process.

import { randomBytes, randomInt } from 'node:crypto';
import os from 'node:os';
import { getHeapSpaceStatistics } from 'node:v8';
import { clientsPossible, REDIS_VERSION, type Server } from '@byor/03-event-loop';
import type { Host, HostInfo } from './engine/host.ts';
import type { HashSeed } from './table/hash-table.ts';

export class NodeHost implements Host {
  readonly seed: HashSeed = [randomInt(2 ** 32), randomInt(2 ** 32)];
  readonly info: HostInfo = {
    os: `${os.type()} ${os.release()} ${os.machine()}`,
    processId: process.pid,
    runId: randomBytes(20).toString('hex'),
    executable: process.argv[1] ?? '',
    version: REDIS_VERSION,
    multiplexingApi: () => this.#server?.transport.name ?? 'none',
    memory,
    cpu,
  };
  #server: Server | undefined;

  /** The server comes last: its flags are the engine's parameters. */
  attach(server: Server): void {
    this.#server = server;
  }

  /** The loop's clock: it stands still within a turn, so that all of a turn happens at one time. */
  readonly now = (): number => this.#server?.loop.now ?? Date.now();

  monotonicUs(): number {
    return performance.now() * 1000;
  }

  readonly random = (below: number): number => Math.floor(Math.random() * below);

  secretBytes(length: number): Uint8Array {
    return randomBytes(length);
  }

  sleep(ms: number): void {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  }

  shutdown(): void {
    this.#server?.stop();
  }

  clientsPossible(wanted: number): number {
    return clientsPossible(wanted);
  }

  warn(text: string): void {
    console.error(text);
  }
}

function memory(): ReturnType<HostInfo['memory']> {
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { rssBytes: rss, objectBytes: heapUsed - youngBytes() + external - arrayBuffers };
}

/** What was made since the last small collection: next to nothing of it is still in use. */
function youngBytes(): number {
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  return young?.space_used_size ?? 0;
}

function cpu(): ReturnType<HostInfo['cpu']> {
  const { user, system } = process.cpuUsage();
  return { userS: user / 1e6, systemS: system / 1e6 };
}

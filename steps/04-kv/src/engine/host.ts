// What the engine asks of the machine it runs on: time, chance, and figures for INFO.

import { REDIS_VERSION } from '@byor/03-event-loop/core';
import type { HashSeed } from '../table/hash-table.ts';

export interface Host {
  /** Unix time in milliseconds; a server reads the clock once a turn. */
  now(): number;
  /** Microseconds from any origin, never going back. */
  monotonicUs(): number;
  /** A fair random integer in [0, below). */
  random(below: number): number;
  /** Bytes that nobody can foresee: passwords are made of them. */
  secretBytes(length: number): Uint8Array;
  /** Keys the hash tables; secret and different in each process. */
  readonly seed: HashSeed;
  /** Stops everything for that long: DEBUG SLEEP. */
  sleep(ms: number): void;
  /** Ends the server: SHUTDOWN. */
  shutdown(): void;
  /** How many of `wanted` clients the system has descriptors for. */
  clientsPossible(wanted: number): number;
  /** Tells whoever runs the server what they should know. */
  warn(text: string): void;
  readonly info: HostInfo;
}

/** What only INFO asks. */
export interface HostInfo {
  readonly os: string;
  readonly processId: number;
  readonly runId: string;
  readonly executable: string;
  /** How the transport waits: `epoll`. */
  multiplexingApi(): string;
  readonly version: string;
  /** All that the process has, and what the engine's own objects and code take of it: not what stands in buffers. */
  memory(): { readonly rssBytes: number; readonly objectBytes: number };
  /** Seconds of processor time. */
  cpu(): { readonly userS: number; readonly systemS: number };
}

/** A host that any JavaScript engine can be: a page, a test. */
export function pageHost(overrides: Partial<Host> = {}): Host {
  return {
    now: Date.now,
    monotonicUs: () => performance.now() * 1000,
    random: (below) => Math.floor(Math.random() * below),
    secretBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    seed: [Math.random() * 2 ** 32, Math.random() * 2 ** 32],
    sleep: () => {}, // a page must not stop
    shutdown: () => {},
    clientsPossible: (wanted) => wanted,
    warn: (text) => console.warn(text),
    info: {
      os: 'page',
      processId: 0,
      runId: '0'.repeat(40),
      executable: '',
      multiplexingApi: () => 'none',
      version: REDIS_VERSION,
      memory: () => ({ rssBytes: 0, objectBytes: 0 }),
      cpu: () => ({ userS: 0, systemS: 0 }),
    },
    ...overrides,
  };
}

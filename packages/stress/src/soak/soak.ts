// Mixed commands for a long time, with a model beside each client that knows every answer; clients come and go, keys die, the log is
// rewritten again and again. The promises: no wrong answer, then or after a restart; heap, memory and descriptors stay flat.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunningServer } from '@byor/spec/harness';
import { startNewest } from '../newest.ts';
import { BrokenPromise } from '../program.ts';
import { vitalsOf } from '../vitals.ts';
import { Guest } from './guest.ts';
import { readHeapNotes } from './heap-notes.ts';
import { type Bound, type Sample, type Trend, trendOf } from './slope.ts';

export interface SoakOptions {
  readonly durationMs: number;
  readonly clients: number;
  readonly seed: number;
  /** The longest a client waits between two batches, in ms. */
  readonly longestPauseMs: number;
  /** Batches after which a client leaves at the latest. */
  readonly longestStay?: number;
  readonly told: (so: Standing) => void;
  /** Another program in the newest stage's place. */
  readonly program?: string;
}

export interface Standing {
  readonly elapsedMs: number;
  readonly commands: number;
  /** How often a client has come and gone. */
  readonly visits: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
  readonly descriptors: number;
}

interface Trends {
  readonly heap: Trend;
  readonly rss: Trend;
  readonly descriptorTrend: Trend;
}

export interface SoakResult extends Standing, Trends {
  readonly restartedWith: number;
}

const MIB = 1024 * 1024;

/** What each figure may grow by. The slack is what a collector, a compiler and an allocator move by themselves. */
export const BOUNDS: Readonly<Record<'heap' | 'rss' | 'descriptors', Bound>> = {
  heap: { slack: 4 * MIB, perMinute: 0.1 * MIB },
  rss: { slack: 40 * MIB, perMinute: 0.5 * MIB },
  descriptors: { slack: 8, perMinute: 0 },
};

const SAMPLE_MS = 1000;
const FLAGS = [
  ...['--appendonly', 'yes', '--appendfsync', 'everysec'],
  ...['--auto-aof-rewrite-min-size', '1mb', '--auto-aof-rewrite-percentage', '100'],
];

/** @throws BrokenPromise */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const directory = mkdtempSync(path.join(tmpdir(), 'soak-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  process.once('exit', remove);
  const run = new Soak(options, directory);
  try {
    return await run.run();
  } finally {
    await run.stop();
    process.off('exit', remove);
    remove();
  }
}

class Soak {
  readonly #options: SoakOptions;
  readonly #directory: string;
  readonly #guests: Guest[] = [];
  readonly #rss: Sample[] = [];
  readonly #descriptors: Sample[] = [];
  #server: RunningServer | undefined;
  #startedMs = 0;

  constructor(options: SoakOptions, directory: string) {
    this.#options = options;
    this.#directory = directory;
  }

  async run(): Promise<SoakResult> {
    const { clients, durationMs } = this.#options;
    const server = await this.#start();
    for (let n = 0; n < clients; n++) this.#guests.push(new Guest(server, n, this.#options));
    this.#startedMs = performance.now();
    while (performance.now() - this.#startedMs < durationMs) {
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
      this.#sample(server);
      this.#check(server);
      this.#options.told(this.#standing());
    }
    await Promise.all(this.#guests.map((guest) => guest.leave()));
    this.#check(server);
    const result = { ...this.#standing(), ...this.#trends() };
    // A wrong answer first: it says more than a heap that grew a little.
    const restartedWith = await this.#restart();
    checkFlat(result);
    return { ...result, restartedWith };
  }

  async stop(): Promise<void> {
    for (const guest of this.#guests) guest.end();
    await this.#server?.stop();
  }

  async #start(): Promise<RunningServer> {
    const { program } = this.#options;
    this.#server = await startNewest({
      flags: ['--dir', this.#directory, ...FLAGS],
      preload: new URL('./watch-heap.ts', import.meta.url),
      ...(program === undefined ? {} : { program }),
    });
    return this.#server;
  }

  #sample({ pid }: RunningServer): void {
    const vitals = vitalsOf(pid);
    if (vitals === undefined) return;
    const atMs = Date.now();
    this.#rss.push({ atMs, value: vitals.rssBytes });
    this.#descriptors.push({ atMs, value: vitals.descriptors });
  }

  /** @throws BrokenPromise */
  #check(server: RunningServer): void {
    for (const { trouble, number } of this.#guests)
      if (trouble !== undefined) throw new BrokenPromise(`client ${number} ${trouble}`);
    if (!server.alive()) throw new BrokenPromise(`the server ended:\n${server.lastWords()}`);
  }

  #standing(): Standing {
    const sum = (of: (guest: Guest) => number) =>
      this.#guests.reduce((n, guest) => n + of(guest), 0);
    return {
      elapsedMs: performance.now() - this.#startedMs,
      commands: sum(({ commands }) => commands),
      visits: sum(({ visits }) => visits),
      heapBytes: readHeapNotes(this.#directory).at(-1)?.value ?? 0,
      rssBytes: this.#rss.at(-1)?.value ?? 0,
      descriptors: this.#descriptors.at(-1)?.value ?? 0,
    };
  }

  #trends(): Trends {
    return {
      heap: trendOf(readHeapNotes(this.#directory), BOUNDS.heap),
      rss: trendOf(this.#rss, BOUNDS.rss),
      descriptorTrend: trendOf(this.#descriptors, BOUNDS.descriptors),
    };
  }

  /** Ends the server and starts it again: all that the models know must be there. @returns how many replies said so */
  async #restart(): Promise<number> {
    const exitCode = await this.#server?.stop();
    if (exitCode !== 0) throw new BrokenPromise(`SIGTERM ended the server with ${exitCode}`);
    const server = await this.#start();
    let replies = 0;
    for (const guest of this.#guests) replies += await guest.look(server);
    this.#check(server);
    return replies;
  }
}

/** @throws BrokenPromise that names all that grows */
function checkFlat({ heap, rss, descriptorTrend }: Trends): void {
  const growing = Object.entries({ heap, rss, descriptors: descriptorTrend })
    .filter(([, { growth, allowed }]) => growth > allowed)
    .map(([name, { growth, allowed, perMinute }]) => {
      return `${name} grew by ${Math.round(growth)} (${Math.round(perMinute)} a minute); ${Math.round(allowed)} is the bound`;
    });
  if (growing.length > 0) throw new BrokenPromise(growing.join('\n'));
}

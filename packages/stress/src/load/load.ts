// A crowd of clients, few of them active, and then the hostile ones beside them. The promises: every reply is right, nobody who
// behaves waits for ever, memory stays within a bound that follows from who is there, and all descriptors come back.

import { getRlimitNofile, setRlimitNofile, supported } from '@byor/libc';
import type { RunningServer } from '@byor/spec/harness';
import { BrokenPromise, mib, shown } from '../program.ts';
import { PeakMemory, vitalsOf } from '../vitals.ts';
import { Guests, type Phase } from './guests.ts';
import { LARGE_BYTES, LARGE_KEY } from './hostile.ts';
import { command, connect } from './peer.ts';

export interface LoadOptions {
  readonly server: RunningServer;
  /** Held all the time. */
  readonly connections: number;
  /** How many of those talk. */
  readonly active: number;
  /** Beside them, 16 commands in flight each. */
  readonly pipelining: number;
  /** Of each of the three kinds. */
  readonly hostile: number;
  /** How long each of the two phases lasts. */
  readonly phaseMs: number;
  /** How long descriptors may take to come back. */
  readonly farewellMs?: number;
  readonly told: (line: string) => void;
}

export interface LoadResult {
  /** The active ones, alone in the crowd. */
  readonly alone: Phase;
  /** The same ones, with everybody else there. */
  readonly beside: Phase;
  readonly pipelining: Phase;
  readonly resets: number;
  readonly rssBeforeBytes: number;
  readonly rssPeakBytes: number;
  readonly descriptorsBefore: number;
  readonly descriptorsPeak: number;
  readonly descriptorsAfter: number;
}

/** A connection, with its session and its buffers. */
const CONNECTION_BYTES = 8 * 1024;
/** A busy one: its input may grow to 64 KiB. */
const BUSY_BYTES = 80 * 1024;
/** What the server holds for one that does not read: 1 MiB of replies and the one that went beyond, in a buffer that doubles. */
const UNREAD_BYTES = 2 * (1024 * 1024 + LARGE_BYTES);
/** For the collector: what is dead and not yet swept, and the code that was compiled. */
const SLACK_BYTES = 96 * 1024 * 1024;
const LONGEST_FAREWELL_MS = 20_000;

/** @throws BrokenPromise */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { server } = options;
  checkDescriptors(options);
  await prepare(server);
  const before = vitalsOf(server.pid) ?? { rssBytes: 0, descriptors: 0 };
  const memory = new PeakMemory(server.pid);
  const guests = new Guests(options);
  try {
    const phases = await talk(guests, options);
    const resets = guests.end();
    checkMemory(options, before.rssBytes, memory.stop());
    return {
      ...phases,
      resets,
      rssBeforeBytes: before.rssBytes,
      rssPeakBytes: memory.peakBytes,
      descriptorsBefore: before.descriptors,
      descriptorsAfter: await farewell(options, before.descriptors),
    };
  } finally {
    guests.end();
    memory.stop();
  }
}

type Phases = Pick<LoadResult, 'alone' | 'beside' | 'pipelining' | 'descriptorsPeak'>;

/** The active ones alone in the crowd, then with everybody there. */
async function talk(guests: Guests, options: LoadOptions): Promise<Phases> {
  const { server, connections, pipelining, hostile, phaseMs, told } = options;
  await guests.crowd();
  told(`${shown(connections)} connections held`);
  const alone = await guests.talk(phaseMs);
  told(`alone: ${tell(alone.active)}`);
  await guests.others();
  const descriptorsPeak = vitalsOf(server.pid)?.descriptors ?? 0;
  const beside = await guests.talk(phaseMs);
  told(`beside ${3 * hostile} hostile ones: ${tell(beside.active)}`);
  told(`${shown(pipelining)} pipelining: ${tell(beside.pipelining)}`);
  return {
    alone: alone.active,
    beside: beside.active,
    pipelining: beside.pipelining,
    descriptorsPeak,
  };
}

/** This process holds the other end of each. Node raises its limit to the hard one when it starts; children inherit it. */
function checkDescriptors({ connections, pipelining, hostile }: LoadOptions): void {
  const needed = connections + pipelining + 3 * hostile + 100;
  if (!supported) return;
  const { soft, hard } = getRlimitNofile();
  if (soft >= needed) return;
  if (hard < needed) {
    throw new Error(
      `${needed} descriptors are needed and ${hard} allowed: raise the limit (ulimit -Hn ${needed}), or hold fewer: --connections ${Math.floor(hard / 2)}`,
    );
  }
  setRlimitNofile(needed);
}

/** The large value, and one connection come and gone, so that what the first one leaves behind is counted before. */
async function prepare(server: RunningServer): Promise<void> {
  const socket = await connect(server);
  const value = 'x'.repeat(LARGE_BYTES);
  await new Promise<void>((resolve, reject) => {
    socket.once('data', () => resolve());
    socket.once('error', reject);
    socket.write(command('SET', LARGE_KEY, value));
  });
  socket.destroy();
  await descriptorsAtRest(server);
}

/** Until as many are open as a moment before: the server hears of an end in its own time. */
async function descriptorsAtRest({ pid }: RunningServer): Promise<void> {
  for (let last = -1, now = 0; now !== last; now = vitalsOf(pid)?.descriptors ?? 0) {
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function tell({ commandsPerSecond, p99Ms, slowestMs }: Phase): string {
  return `${shown(commandsPerSecond)} commands/s, p99 ${p99Ms.toFixed(1)} ms, slowest ${slowestMs.toFixed(0)} ms`;
}

/** What those who were there may have cost. */
export function memoryBound({ connections, pipelining, active, hostile }: LoadOptions): number {
  const busy = pipelining + active;
  return (
    (connections + 2 * hostile) * CONNECTION_BYTES +
    busy * BUSY_BYTES +
    hostile * UNREAD_BYTES +
    SLACK_BYTES
  );
}

function checkMemory(options: LoadOptions, beforeBytes: number, peakBytes: number): void {
  const bound = memoryBound(options);
  if (peakBytes - beforeBytes <= bound) return;
  throw new BrokenPromise(
    `memory grew by ${mib(peakBytes - beforeBytes)}; the bound is ${mib(bound)}`,
  );
}

/** Until the descriptors are as many as before. @throws BrokenPromise when they do not come back */
async function farewell(
  { server, farewellMs = LONGEST_FAREWELL_MS }: LoadOptions,
  before: number,
): Promise<number> {
  const giveUpMs = performance.now() + farewellMs;
  for (;;) {
    const now = vitalsOf(server.pid)?.descriptors;
    if (now === undefined) return 0; // the system does not tell
    if (now === before) return now;
    if (performance.now() > giveUpMs)
      throw new BrokenPromise(`${now} descriptors are open, ${before} were before anybody came`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// The newest stage's server without sockets, on a clock and a disk that the fuzzer holds. Nothing in it depends on time or
// chance, so that a case shows the same each time.

import { MalformedReply, type Reply, readReply } from '@byor/spec/harness';
import type { Client, Course, Engine, Layer, MemoryDisk } from './course.ts';

/** Small, so that no case is about memory: longer strings are refused as redis-server refuses them. */
export const MOST_BULK_BYTES = 1024 * 1024;

/** 2023: behind every deadline that a case writes as a moment of the future, before those of the past. */
const START_MS = 1_700_000_000_000;

/** How long each reading of the stopwatch takes, in µs: work that is cut into shares of time is cut into small ones. */
const TICK_US = 50;

export interface MachineOptions {
  readonly course: Course;
  readonly disk: MemoryDisk;
  readonly flags?: Readonly<Record<string, string>>;
  /** Layers on top: a planted fault. */
  readonly more?: readonly Layer[];
  readonly nowMs?: number;
}

export class Machine {
  readonly engine: Engine;
  nowMs: number;
  readonly warnings: string[] = [];

  /** @throws LogError when the disk's log cannot be loaded */
  constructor({ course, disk, flags = {}, more = [], nowMs = START_MS }: MachineOptions) {
    this.nowMs = nowMs;
    let ticksUs = 0;
    let draws = 0;
    const host = course.pageHost({
      now: () => this.nowMs,
      monotonicUs: () => (ticksUs += TICK_US),
      random: (below: number) => Math.imul(++draws, 0x9e3779b1) >>> 0 && draws % below,
      seed: [1, 2],
      sleep: (ms: number) => {
        this.nowMs += ms;
      },
    });
    const report = { note: () => {}, warn: (text: string) => void this.warnings.push(text) };
    this.engine = new course.Engine(host).use(...course.layers({ disk, report }), ...more);
    const limits = { 'proto-max-bulk-len': String(MOST_BULK_BYTES) };
    for (const [name, value] of Object.entries({ ...limits, ...flags }))
      this.engine.config.start(name, value);
    this.engine.start();
  }

  connect(): Talk {
    return new Talk(this.engine.connect());
  }

  /** Housekeeping, then the log, then whatever waited for the disk: what a turn does beside commands. */
  async turn(): Promise<void> {
    this.engine.maintain();
    this.engine.persist();
    await null;
  }
}

export class Talk {
  readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  /** Everything that comes back at once, as latin1. */
  say(bytes: Uint8Array): string {
    const { client } = this;
    client.input.feed(bytes);
    let heard = '';
    for (let more = true; more; ) {
      client.process();
      const { output } = client;
      more = output.length > 0 && !client.closing; // requests may wait until replies have left
      heard += Buffer.from(output.buffer.subarray(output.start, output.end)).toString('latin1');
      output.consume(output.length);
    }
    return heard;
  }

  call(...words: readonly string[]): string {
    return this.say(encode(words));
  }

  /** @throws MalformedReply */
  ask(...words: readonly string[]): Reply {
    const bytes = Buffer.from(this.call(...words), 'latin1');
    const reply = readReply(bytes);
    if (reply?.end !== bytes.length) throw new MalformedReply('not exactly one reply', 0);
    return reply;
  }

  leave(): void {
    this.client.closing = true;
    this.client.closed();
  }
}

export function encode(words: readonly string[]): Buffer {
  const parts = words.map((word) => `$${word.length}\r\n${word}\r\n`);
  return Buffer.from(`*${words.length}\r\n${parts.join('')}`, 'latin1');
}

const DATABASES = 16;

/** A small set forgets the sign of -0, in Redis too, and how small it was when a score came the log does not say. */
function membersOf(talk: Talk, key: string): string {
  const members = talk.call('ZRANGE', key, '0', '-1', 'WITHSCORES');
  return members.replaceAll('$2\r\n-0\r\n', '$1\r\n0\r\n');
}

/** Everything that a client can see of the data: the same text for the same contents. */
export function contentsOf(machine: Machine): string {
  const talk = machine.connect();
  const lines: string[] = [];
  for (let index = 0; index < DATABASES; index++) {
    talk.call('SELECT', String(index));
    for (const { text } of talk.ask('KEYS', '*').items) {
      const key = text ?? '';
      const type = talk.ask('TYPE', key).text ?? '';
      const value = type === 'zset' ? membersOf(talk, key) : talk.call('GET', key);
      const deadline = talk.ask('PEXPIRETIME', key).text;
      lines.push(JSON.stringify([index, key, type, value, deadline]));
    }
  }
  talk.leave();
  return lines.sort().join('\n');
}

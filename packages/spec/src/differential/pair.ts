// Two servers that get the same commands: the oracle, and the one under test.

import { WireClient } from '../client.ts';
import { type Reply, readReply } from '../reply.ts';
import type { RunningServer } from '../server.ts';
import type { Agreement, Step } from './model.ts';
import { partsOf, TIME_PASSES, timed, untilAfter } from './time.ts';

export type Protocol = 2 | 3;

/** Two replies to one command that should be the same; latin1, or in brackets why there is none. */
export interface Difference {
  readonly oracle: string;
  readonly subject: string;
  /** The commands up to the one whose replies differ. */
  readonly steps: readonly Step[];
}

const REPLY_TIMEOUT_MS = 5_000;
const CYCLE = (on: '0' | '1') => ['DEBUG', 'SET-ACTIVE-EXPIRE', on];
/** How far ahead "soon" is: more than both need for a part, most of the time. */
const LEAD_MS = 15;
const MOST_LEAD_MS = 2_000;
/** No sequence takes so long. */
const FAR_MS = 1_000_000;

export class Pair {
  readonly oracle: RunningServer;
  readonly subject: RunningServer;
  /** How many commands were compared. */
  commands = 0;
  readonly #finalLook: readonly Step[];

  constructor(oracle: RunningServer, subject: RunningServer, finalLook: readonly Step[]) {
    this.oracle = oracle;
    this.subject = subject;
    this.#finalLook = finalLook;
  }

  /** Sends a sequence to both, each part as one pipeline on a fresh connection, and finds the first difference. */
  async compare(protocol: Protocol, steps: readonly Step[]): Promise<Difference | undefined> {
    const all = [...steps, ...this.#finalLook];
    const [expected, actual] = (await this.#askInTime(protocol, all)).map(
      ({ received }) => received,
    );
    let answered = 0;
    for (const [at, { words, agreement }] of all.entries()) {
      if (words[0] === TIME_PASSES) continue;
      this.commands++;
      const [oracle = '', subject = ''] = [expected?.[answered], actual?.[answered]];
      answered++;
      if (essence(oracle, agreement) !== essence(subject, agreement)) {
        return { oracle, subject, steps: all.slice(0, at + 1) };
      }
    }
    return undefined;
  }

  async #askInTime(protocol: Protocol, steps: readonly Step[]): Promise<readonly Talk[]> {
    for (let leadMs = LEAD_MS; leadMs <= MOST_LEAD_MS; leadMs *= 2) {
      const talks = await this.#ask(protocol, steps, leadMs);
      if (talks) return talks;
    }
    throw new Error(`a server needs more than ${MOST_LEAD_MS} ms for a few commands`);
  }

  /** Undefined when a server was so slow that a moment may have passed before its time: what it answers then tells nothing. */
  async #ask(
    protocol: Protocol,
    steps: readonly Step[],
    leadMs: number,
  ): Promise<readonly Talk[] | undefined> {
    const talks = [new Talk(this.oracle), new Talk(this.subject)];
    const parts = partsOf(steps);
    const last = parts.pop() ?? [];
    await Promise.all(talks.map((talk) => talk.begin(protocol)));
    try {
      // Each active cycle comes in its own time: without it keys die when they are asked for, and a difference shows again.
      if (parts.length > 0) await Promise.all(talks.map((talk) => talk.ask(CYCLE('0'))));
      for (const part of parts) {
        const momentMs = Date.now() + leadMs;
        const words = part.map((each) => timed(each.words, momentMs, leadMs));
        await Promise.all(talks.map((talk) => talk.say(words)));
        if (talks.some(({ ended }) => ended)) return talks;
        if (Date.now() >= momentMs) return undefined;
        await untilAfter(Date.now() + leadMs + 1);
      }
      const words = last.map((each) => timed(each.words, Date.now() + FAR_MS, FAR_MS));
      await Promise.all(talks.map((talk) => talk.say(words)));
      if (parts.length > 0) await Promise.all(talks.map((talk) => talk.ask(CYCLE('1'))));
      return talks;
    } finally {
      for (const talk of talks) talk.end();
    }
  }
}

/** A connection to one of them. */
class Talk {
  /** The replies as latin1; the last one says why no more came, where not all did. */
  readonly received: string[] = [];
  ended = false;
  readonly #server: RunningServer;
  #client?: WireClient;

  constructor(server: RunningServer) {
    this.#server = server;
  }

  /** To an empty server. */
  begin(protocol: Protocol): Promise<void> {
    const { host, port } = this.#server;
    return this.#try(async () => {
      const options = { host, port, timeoutMs: REPLY_TIMEOUT_MS, number: 1, transcript: [] };
      this.#client = await WireClient.open(options);
      if (protocol === 3) await this.#client.call('HELLO', 3).reply();
      await this.#client.call('FLUSHALL').reply();
    });
  }

  /** What is replied does not count. */
  ask(words: readonly string[]): Promise<void> {
    return this.#try(async () => void (await this.#client?.call(...words).reply()));
  }

  say(commands: readonly (readonly string[])[]): Promise<void> {
    return this.#try(async () => {
      const calls = commands.map((words) => this.#client?.call(...words));
      for (const call of calls) if (call) this.received.push(await call.bytes());
    });
  }

  end(): void {
    this.#client?.close();
  }

  async #try(act: () => Promise<void>): Promise<void> {
    if (this.ended) return;
    try {
      await act();
    } catch (error) {
      const ended = this.#server.alive() ? '' : `\n${this.#server.lastWords()}`;
      this.received.push(`(${(error as Error).message})${ended}`);
      this.ended = true;
    }
  }
}

/** What of a reply must agree. */
export function essence(bytes: string, agreement: Agreement): string {
  if (agreement === 'exact' || bytes.startsWith('(') || bytes === '') return bytes;
  const reply = readReply(Buffer.from(bytes, 'latin1'));
  if (!reply || reply.type === '-') return bytes;
  return agreement === 'kind' ? `${reply.type}${reply.text === null}` : sortMembers(reply, bytes);
}

function sortMembers(reply: Reply, bytes: string): string {
  if (!'*~'.includes(reply.type)) return bytes.slice(reply.start, reply.end);
  const members = reply.items.map((item) => sortMembers(item, bytes)).sort();
  return `${reply.type}${members.length}\r\n${members.join('')}`;
}

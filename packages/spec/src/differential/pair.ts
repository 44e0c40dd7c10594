// Two servers that get the same commands: the oracle, and the one under test.

import { type Reply, readReply } from '../reply.ts';
import type { RunningServer } from '../server.ts';
import type { Agreement, Step } from './model.ts';
import { Talk } from './talk.ts';
import { partsOf, TIME_PASSES, timed, untilAfter } from './time.ts';

export type Protocol = 2 | 3;

/** Two replies to one command that should be the same; latin1, or in brackets why there is none. */
export interface Difference {
  readonly oracle: string;
  readonly subject: string;
  /** The commands up to the one whose replies differ. */
  readonly steps: readonly Step[];
}

const cycle = (on: '0' | '1') => ['DEBUG', 'SET-ACTIVE-EXPIRE', on];
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
    const both = (act: (talk: Talk) => Promise<void>) => Promise.all(talks.map(act));
    const parts = partsOf(steps);
    const last = parts.pop() ?? [];
    await both((talk) => talk.begin(protocol));
    try {
      // Each active cycle comes in its own time: without it keys die when they are asked for, and a difference shows again.
      if (parts.length > 0) await both((talk) => talk.ask(cycle('0')));
      for (const part of parts) {
        const momentMs = Date.now() + leadMs;
        await both((talk) => talk.say(timed(part, momentMs, leadMs)));
        if (talks.some(({ ended }) => ended)) return talks;
        if (Date.now() >= momentMs) return undefined;
        await untilAfter(Date.now() + leadMs + 1);
      }
      const farMs = Date.now() + FAR_MS;
      await both((talk) => talk.say(timed(last, farMs, FAR_MS)));
      if (parts.length > 0) await both((talk) => talk.ask(cycle('1')));
      return talks;
    } finally {
      for (const talk of talks) talk.end();
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

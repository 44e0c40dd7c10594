// Two servers that get the same commands: the oracle, and the one under test.

import { WireClient } from '../client.ts';
import { type Reply, readReply } from '../reply.ts';
import type { RunningServer } from '../server.ts';
import type { Agreement, Step } from './model.ts';

export type Protocol = 2 | 3;

/** Two replies to one command that should be the same; latin1, or in brackets why there is none. */
export interface Difference {
  readonly oracle: string;
  readonly subject: string;
  /** The commands up to the one whose replies differ. */
  readonly steps: readonly Step[];
}

const REPLY_TIMEOUT_MS = 5_000;

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

  /** Sends a sequence to both, to each as one pipeline on a fresh connection, and finds the first difference. */
  async compare(protocol: Protocol, steps: readonly Step[]): Promise<Difference | undefined> {
    const all = [...steps, ...this.#finalLook];
    const [expected, actual] = await Promise.all([
      ask(this.oracle, protocol, all),
      ask(this.subject, protocol, all),
    ]);
    for (const [i, { agreement }] of all.entries()) {
      this.commands++;
      const [oracle = '', subject = ''] = [expected[i], actual[i]];
      if (essence(oracle, agreement) !== essence(subject, agreement)) {
        return { oracle, subject, steps: all.slice(0, i + 1) };
      }
    }
    return undefined;
  }
}

/** The replies as latin1; the last one says why no more came, where not all did. */
async function ask(
  server: RunningServer,
  protocol: Protocol,
  steps: readonly Step[],
): Promise<string[]> {
  const { host, port } = server;
  const received: string[] = [];
  let client: WireClient | undefined;
  try {
    const options = { host, port, timeoutMs: REPLY_TIMEOUT_MS, number: 1, transcript: [] };
    client = await WireClient.open(options);
    if (protocol === 3) await client.call('HELLO', 3).reply();
    await client.call('FLUSHALL').reply();
    const calls: ReturnType<WireClient['call']>[] = [];
    for (const { words } of steps) calls.push(client.call(...words));
    for (const call of calls) received.push(await call.bytes());
  } catch (error) {
    const ended = server.alive() ? '' : `\n${server.lastWords()}`;
    received.push(`(${(error as Error).message})${ended}`);
  } finally {
    client?.close();
  }
  return received;
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

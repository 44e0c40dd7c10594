// Runs one case on a server that runs already: fresh connections, an empty keyspace, and an end in any case.

import type { WireContext } from './case.ts';
import { WireClient } from './client.ts';
import { CaseSkipped, type TranscriptLine, WireFailure } from './failure.ts';
import type { LocatedCase } from './repository.ts';

const REPLY_TIMEOUT_MS = 2_000;
const CASE_TIMEOUT_MS = 20_000;
/** The first stage that has FLUSHALL. */
export const FIRST_STAGE_WITH_KEYS = '04';

export interface Target {
  readonly host: string;
  readonly port: number;
  /** The stage whose cases are run ('04'). */
  readonly stage: string;
  /** Whether it is redis-server itself, where cases with `notOnRedis` are skipped. */
  readonly isRedis?: boolean;
  /** How long one reply may take, where a case says nothing else; 2,000 unless given. */
  readonly timeoutMs?: number | undefined;
  /** What every connection sends first: AUTH and SELECT of a URL. */
  readonly greeting?: readonly (readonly string[])[];
}

export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly reason: string }
  | {
      readonly kind: 'failed';
      readonly error: Error;
      readonly transcript: readonly TranscriptLine[];
    };

/** Runs a case and says how it ended; never rejects, never takes longer than 20 s. */
export async function runCase(wireCase: LocatedCase, target: Target): Promise<Outcome> {
  if (target.isRedis && wireCase.notOnRedis)
    return { kind: 'skipped', reason: wireCase.notOnRedis };
  const run = new CaseRun(wireCase, target);
  const thrown = (await caught(() => run.withinTime())) ?? (await caught(() => run.cleanUp()));
  await run.close();
  if (!thrown) return { kind: 'passed' };
  if (thrown instanceof CaseSkipped) return { kind: 'skipped', reason: thrown.message };
  return { kind: 'failed', error: thrown, transcript: run.transcript };
}

async function caught(run: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await run();
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

/**
 * Removes all keys of all databases, where there can be any. On a connection of its own, so that what a case does to its client
 * leaves no trace. Its reply is not judged.
 */
export async function empty(target: Target): Promise<void> {
  const { host, port, stage, timeoutMs = REPLY_TIMEOUT_MS } = target;
  if (stage < FIRST_STAGE_WITH_KEYS) return;
  const client = await WireClient.open({ host, port, timeoutMs, number: 1, transcript: [] });
  try {
    await greet(client, target);
    await client.call('FLUSHALL').reply();
  } finally {
    client.close();
  }
}

async function greet(client: WireClient, { greeting = [] }: Target): Promise<void> {
  for (const words of greeting) await client.call(...words).reply();
}

class CaseRun {
  readonly transcript: TranscriptLine[] = [];
  readonly #case: LocatedCase;
  readonly #target: Target;
  readonly #clients: WireClient[] = [];
  readonly #cleanups: (() => Promise<unknown>)[] = [];

  constructor(wireCase: LocatedCase, target: Target) {
    this.#case = wireCase;
    this.#target = target;
  }

  async withinTime(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<never>((_, reject) => {
      const message = `the case took longer than ${CASE_TIMEOUT_MS / 1000} s`;
      timer = setTimeout(() => reject(new WireFailure(message)), CASE_TIMEOUT_MS);
    });
    try {
      await Promise.race([this.#body(), timeUp]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Rejects when a clean-up does: what it should have put back would make other cases fail. */
  async cleanUp(): Promise<void> {
    for (let run = this.#cleanups.pop(); run; run = this.#cleanups.pop()) await run();
  }

  async close(): Promise<void> {
    await this.cleanUp().catch(() => undefined);
    const open = this.#clients.filter(({ socket }) => !socket.closed);
    await Promise.all(
      open.map(({ socket }) => new Promise((r) => socket.once('close', r).destroy())),
    );
  }

  async #body(): Promise<void> {
    await empty({ ...this.#target, timeoutMs: this.#timeoutMs });
    const { host, port, stage } = this.#target;
    const connect = () => this.#connect(this.transcript);
    const after = (cleanup: () => Promise<unknown>) => {
      this.#cleanups.push(cleanup);
    };
    const context: WireContext = { client: await connect(), connect, after, stage, host, port };
    await this.#case.run(context);
    for (const client of this.#clients) checkNothingLeft(client);
  }

  get #timeoutMs(): number {
    return this.#case.timeoutMs ?? this.#target.timeoutMs ?? REPLY_TIMEOUT_MS;
  }

  async #connect(transcript: TranscriptLine[]): Promise<WireClient> {
    const { host, port } = this.#target;
    const number = this.#clients.length + 1;
    const timeoutMs = this.#timeoutMs;
    const client = await WireClient.open({ host, port, timeoutMs, number, transcript });
    this.#clients.push(client);
    await greet(client, this.#target);
    return client;
  }
}

function checkNothingLeft(client: WireClient): void {
  const forgotten = client.pending.find((pending) => !pending.claimed);
  if (forgotten) {
    throw new Error(
      `the case never reads the reply to: ${forgotten.command} (add .expect(…) or .unread())`,
    );
  }
  if (client.leftover.length === 0) return;
  const mismatch = { expected: [], actual: client.leftover, offset: 0 };
  throw new WireFailure('the server sent more than one reply for each command', { mismatch });
}

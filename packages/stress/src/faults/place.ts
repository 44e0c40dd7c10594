// A server on a directory of its own whose disk and clock can be made to fail, and what its client asks of it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clip, type RunningServer, type Value, WireClient } from '@byor/spec/harness';
import { startNewest } from '../newest.ts';
import { BrokenPromise } from '../program.ts';
import { type Faults, filesOf, inject, write } from './control.ts';

const LONGEST_REPLY_MS = 10_000;
const LONGEST_WAIT_MS = 15_000;

export class Place {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'faults-'));
  /** What is injected at the moment. */
  faults: Faults = {};
  readonly #flags: readonly string[];
  #server: RunningServer | undefined;
  #clients: WireClient[] = [];

  constructor(...flags: readonly string[]) {
    this.#flags = flags;
  }

  get server(): RunningServer {
    if (this.#server === undefined) throw new Error('the server does not run');
    return this.#server;
  }

  /** Rejects with what it said when it does not start. */
  async start(faults: Faults = {}): Promise<void> {
    this.faults = faults;
    write(this.directory, faults);
    this.#server = await this.#launch();
  }

  /** One more on the same directory. @returns what it said when it ran after all */
  async startAnother(): Promise<string> {
    const another = await this.#launch();
    await another.stop();
    return another.output();
  }

  /** From now on. */
  inject(faults: Faults): Promise<void> {
    this.faults = faults;
    return inject(this.server.pid, this.directory, faults);
  }

  /** No faults any more, told to a server whose thread stands still: it looks for itself. */
  release(): void {
    this.faults = {};
    write(this.directory, {});
  }

  #launch(): Promise<RunningServer> {
    return startNewest({
      flags: ['--dir', this.directory, '--appendonly', 'yes', ...this.#flags],
      preload: new URL('./inject.ts', import.meta.url),
    });
  }

  async connect(): Promise<WireClient> {
    const { host, port } = this.server;
    const about = { timeoutMs: LONGEST_REPLY_MS, number: this.#clients.length, transcript: [] };
    const client = await WireClient.open({ host, port, ...about });
    this.#clients.push(client);
    return client;
  }

  /** kill -9: nothing is lost that the kernel has. */
  async kill(): Promise<void> {
    process.kill(-this.server.pid, 'SIGKILL');
    await this.server.ended(LONGEST_WAIT_MS);
  }

  /** Whatever runs ends, and the directory goes. */
  async leave(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.#server?.stop();
    for (const file of [this.directory, ...filesOf(this.directory)])
      rmSync(file, { recursive: true, force: true });
  }
}

/** The reply's value; an error as its text. */
export async function ask(client: WireClient, line: string): Promise<Value> {
  const value = await client.call(...line.split(' ')).value();
  const isError = value !== null && typeof value === 'object' && 'error' in value;
  return isError ? String(value.error) : value;
}

/** @throws BrokenPromise unless the reply is this, or matches it */
export async function expectReply(
  client: WireClient,
  line: string,
  expected: Value | RegExp,
): Promise<void> {
  const reply = await ask(client, line);
  const right = expected instanceof RegExp ? expected.test(String(reply)) : reply === expected;
  if (!right)
    throw new BrokenPromise(
      `${line} was answered ${told(String(reply), expected)}, not ${expected}`,
    );
}

/** Of a long answer (INFO) the line that is about what was expected. */
function told(reply: string, expected: Value | RegExp): string {
  const [field = ''] = expected instanceof RegExp ? expected.source.split(':') : [];
  const line = reply.split('\r\n').find((each) => each.startsWith(`${field}:`));
  return clip(line ?? reply, 300);
}

/** Asks until the reply is this. @throws BrokenPromise when it does not come to that */
export async function eventually(
  client: WireClient,
  line: string,
  expected: Value | RegExp,
): Promise<void> {
  const giveUpMs = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    try {
      return await expectReply(client, line, expected);
    } catch (error) {
      if (!(error instanceof BrokenPromise) || performance.now() > giveUpMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

export function promise(kept: boolean, broken: string): void {
  if (!kept) throw new BrokenPromise(broken);
}

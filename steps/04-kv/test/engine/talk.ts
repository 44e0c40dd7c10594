// An engine without sockets, and clients that talk to it in bytes.

import { Args, type Connection, latin1Slice, ReplyWriter } from '@byor/03-event-loop/core';
import type { Client } from '../../src/engine/client.ts';
import { Engine, type Layer } from '../../src/engine/engine.ts';
import { type Host, pageHost } from '../../src/engine/host.ts';
import { layers } from '../../src/layers.ts';

/** A clock that the test moves. Each command takes `commandUs` by it. */
export class TestClock {
  nowMs = 1_700_000_000_000;
  commandUs = 0;
  #monotonicUs = 0;

  readonly now = () => this.nowMs;
  readonly monotonicUs = () => {
    this.#monotonicUs += this.commandUs;
    return this.#monotonicUs;
  };
}

export interface TestEngine {
  readonly engine: Engine;
  readonly clock: TestClock;
  readonly shutdowns: () => number;
  /** What the operator was told. */
  readonly warnings: string[];
  /** A client, from this machine unless it says otherwise. */
  connect(remoteAddress?: string): Talk;
}

export type Flags = Readonly<Record<string, string>>;

export function startEngine(flags: Flags = {}, ...more: readonly Layer[]): TestEngine {
  return startLayers([...layers, ...more], flags);
}

/** An engine of a later stage's layers. */
export function startLayers(
  layers: readonly Layer[],
  flags: Flags = {},
  overrides: Partial<Host> = {},
): TestEngine {
  const clock = new TestClock();
  const warnings: string[] = [];
  let shutdowns = 0;
  const host = pageHost({
    now: clock.now,
    monotonicUs: clock.monotonicUs,
    sleep: (ms) => {
      clock.nowMs += ms;
    },
    shutdown: () => {
      shutdowns++;
    },
    warn: (text) => warnings.push(text),
    ...overrides,
  });
  const engine = new Engine(host).use(...layers);
  for (const [name, value] of Object.entries(flags)) engine.config.start(name, value);
  engine.start();
  return {
    engine,
    clock,
    shutdowns: () => shutdowns,
    warnings,
    connect: (remoteAddress = '127.0.0.1:50000') => new Talk(engine.connect({ remoteAddress })),
  };
}

/** One client's end of the conversation. */
export class Talk {
  readonly client: Client;
  flushes = 0;

  constructor(client: Client) {
    this.client = client;
    const connection: Connection = {
      id: client.id,
      fd: client.id,
      remoteAddress: `127.0.0.1:${50_000 + client.id}`,
      localAddress: '127.0.0.1:6379',
      flush: () => {
        this.flushes++;
      },
      close: () => this.leave(),
    };
    client.connection = connection;
  }

  /** Sends a command, its words separated by blanks, and gives the raw reply. */
  say(line: string): string {
    return this.call(...line.split(' '));
  }

  call(...args: readonly string[]): string {
    const request = new ReplyWriter();
    request.array(args.length);
    for (const arg of args) request.bulk(arg);
    this.client.input.feed(request.bytes());
    this.client.process();
    return this.heard();
  }

  /** LOLWUT, which does not look at its argument, with one that claims to have `lengthBytes`. Only its first bytes are there. */
  sayMuch(lengthBytes: number): string {
    const name = 'LOLWUT';
    const args = new Args(Buffer.from(name.padEnd(1000, 'x')));
    args.push(0, name.length);
    args.push(name.length, name.length + lengthBytes);
    this.client.engine.execute(args, this.client);
    return this.heard();
  }

  /** What has come without asking. */
  heard(): string {
    const { output } = this.client;
    const text = latin1Slice(output.buffer, output.start, output.end);
    output.consume(output.length);
    return text;
  }

  leave(): void {
    this.client.closing = true;
    this.client.closed();
  }
}

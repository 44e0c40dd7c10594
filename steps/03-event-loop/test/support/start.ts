// A server on a chosen transport in this very process, and clients of it on node:net: both turn on Node's loop,
// so a test awaits what it expects and needs neither ports nor sleeps. All is closed when the test has finished.

import { readdirSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { type Args, chooseTransport, respond, Session, type Transport } from '../../src/index.ts';
import { TestClient } from './client.ts';

export type Execute = (args: Args, session: Session) => void;

export interface Running<S extends Session = Session> {
  readonly transport: Transport;
  readonly host: string;
  readonly port: number;
  /** Sessions in the order of their coming. */
  readonly sessions: S[];
  connect(): Promise<TestClient>;
  /** Ends as a server does: stop, the last turn, close. */
  stop(): Promise<void>;
}

interface Surroundings {
  host?: string;
  clock?: () => number;
}

/** Each session runs `execute`, or is one that `open` makes. */
export function start(
  name: string,
  options?: Surroundings & { execute?: Execute },
): Promise<Running>;
export function start<S extends Session>(
  name: string,
  options: Surroundings & { open: () => S },
): Promise<Running<S>>;
export async function start(
  name: string,
  options: Surroundings & { execute?: Execute; open?: () => Session } = {},
): Promise<Running> {
  const { host = '127.0.0.1', execute = respond } = options;
  const { open = () => new Session(execute) } = options;
  const transport = chooseTransport(name, options.clock);
  const sessions: Session[] = [];
  const listener = await transport.listen({ host, port: 0 }, () => {
    const session = open();
    sessions.push(session);
    return session;
  });
  const end = transport.loop.run();
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      transport.loop.stop();
      await end;
      transport.close();
    })();
    return stopped;
  };
  const clients: TestClient[] = [];
  onTestFinished(async () => {
    await stop();
    await Promise.all(clients.map((client) => client.destroy()));
  });
  const connect = async () => {
    const client = await TestClient.connect(listener.host, listener.port);
    clients.push(client);
    return client;
  };
  return { transport, host: listener.host, port: listener.port, sessions, connect, stop };
}

/** How many descriptors this process has open. */
export function openDescriptors(): number {
  return readdirSync('/dev/fd').length;
}

/** Becomes true sooner or later, by what runs on Node's loop meanwhile; the test's own time limit is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

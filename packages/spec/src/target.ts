// The server under test: one that we start and may start again, or one that runs already and is not ours to harm.

import path from 'node:path';
import { WireClient } from './client.ts';
import type { Value } from './reply.ts';
import { FIRST_STAGE_WITH_KEYS, type Target } from './run.ts';
import { type RunningServer, startCommand, startStage } from './server.ts';

/** Something in the way of a run that the user can mend: exit code 2. */
export class UsageError extends Error {}

/** How long a server that fails a case is given to turn out to have died. */
const ENDING_MS = 100;

export interface TestedServer {
  readonly name: string;
  target(): Target;
  /** Starts our own server again when it has ended, or always with `force`. A foreign one is left alone. */
  revive(force: boolean): Promise<void>;
  /** The last lines of a server of ours that has ended; undefined while it runs. */
  lastWords(): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** Starts the stage's own server, or the command where one is given. */
export async function ownServer(stage: string, command?: string): Promise<TestedServer> {
  const start = () => (command ? startCommand(command) : startStage(stage));
  let server: RunningServer = await start().catch((error: Error) => {
    throw new UsageError(error.message);
  });
  let isRedis = await probe(server.host, server.port, stage);
  return {
    name: server.name,
    target: () => ({ host: server.host, port: server.port, stage, isRedis }),
    async revive(force) {
      if (server.alive() && !force) return;
      await server.stop();
      server = await start();
      isRedis = await probe(server.host, server.port, stage);
    },
    lastWords: async () => ((await server.ended(ENDING_MS)) ? server.lastWords() : undefined),
    async stop() {
      await server.stop();
    },
  };
}

/** A running server by its URL. Refuses one that holds keys, since each case begins with FLUSHALL. */
export async function foreignServer(
  stage: string,
  url: string,
  flush: boolean,
): Promise<TestedServer> {
  const { host, port, greeting } = parseUrl(url);
  const name = `${host}:${port}`;
  if (stage >= FIRST_STAGE_WITH_KEYS && !flush) await refuseKeys(name, host, port, greeting);
  const isRedis = await probe(host, port, stage, greeting);
  return {
    name,
    target: () => ({ host, port, stage, isRedis, greeting }),
    revive: async () => undefined,
    lastWords: async () => undefined,
    stop: async () => undefined,
  };
}

type Greeting = readonly (readonly string[])[];

/** redis://[[user]:password@]host[:port][/database] */
export function parseUrl(text: string): { host: string; port: number; greeting: Greeting } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'redis:' || !url.hostname) {
    throw new UsageError(`"${text}" is not a URL such as redis://127.0.0.1:6379`);
  }
  const greeting: string[][] = [];
  if (url.password) {
    greeting.push([
      'AUTH',
      ...[url.username, url.password].filter(Boolean).map(decodeURIComponent),
    ]);
  }
  if (url.pathname.length > 1) greeting.push(['SELECT', url.pathname.slice(1)]);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 6379), greeting };
}

async function refuseKeys(
  name: string,
  host: string,
  port: number,
  greeting: Greeting,
): Promise<void> {
  const replies = await ask(host, port, [...greeting, ['INFO', 'keyspace'], ['DBSIZE']]).catch(
    (error: Error) => {
      throw new UsageError(error.message);
    },
  );
  const [info, size] = replies.slice(-2);
  const perDatabase = [...String(info).matchAll(/^db\d+:keys=(\d+)/gm)].map((match) =>
    Number(match[1]),
  );
  const keys = Math.max(
    perDatabase.reduce((sum, count) => sum + count, 0),
    typeof size === 'number' ? size : 0,
  );
  if (keys === 0) return;
  const count = keys === 1 ? '1 key' : `${keys} keys`;
  throw new UsageError(
    `the server at ${name} holds ${count}, and the cases begin with FLUSHALL, which deletes every key of every database.\n` +
      'Point --url at an empty server, or add --flush if all of it may go.',
  );
}

/** Whether this is redis-server itself. Stages before 04 have no INFO, and may serve one client only. */
async function probe(
  host: string,
  port: number,
  stage: string,
  greeting: Greeting = [],
): Promise<boolean> {
  if (stage < FIRST_STAGE_WITH_KEYS) return false;
  const [info] = (await ask(host, port, [...greeting, ['INFO', 'server']]).catch(() => [])).slice(
    -1,
  );
  const executable = /^executable:(.*?)\r?$/m.exec(String(info))?.[1] ?? '';
  return /^(redis|valkey)-server/.test(path.basename(executable));
}

async function ask(host: string, port: number, commands: Greeting): Promise<Value[]> {
  const client = await WireClient.open({ host, port, timeoutMs: 2_000, number: 1, transcript: [] });
  try {
    const replies: Value[] = [];
    for (const words of commands) replies.push(await client.call(...words).value());
    return replies;
  } finally {
    client.close();
  }
}

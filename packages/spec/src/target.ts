// The server under test: one that we start and may start again, or one that runs already and is not ours to harm.

import path from 'node:path';
import { WireClient } from './client.ts';
import { WireFailure } from './failure.ts';
import type { Value } from './reply.ts';
import { empty, FIRST_STAGE_WITH_KEYS, type Target } from './run.ts';
import { type RunningServer, startCommand, startStage } from './server.ts';
import { warnOfVersion } from './tools.ts';

/** Something in the way of a run that the user can mend: exit code 2. */
export class UsageError extends Error {}

/** How long a server that fails a case is given to turn out to have died. */
const ENDING_MS = 100;

export interface TestedServer {
  readonly name: string;
  /** A redis-server of another version than the cases describe says so here. */
  readonly warning: string | undefined;
  target(): Target;
  /** Starts our own server again when it has ended, or always with `force`. A foreign one is left alone. */
  revive(force: boolean): Promise<void>;
  /** The last lines of a server of ours that has ended; undefined while it runs. */
  lastWords(): Promise<string | undefined>;
  stop(): Promise<unknown>;
}

/** Starts the stage's own server, or the command where one is given. */
export async function ownServer(
  stage: string,
  { cmd, timeoutMs }: { cmd?: string | undefined; timeoutMs: number },
): Promise<TestedServer> {
  const start = () => (cmd ? startCommand(cmd) : startStage(stage));
  let server: RunningServer = await start().catch((error: Error) => {
    throw new UsageError(error.message);
  });
  const { isRedis, warning } = await inspect({
    host: server.host,
    port: server.port,
    stage,
    timeoutMs,
  });
  return {
    name: server.name,
    warning,
    target: () => ({ host: server.host, port: server.port, stage, isRedis, timeoutMs }),
    async revive(force) {
      if (server.alive() && !force) return;
      await server.stop();
      server = await start();
    },
    lastWords: async () => ((await server.ended(ENDING_MS)) ? server.lastWords() : undefined),
    stop: () => server.stop(),
  };
}

/** A running server by its URL. Refuses one that holds keys, since each case begins with FLUSHALL; left empty at the end. */
export async function foreignServer(
  stage: string,
  { url, flush, timeoutMs }: { url: string; flush: boolean; timeoutMs: number },
): Promise<TestedServer> {
  const { host, port, greeting } = parseUrl(url);
  const about: Target = { host, port, stage, greeting, timeoutMs };
  const { isRedis, warning, keys } = await inspect(about);
  if (keys > 0 && !flush) {
    throw new UsageError(
      `the server at ${host}:${port} holds ${keys === 1 ? '1 key' : `${keys} keys`}, and each case begins with FLUSHALL, ` +
        'which deletes every key of every database.\nPoint --url at an empty server, or add --flush if all of it may go.',
    );
  }
  return {
    name: 'the server',
    warning,
    target: () => ({ ...about, isRedis }),
    revive: async () => undefined,
    lastWords: async () => undefined,
    // What the last case left would be in the way of the next run. A server that is gone has nothing left.
    stop: () => empty(about).catch(() => undefined),
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
    const credentials = [url.username, url.password].filter(Boolean).map(decodeURIComponent);
    greeting.push(['AUTH', ...credentials]);
  }
  if (url.pathname.length > 1) greeting.push(['SELECT', url.pathname.slice(1)]);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 6379), greeting };
}

interface Inspection {
  readonly isRedis: boolean;
  readonly warning?: string | undefined;
  readonly keys: number;
}

const NOTHING_KNOWN: Inspection = { isRedis: false, keys: 0 };

/**
 * Whether this is redis-server itself, and how many keys it holds. What answers nonsense holds none: the cases
 * will say so. Stages before 04 have no INFO and may serve one client at a time: they are not asked.
 */
async function inspect(target: Target): Promise<Inspection> {
  const { host, port, stage, greeting = [], timeoutMs = 2_000 } = target;
  if (stage < FIRST_STAGE_WITH_KEYS) return NOTHING_KNOWN;
  const options = { host, port, timeoutMs, number: 1, transcript: [] };
  const client = await WireClient.open(options).catch((error: Error) => {
    throw new UsageError(error.message);
  });
  try {
    for (const words of greeting) refuseError(await client.call(...words).value());
    const info = String(refuseError(await client.call('INFO').value()));
    const size = await client.call('DBSIZE').value();
    const perDatabase = [...info.matchAll(/^db\d+:keys=(\d+)/gm)].map((match) => Number(match[1]));
    const keys = Math.max(...perDatabase, typeof size === 'number' ? size : 0);
    const executable = /^executable:(.*?)\r?$/m.exec(info)?.[1] ?? '';
    const isRedis = /^(redis|valkey)-server/.test(path.basename(executable));
    const version = /^redis_version:(\S+)/m.exec(info)?.[1] ?? 'of unknown version';
    return { isRedis, warning: isRedis ? warnOfVersion(version) : undefined, keys };
  } catch (error) {
    if (error instanceof WireFailure) return NOTHING_KNOWN;
    throw error;
  } finally {
    client.close();
  }
}

/** A server that wants a password cannot be tested without; other errors are the business of the cases. */
function refuseError(value: Value): Value {
  const text = typeof value === 'object' && value && 'error' in value ? value.error : '';
  if (!/^(NOAUTH|WRONGPASS)|invalid DB index|DB index is out of range/.test(text)) return value;
  throw new UsageError(`${text} (the URL may say: redis://user:password@127.0.0.1:6379/0)`);
}

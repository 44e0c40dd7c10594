// Servers as processes on a directory of their own, and what they hold, compared through the wire.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningServer, startRedis, startStage } from '@byor/spec';
import { Redis } from 'ioredis';
import { afterAll, onTestFinished } from 'vitest';

export function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'byor-aof-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** One for all tests of a file. */
export function temporaryDirectoryForSuite(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'byor-aof-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export type Start = (directory: string, ...flags: string[]) => Promise<RunningServer>;

/** A stage of this course. */
export const starterOf =
  (stage: string): Start =>
  (directory, ...flags) =>
    started(startStage(stage, ['--appendonly', 'yes', '--dir', directory, ...flags]));

export const startOurs = starterOf('06');

export const startTheirs: Start = (directory, ...flags) =>
  started(
    startRedis([
      ...['--appendonly', 'yes', '--aof-use-rdb-preamble', 'no', '--dir', directory],
      ...flags,
    ]),
  );

async function started(starting: Promise<RunningServer>): Promise<RunningServer> {
  const server = await starting;
  onTestFinished(async () => void (await server.stop()));
  return server;
}

/** SIGTERM; with what it has said and its exit code. */
export async function stop(server: RunningServer): Promise<number | null> {
  return server.stop();
}

export async function withClient<T>(
  { host, port }: RunningServer,
  use: (client: Redis) => Promise<T>,
): Promise<T> {
  const client = new Redis(port, host, { enableReadyCheck: false, retryStrategy: () => null });
  client.on('error', () => {});
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}

/** Everything in the server: database, key, type, value and deadline of each, sorted. */
export function holdings(server: RunningServer): Promise<string[]> {
  return withClient(server, async (client) => {
    const lines: string[] = [];
    for (let database = 0; database < 16; database++) {
      await client.select(database);
      const keys = (await client.callBuffer('KEYS', '*')) as Buffer[];
      for (const key of keys) {
        const type = String(await client.call('TYPE', key));
        const value = (await client.callBuffer(...reader(type, key))) as Buffer | Buffer[];
        const parts = (Array.isArray(value) ? value : [value]).map((part) =>
          part.toString('latin1'),
        );
        const deadline = await client.call('PEXPIRETIME', key);
        lines.push(JSON.stringify([database, key.toString('latin1'), type, parts, deadline]));
      }
    }
    return lines.sort();
  });
}

function reader(type: string, key: Buffer): [string, ...(string | Buffer)[]] {
  if (type === 'zset') return ['ZRANGE', key, '0', '-1', 'WITHSCORES'];
  return ['GET', key];
}

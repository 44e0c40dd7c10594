// What a restarted server holds, asked over the wire.

import { ok } from '@byor/spec';
import { type RunningServer, type Value, WireClient } from '@byor/spec/harness';
import { type Found, toEntry } from './history.ts';

const REPLY_TIMEOUT_MS = 30_000;
const CHUNK = 1000;

export async function withClient<T>(
  { host, port }: RunningServer,
  use: (client: WireClient) => Promise<T>,
): Promise<T> {
  const options = { host, port, timeoutMs: REPLY_TIMEOUT_MS, number: 1, transcript: [] };
  const client = await WireClient.open(options);
  try {
    return await use(client);
  } finally {
    client.close();
  }
}

/** Some servers, redis-server among them, take connections while they still load. */
export async function waitUntilLoaded(client: WireClient): Promise<void> {
  for (;;) {
    const answer = await client.call('PING').value();
    if (answer === 'PONG') return;
    await pause(10);
  }
}

/** All commands at once, all replies in their order. */
export async function pipeline(
  client: WireClient,
  commands: readonly (readonly string[])[],
): Promise<Value[]> {
  const calls = commands.map((words) => client.call(...words));
  const values: Value[] = [];
  for (const call of calls) values.push(await call.value());
  return values;
}

/** These keys of one database. */
export async function lookAt(
  client: WireClient,
  dbIndex: number,
  keys: readonly string[],
): Promise<Found> {
  const startMs = Date.now();
  await client.call('SELECT', dbIndex).value();
  const about = await pipeline(
    client,
    keys.flatMap((key) => [
      ['TYPE', key],
      ['PEXPIRETIME', key],
      ['GET', key],
    ]),
  );
  const state: Found['state'] = new Map();
  for (const [at, key] of keys.entries()) {
    const [type, whenMs, text] = about.slice(at * 3) as [string, number, string | null];
    const isSet = type === 'zset';
    const value = isSet ? await client.call('ZRANGE', key, 0, -1, 'WITHSCORES').value() : text;
    if (value === null) continue; // died between two questions
    const entry = toEntry(type, value as string | string[], Number(whenMs));
    if (entry !== undefined) state.set(key, entry);
  }
  return { state, look: { startMs, endMs: Date.now() } };
}

export async function knowsSortedSets(client: WireClient): Promise<boolean> {
  const [about] = (await client.call('COMMAND', 'INFO', 'ZADD').value()) as Value[];
  return Array.isArray(about);
}

const fillerKey = (index: number) => `filler:${index}`;
const fillerValue = (index: number) => `value ${index * 7}`;

function chunks(count: number): number[][] {
  return Array.from({ length: Math.ceil(count / CHUNK) }, (_, chunk) =>
    Array.from({ length: Math.min(CHUNK, count - chunk * CHUNK) }, (_, at) => chunk * CHUNK + at),
  );
}

/** Keys that never change, in the log for good when this resolves: rewrites have something to write. */
export async function fill(client: WireClient, count: number): Promise<void> {
  for (const chunk of chunks(count)) {
    const pairs = chunk.flatMap((index) => [fillerKey(index), fillerValue(index)]);
    await client.call('MSET', ...pairs).expect(ok);
  }
}

/** How many of them are not as they were. */
export async function countDamagedFiller(client: WireClient, count: number): Promise<number> {
  await client.call('SELECT', 0).value();
  let damaged = 0;
  for (const chunk of chunks(count)) {
    const values = (await client.call('MGET', ...chunk.map(fillerKey)).value()) as Value[];
    damaged += chunk.filter((index, at) => values[at] !== fillerValue(index)).length;
  }
  return damaged;
}

/** Starts a rewrite and waits until it has ended. */
export async function rewriteToTheEnd(client: WireClient): Promise<void> {
  await client.call('BGREWRITEAOF').value();
  for (;;) {
    const info = String(await client.call('INFO', 'persistence').value());
    if (!/aof_rewrite_(in_progress|scheduled):1/.test(info)) return;
    await pause(10);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

// redis-server as the oracle of differential tests: what does the real one answer?

import { type RunningServer, requireTool, startRedis } from '@byor/spec';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe } from 'vitest';

/** A command; strings are latin1, one char a byte. */
export type Command = readonly (string | number)[];
/** Its reply: bulk strings and statuses as latin1, errors as their text. */
export type Answer = string | number | null | Answer[];

export type Ask = (commands: readonly Command[]) => Promise<Answer[]>;

/** A suite whose tests ask redis-server; skipped with a visible line where that is not installed. */
export function describeWithRedis(name: string, body: (ask: Ask) => void): void {
  const tool = requireTool('redis-server');
  describe.skipIf(tool.missing)(`${name}, against redis-server`, () => {
    let server: RunningServer;
    let redis: Redis;
    beforeAll(async () => {
      server = await startRedis();
      redis = new Redis(server.port, server.host, { enableReadyCheck: false });
    });
    afterAll(async () => {
      redis?.disconnect();
      await server?.stop();
    });
    body((commands) => askAll(redis, commands));
  });
}

async function askAll(redis: Redis, commands: readonly Command[]): Promise<Answer[]> {
  const pipeline = redis.pipeline();
  for (const [name, ...args] of commands) {
    pipeline.callBuffer(String(name), ...args.map((arg) => Buffer.from(String(arg), 'latin1')));
  }
  const replies = (await pipeline.exec()) ?? [];
  return replies.map(([error, reply]) => (error ? error.message : toAnswer(reply)));
}

function toAnswer(reply: unknown): Answer {
  if (Buffer.isBuffer(reply)) return reply.toString('latin1');
  if (Array.isArray(reply)) return reply.map(toAnswer);
  if (reply === null || typeof reply === 'number') return reply;
  return String(reply);
}

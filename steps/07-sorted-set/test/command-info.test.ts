// COMMAND INFO of every command of this stage, byte for byte as redis-server sends it, in both protocols.

import { startRedis } from '@byor/spec';
import { command, differential, step } from '@byor/spec/differential';
import { requireTool } from '@byor/spec/vitest';
import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { startEngine } from './talk.ts';

const redis = requireTool('redis-server');
const { engine } = startEngine();
const names = [...engine.commands.values()]
  .filter(({ group }) => group === 'sorted-set')
  .map(({ name }) => name);

/** Redis has these in the category too. Who waits comes later, and SORT is about more than sorted sets. */
const ELSEWHERE = ['bzpopmin', 'bzpopmax', 'bzmpop', 'sort', 'sort_ro'];

const IN_CATEGORY = ['COMMAND', 'LIST', 'FILTERBY', 'ACLCAT', 'sortedset'] as const;

describe.skipIf(redis.missing)('as redis-server describes them', () => {
  test.each([2, 3] as const)('COMMAND INFO in RESP%d', async (protocol) => {
    await differential({
      stage: '07',
      runs: 1,
      protocols: [protocol],
      commands: [command('PING')],
      finalLook: names.map((name) => step(['COMMAND', 'INFO', name])),
    });
  });

  test('none is missing, and summaries and versions are the same', async () => {
    const server = await startRedis();
    const client = new Redis(server.port, server.host);
    try {
      const all = (await client.call(...IN_CATEGORY)) as string[];
      const wanted = all.filter((name) => !ELSEWHERE.includes(name));
      expect([...names].sort()).toEqual(wanted.sort());
      for (const name of names) {
        const [, fields] = (await client.call('COMMAND', 'DOCS', name)) as [string, string[]];
        const { summary, since, group } = engine.commands.get(name) ?? {};
        expect(fields.slice(0, 6)).toEqual(['summary', summary, 'since', since, 'group', group]);
      }
    } finally {
      client.disconnect();
      await server.stop();
    }
  });
});

// Memory is full: what ioredis, node-redis and redis-cli see of it is what they see of redis-server.

import { plain, programs, type Story } from '@byor/04-kv/testing/clients';
import { type RunningServer, startRedis, startStage } from '@byor/spec';
import { requireTool } from '@byor/spec/vitest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const redis = requireTool('redis-server');

describe.skipIf(redis.missing)('the same as with redis-server', () => {
  const servers: RunningServer[] = [];
  beforeAll(async () => {
    servers.push(await startStage('05'), await startRedis());
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
  });

  describe.each(programs)('$name', (program) => {
    async function sameStory(...commands: string[]): Promise<string> {
      const stories: Story[] = [];
      const words = commands.map((command) => command.split(' '));
      for (const server of servers) stories.push(plain(await program.tell(server, words)));
      expect(stories[0]).toEqual(stories[1]);
      return String(stories[0]?.join('\n'));
    }

    test('noeviction: who would take more is refused, reads and DEL go on', async () => {
      const story = await sameStory(
        'CONFIG SET maxmemory 0 maxmemory-policy noeviction',
        'SET k there',
        'CONFIG SET maxmemory 1',
        'SET k more',
        'APPEND other more',
        'GET k',
        'DEL k',
        'GET k',
        'CONFIG SET maxmemory 0',
        'SET k again',
        'GET k',
      );
      expect(story).toContain("OOM command not allowed when used memory > 'maxmemory'.");
      expect(story).toContain('there');
      expect(story).toContain('again');
      expect(story).not.toContain('more');
    });

    test.each(['allkeys-lru', 'volatile-ttl'])('%s: what was evicted is gone', async (policy) => {
      const story = await sameStory(
        `CONFIG SET maxmemory 0 maxmemory-policy ${policy}`,
        'FLUSHALL',
        'SET k there PX 100000000',
        'CONFIG SET maxmemory 1',
        'GET k',
        'PTTL k',
        'DBSIZE',
        'SET k more',
        'CONFIG SET maxmemory 0',
      );
      expect(story).toContain('OOM');
      expect(story).not.toContain('there');
    });
  });
});

// Programs that are refused, denied or cut off: what ioredis, node-redis and redis-cli make of it on this stage is what
// they make of it on redis-server.

import type { RunningServer } from '@byor/spec';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Program, plain, programs, type Story } from './programs.ts';
import { servers } from './servers.ts';

const [stage, oracle] = servers;

describe.skipIf(oracle.missing)('the same as with redis-server', () => {
  const running: { server: RunningServer; admin: Redis }[] = [];

  beforeAll(async () => {
    for (const { start } of [stage, oracle]) {
      const server = await start();
      running.push({ server, admin: new Redis(server.port, server.host) });
    }
  });
  afterAll(async () => {
    for (const { admin } of running) admin.disconnect();
    await Promise.all(running.map(({ server }) => server.stop()));
  });
  beforeEach(async () => {
    for (const { admin } of running) {
      await admin.flushall();
      await admin.set('a:1', 'mine');
      await admin.set('b', 'not mine');
      const rules = ['reset', 'on', '>pw', '~a:*', '+@all', '-@dangerous', '+info', '+select'];
      await admin.call('ACL', 'SETUSER', 'alice', ...rules);
    }
  });

  async function stories(program: Program, commands: readonly string[][], user?: string) {
    const told: Story[] = [];
    for (const { server } of running) {
      told.push(plain(await program.tell(server, commands, user)));
    }
    return told;
  }

  /** The program's story on the stage, which must be the one on redis-server. */
  async function sameStory(
    program: Program,
    commands: readonly string[][],
    user?: string,
  ): Promise<string> {
    const [here, there] = await stories(program, commands, user);
    expect(here).toEqual(there);
    return String(here?.join('\n'));
  }

  /** While `parameter` has that value on both servers. */
  async function having(parameter: string, value: string, usual: string, run: () => Promise<void>) {
    for (const { admin } of running) await admin.config('SET', parameter, value);
    try {
      await run();
    } finally {
      for (const { admin } of running) await admin.config('SET', parameter, usual);
    }
  }

  describe.each(programs)('$name', (program) => {
    test('no place is left: told so, and closed', () =>
      having('maxclients', '1', '10000', async () => {
        // redis-server resets the connection, which may or may not overtake its last words.
        for (const story of await stories(program, [['PING']])) {
          expect(story.join('\n')).toMatch(/max number of clients reached|closed|reset|EPIPE/i);
          expect(story.join('\n')).not.toContain('PONG');
        }
      }));

    test('a user with limits: what is permitted works, the rest is denied by name', async () => {
      const commands = [['GET', 'a:1'], ['GET', 'b'], ['FLUSHALL'], ['ACL', 'WHOAMI']];
      const story = await sameStory(program, commands, 'alice');
      expect(story).toContain('mine');
      expect(story).toContain("NOPERM this user has no permissions to run the 'flushall' command");
      expect(story).toContain('NOPERM this user has no permissions to access one of the keys');
      expect(story).toContain('alice');
      expect(story).not.toContain('not mine');
    });

    test('a user who is off, or who is none, does not come in', async () => {
      for (const { admin } of running) await admin.call('ACL', 'SETUSER', 'alice', 'off');
      for (const user of ['alice', 'nobody']) {
        expect(await sameStory(program, [['PING']], user)).toContain(
          'WRONGPASS invalid username-password pair or user is disabled.',
        );
      }
    });

    test('a reply that is too long to wait for: cut off', () =>
      having('client-output-buffer-limit', 'normal 1mb 0 0', 'normal 0 0 0', async () => {
        for (const { admin } of running) await admin.set('a:long', 'x'.repeat(3_000_000));
        const story = await sameStory(program, [
          ['STRLEN', 'a:long'],
          ['GET', 'a:long'],
        ]);
        expect(story).toContain('3000000');
        expect(story).not.toContain('xxx');
      }));

    test('killed while it is idle, it says so', async () => {
      const story = await sameStory(program, [
        ['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no'],
        ['PING'],
      ]);
      expect(story).not.toBe('');
    });
  });
});

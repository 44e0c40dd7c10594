// kill -9 while keys are evicted: the short form of `npm run crash -- --evict`, on the newest stage and on redis-server, and
// servers that lie about evictions.

import { requireTool } from '@byor/spec';
import { quoteWord } from '@byor/spec/harness';
import { describe, expect, test } from 'vitest';
import { commandSubject, crash, type Subject, stageSubject } from '../src/crash/index.ts';
import { spoiltBy } from './spoilt.ts';

function evicting(subject: Subject) {
  const seed = Math.floor(Math.random() * 2 ** 31); // told when a promise is broken
  const common = { rounds: 2, policy: 'always', clients: 8, fillerKeys: 0 } as const;
  return crash({ ...common, subject, seed, powerCut: false, evict: true });
}

test('what was acknowledged is there, or its eviction is in the log', async () => {
  const rounds = await evicting(stageSubject(undefined, false));
  expect(rounds.map(({ loss }) => loss.count)).toEqual([0, 0]);
  expect(rounds.some(({ evicted }) => evicted > 0)).toBe(true);
});

describe('is found out:', () => {
  const spoilt = (fault: string) => {
    const words = [process.execPath, '--import', 'tsx', spoiltBy(fault)].map(quoteWord).join(' ');
    const flags = '--port 0 --dir {dir} --appendonly yes --appendfsync {policy}';
    return commandSubject(`${words} ${flags}`);
  };

  test('an eviction that is not logged', async () => {
    const lie = evicting(spoilt('an eviction that is not logged'));
    await expect(lie).rejects.toThrow(
      /is back, though a client had seen it gone|the log says write \d+, there is nothing/,
    );
  });

  test('a write that is not logged', async () => {
    const lie = evicting(spoilt('a SET that is not logged now and then'));
    await expect(lie).rejects.toThrow(/acknowledged writes are lost|the log says/);
  });
});

const redis = requireTool('redis-server');

test.skipIf(redis.missing)('redis-server keeps the same promise', async () => {
  const flags = `--save '' --appendonly yes --appendfsync {policy}`;
  const subject = commandSubject(
    `redis-server --port {port} --bind 127.0.0.1 --dir {dir} ${flags}`,
  );
  const rounds = await evicting(subject);
  expect(rounds.map(({ loss }) => loss.count)).toEqual([0, 0]);
  expect(rounds.some(({ evicted }) => evicted > 0)).toBe(true);
});

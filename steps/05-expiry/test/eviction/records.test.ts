// An eviction is a DEL in the log, written before the key goes and before what the command that needed the room does.

import { latin1Slice } from '@byor/04-kv/core';
import { expect, test } from 'vitest';
import { open } from './open.ts';

test('is recorded while the key is still there, in its own database', () => {
  const { client, engine, log } = open({ 'maxmemory-policy': 'allkeys-lru' });
  client.say('SELECT 2');
  client.say('SET k v');
  const seen: boolean[] = [];
  engine.hooks.write.push((dbIndex, request) => {
    const key = request.at(1);
    seen.push(engine.database(dbIndex).has(latin1Slice(key.bytes, key.start, key.end)));
  });
  client.say('CONFIG SET maxmemory 1');
  expect([log.at(-1), seen]).toEqual(['2: DEL k', [true]]);
});

test('is recorded before the write that needed the room', () => {
  const { client, log, usedBytes } = open({ 'maxmemory-policy': 'allkeys-lru' });
  client.say('SET old v');
  client.say(`CONFIG SET maxmemory ${usedBytes()}`);
  client.say('SET new v');
  log.length = 0;
  client.say('SET newer v');
  expect(log[0]).toMatch(/^DEL (old|new)$/);
  expect(log.at(-1)).toBe('SET newer v');
});

// Who goes first under each policy. So many keys are drawn that none is missed: the order is exact.

import { describe, expect, test } from 'vitest';
import { open } from './open.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

/** The order in which single keys go. */
function orderOf(server: ReturnType<typeof open>, count = NAMES.length): string[] {
  return Array.from({ length: count }, () => server.evictedFor(1)).flat();
}

describe('of all keys', () => {
  test('the least recently used goes first', () => {
    const server = open({ 'maxmemory-policy': 'allkeys-lru' });
    const { client, clock } = server;
    for (const name of NAMES) {
      client.say(`SET ${name} v`);
      clock.nowMs += 1000;
    }
    client.say('GET a');
    clock.nowMs += 1000;
    client.say('EXPIRE b 1000');
    clock.nowMs += 1000;
    client.say('OBJECT IDLETIME c'); // who looks from outside does not use it
    client.say('RENAME d z');
    expect(orderOf(server)).toEqual(['c', 'e', 'f', 'a', 'b', 'z']);
  });

  test('the least frequently used goes first', () => {
    const server = open({ 'maxmemory-policy': 'allkeys-lfu', 'lfu-log-factor': '0' });
    const { client } = server;
    NAMES.forEach((name, uses) => {
      client.say(`SET ${name} v`);
      for (let n = 0; n < 2 * uses; n++) client.say(`GET ${name}`);
    });
    for (let n = 0; n < 10; n++) client.say('GET b');
    client.say('RENAME c z');
    expect(orderOf(server)).toEqual(['a', 'z', 'd', 'e', 'f', 'b']);
  });

  test('chance decides, in every database', () => {
    const server = open({ 'maxmemory-policy': 'allkeys-random' });
    for (const db of [0, 3]) {
      server.client.say(`SELECT ${db}`);
      for (const name of NAMES) server.client.say(`SET ${name} v`);
    }
    const order = orderOf(server, 8);
    expect(new Set(order).size).toBe(8);
    expect(order.filter((name) => name.startsWith('3: ')).length).toBe(4);
    expect(order.slice(0, 4).map((name) => name.replace('3: ', ''))).not.toEqual([
      'a',
      'a',
      'b',
      'b',
    ]);
  });
});

describe('of the keys with a deadline', () => {
  const start = (policy: string) => {
    const server = open({ 'maxmemory-policy': policy, 'lfu-log-factor': '0' });
    const { client, clock } = server;
    client.say('SET immortal v');
    NAMES.forEach((name, n) => {
      clock.nowMs += 1000;
      client.say(`SET ${name} v EX ${1000 - n * 100}`);
    });
    return server;
  };

  test('the one that would die first goes first', () => {
    expect(orderOf(start('volatile-ttl'), 8)).toEqual(['f', 'e', 'd', 'c', 'b', 'a']);
  });

  test('the least recently used goes first', () => {
    const server = start('volatile-lru');
    server.clock.nowMs += 1000;
    server.client.say('GET b');
    expect(orderOf(server, 8)).toEqual(['a', 'c', 'd', 'e', 'f', 'b']);
  });

  test('the least frequently used goes first', () => {
    const server = start('volatile-lfu');
    for (const name of 'fffffeeeedddccabbbbbb') server.client.say(`GET ${name}`);
    expect(orderOf(server, 8)).toEqual(['a', 'c', 'd', 'e', 'f', 'b']);
  });

  test('chance decides', () => {
    const server = start('volatile-random');
    expect(orderOf(server, 8).sort()).toEqual(NAMES);
    expect(server.client.say('DBSIZE')).toBe(':1\r\n');
  });

  test('one that lost its deadline since it was drawn is spared', () => {
    const server = start('volatile-ttl');
    expect(server.evictedFor(1)).toEqual(['f']); // the others wait in the pool
    server.client.say('PERSIST e');
    expect(orderOf(server, 5)).toEqual(['d', 'c', 'b', 'a']);
  });
});

test('another policy begins with candidates of its own', () => {
  const server = open({ 'maxmemory-policy': 'allkeys-lru', 'lfu-log-factor': '0' });
  const { client, clock } = server;
  for (const name of NAMES) {
    client.say(`SET ${name} v`);
    clock.nowMs += 1000;
  }
  expect(server.evictedFor(1)).toEqual(['a']);
  client.say('CONFIG SET maxmemory-policy volatile-ttl');
  client.say('SET b v EX 10');
  client.say('SET c v EX 5');
  expect(orderOf(server, 3)).toEqual(['c', 'b']);
});

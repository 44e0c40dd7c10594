// A large set is forgotten, not taken apart: whatever takes its key away visits no members.

import { Arena, HashTable } from '@byor/06-aof/core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Nodes } from '../../src/sorted-set/nodes.ts';
import { ScoreTree } from '../../src/sorted-set/score-tree.ts';
import { TreeMembers } from '../../src/sorted-set/tree-members.ts';
import { startEngine, type Talk } from '../talk.ts';

const MEMBERS = 10_000;
/** The keyspace is a table too: to find a key and to take it out are some of these. */
const FEW_CALLS = 200;
const WHERE_MEMBERS_LIE = [Arena, HashTable, Nodes, ScoreTree, TreeMembers];

type Method = (...args: unknown[]) => unknown;

/** How often their methods are called from now on. */
function countCalls(): () => number {
  const spies = WHERE_MEMBERS_LIE.flatMap(({ prototype }) => {
    const methods = prototype as object as Record<string, Method>;
    return Object.entries(Object.getOwnPropertyDescriptors(methods))
      .filter(([name, { value }]) => typeof value === 'function' && name !== 'constructor')
      .map(([name]) => vi.spyOn(methods, name));
  });
  onTestFinished(() => void vi.restoreAllMocks());
  return () => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
}

function withManyMembers(): Talk {
  const client = startEngine().connect();
  const scores = Array.from({ length: MEMBERS }, (_, n) => `${n % 97} member:${n}`);
  client.say(`ZADD key ${scores.join(' ')}`);
  return client;
}

test.each(['DEL key', 'UNLINK key', 'SET key value', 'RENAME other key', 'FLUSHALL'])(
  '%s does not look at the ten thousand members of the key',
  (command) => {
    const client = withManyMembers();
    client.say('SET other value');
    const calls = countCalls();
    client.say(command);
    expect(calls()).toBeLessThan(FEW_CALLS);
  },
);

test('a command that does look at them is seen by this count', () => {
  const client = withManyMembers();
  const calls = countCalls();
  client.say('ZREMRANGEBYRANK key 0 -2');
  expect(calls()).toBeGreaterThan(MEMBERS);
});

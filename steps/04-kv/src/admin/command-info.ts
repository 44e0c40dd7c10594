// A command as COMMAND INFO shows it. What follows from other things is computed, not written down:
// ACL categories (acl/categories.ts), the old first/last/step triple from the key specs.

import type { ReplyWriter } from '@byor/03-event-loop/core';
import { categoriesOf } from '../acl/categories.ts';
import type { Command, CommandFlag, KeySpec } from '../engine/command.ts';

/** Orders as Redis shows them. */
const FLAGS: readonly CommandFlag[] = [
  'write',
  'readonly',
  'denyoom',
  'admin',
  'pubsub',
  'noscript',
  'blocking',
  'loading',
  'stale',
  'skip_monitor',
  'skip_slowlog',
  'fast',
  'no_async_loading',
  'no_auth',
  'no_multi',
  'movablekeys',
  'allow_busy',
];

export function replyInfo(command: Command, reply: ReplyWriter): void {
  const { fullName, arity, flags, keys, tips = [], children } = command;
  reply.array(10);
  reply.bulk(fullName);
  reply.integer(arity);
  replyFlags(
    FLAGS.filter((flag) => flags.includes(flag)),
    reply,
  );
  const { first, last, step } = triple(keys);
  reply.integer(first);
  reply.integer(last);
  reply.integer(step);
  replyFlags(
    categoriesOf(command).map((category) => `@${category}`),
    reply,
  );
  reply.set(tips.length);
  for (const tip of tips) reply.bulk(tip);
  reply.set(keys.length);
  for (const spec of keys) replyKeySpec(spec, reply);
  if (children === undefined) reply.set(0);
  else reply.array(children.size); // Redis's own way
  for (const child of children?.values() ?? []) replyInfo(child, reply);
}

/** What COMMAND said of keys before there were specs: it could not say `counted`. */
function triple(keys: readonly KeySpec[]): { first: number; last: number; step: number } {
  const fixed = keys.filter(({ counted }) => counted !== true);
  const first = fixed[0];
  const last = fixed.at(-1);
  if (first === undefined || last === undefined) return { first: 0, last: 0, step: 0 };
  return { first: first.first, last: last.last, step: first.step };
}

function replyFlags(flags: readonly string[], reply: ReplyWriter): void {
  reply.set(flags.length);
  for (const flag of flags) reply.status(flag);
}

function replyKeySpec(spec: KeySpec, reply: ReplyWriter): void {
  const { first, last, step, access, counted } = spec;
  reply.map(3);
  reply.bulk('flags');
  replyFlags(access.split(' '), reply);
  reply.bulk('begin_search');
  replyPart('index', { index: first }, reply);
  reply.bulk('find_keys');
  if (counted) replyPart('keynum', { keynumidx: 0, firstkey: 1, keystep: step }, reply);
  else
    replyPart('range', { lastkey: last < 0 ? last : last - first, keystep: step, limit: 0 }, reply);
}

function replyPart(type: string, spec: Record<string, number>, reply: ReplyWriter): void {
  const fields = Object.entries(spec);
  reply.map(2);
  reply.bulk('type');
  reply.bulk(type);
  reply.bulk('spec');
  reply.map(fields.length);
  for (const [name, value] of fields) {
    reply.bulk(name);
    reply.integer(value);
  }
}

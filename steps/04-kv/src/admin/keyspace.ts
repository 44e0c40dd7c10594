// Commands on whole databases: DBSIZE, FLUSHDB, FLUSHALL, SWAPDB.

import { ReplyError } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { Engine, Layer } from '../engine/engine.ts';
import { int32Argument, invalidDatabase, syntaxError } from '../engine/errors.ts';
import type { Keyspace } from '../keyspace.ts';

const everywhere = ['request_policy:all_shards', 'response_policy:all_succeeded'];

export const databaseCommands: Layer = (engine) => {
  engine.commands.define('server', [
    {
      name: 'dbsize',
      arity: 1,
      flags: ['readonly', 'fast'],
      categories: ['@keyspace'],
      syntax: '',
      summary: 'Return the number of keys in the selected database',
      since: '1.0.0',
      tips: ['request_policy:all_shards', 'response_policy:agg_sum'],
      run: ({ db, reply }) => reply.integer(db.size),
    },
    {
      name: 'flushdb',
      arity: -1,
      flags: ['write'],
      categories: ['@keyspace', '@dangerous'],
      syntax: '[ASYNC|SYNC]',
      summary: 'Remove all keys from the current database',
      since: '1.0.0',
      tips: everywhere,
      run: (call) => flush(call, [call.db]),
    },
    {
      name: 'flushall',
      arity: -1,
      flags: ['write'],
      categories: ['@keyspace', '@dangerous'],
      syntax: '[ASYNC|SYNC]',
      summary: 'Remove all keys from all databases',
      since: '1.0.0',
      tips: everywhere,
      run: (call) => flush(call, call.engine.databases),
    },
    {
      name: 'swapdb',
      arity: 3,
      flags: ['write', 'fast'],
      categories: ['@keyspace', '@dangerous'],
      syntax: 'index1 index2',
      summary: 'Swaps two Redis databases',
      since: '4.0.0',
      run: swapdb,
    },
  ]);
};

/** ASYNC and SYNC are the same here: forgetting a table is constant work, the collector frees it. */
function flush({ engine, args, reply }: Call, databases: readonly Keyspace[]): void {
  if (args.count > 2) throw syntaxError();
  if (args.count === 2 && !args.at(1).is('ASYNC') && !args.at(1).is('SYNC')) throw syntaxError();
  for (const database of databases) database.clear();
  engine.dirty++; // as Redis counts it: the command is logged even when there was nothing to flush
  reply.ok();
}

/** Clients stay with their index, so they find the other database under it. */
function swapdb({ engine, args, reply }: Call): void {
  const first = indexArgument(args.at(1), 'first');
  const second = indexArgument(args.at(2), 'second');
  const { databases } = engine;
  const one = existing(engine, first);
  const other = existing(engine, second);
  databases[first] = other;
  databases[second] = one;
  engine.dirty++;
  reply.ok();
}

function indexArgument(argument: Parameters<typeof int32Argument>[0], which: string): number {
  try {
    return int32Argument(argument);
  } catch {
    throw new ReplyError(`ERR invalid ${which} DB index`);
  }
}

function existing(engine: Engine, index: number): Keyspace {
  const database = engine.databases[index];
  if (database === undefined) throw invalidDatabase();
  return database;
}

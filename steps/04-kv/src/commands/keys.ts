// What can be done to a key whatever it holds: DEL, EXISTS, RENAME, COPY and their family.

import { ReplyError, type Slice } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import { allKeys, oneKey } from '../engine/command.ts';
import type { Engine } from '../engine/engine.ts';
import { int32Argument, invalidDatabase, noSuchKey, syntaxError } from '../engine/errors.ts';
import { typeOf } from '../value.ts';

export function keyCommands({ commands }: Engine): void {
  const perShard = ['request_policy:multi_shard', 'response_policy:agg_sum'];
  commands.define('generic', [
    {
      name: 'del',
      arity: -2,
      flags: ['write'],
      keys: allKeys('RM delete'),
      tips: perShard,
      syntax: 'key [key ...]',
      summary: 'Delete a key',
      since: '1.0.0',
      run: del,
    },
    {
      name: 'unlink',
      arity: -2,
      flags: ['write', 'fast'],
      keys: allKeys('RM delete'),
      tips: perShard,
      syntax: 'key [key ...]',
      summary:
        'Delete a key asynchronously in another thread. Otherwise it is just as DEL, but non blocking.',
      since: '4.0.0',
      run: del, // dropping a reference is all there is to it: the collector frees in its own time
    },
    {
      name: 'exists',
      arity: -2,
      flags: ['readonly', 'fast'],
      keys: allKeys('RO'),
      tips: perShard,
      syntax: 'key [key ...]',
      summary: 'Determine if a key exists',
      since: '1.0.0',
      run: ({ db, args, reply }) =>
        reply.integer(count(args.count, (at) => db.ask(args.at(at)) !== undefined)),
    },
    {
      name: 'touch',
      arity: -2,
      flags: ['readonly', 'fast'],
      keys: allKeys('RO'),
      tips: perShard,
      syntax: 'key [key ...]',
      summary:
        'Alters the last access time of a key(s). Returns the number of existing keys specified.',
      since: '3.2.1',
      run: ({ db, args, reply }) =>
        reply.integer(count(args.count, (at) => db.get(args.at(at)) !== undefined)),
    },
    {
      name: 'type',
      arity: 2,
      flags: ['readonly', 'fast'],
      keys: oneKey('RO'),
      syntax: 'key',
      summary: 'Determine the type stored at key',
      since: '1.0.0',
      run: type,
    },
    {
      name: 'rename',
      arity: 3,
      flags: ['write'],
      keys: [...oneKey('RW access delete'), ...oneKey('OW update', 2)],
      syntax: 'key newkey',
      summary: 'Rename a key',
      since: '1.0.0',
      run: rename,
    },
    {
      name: 'renamenx',
      arity: 3,
      flags: ['write', 'fast'],
      keys: [...oneKey('RW access delete'), ...oneKey('OW insert', 2)],
      syntax: 'key newkey',
      summary: 'Rename a key, only if the new key does not exist',
      since: '1.0.0',
      run: renamenx,
    },
    {
      name: 'copy',
      arity: -3,
      flags: ['write', 'denyoom'],
      keys: [...oneKey('RO access'), ...oneKey('OW update', 2)],
      syntax: 'source destination [DB destination-db] [REPLACE]',
      summary: 'Copy a key',
      since: '6.2.0',
      run: copy,
    },
    {
      name: 'move',
      arity: 3,
      flags: ['write', 'fast'],
      keys: oneKey('RW access update'),
      syntax: 'key db',
      summary: 'Move a key to another database',
      since: '1.0.0',
      run: move,
    },
  ]);
}

function del({ engine, db, args, reply }: Call): void {
  const deleted = count(args.count, (at) => db.delete(args.at(at)));
  engine.dirty += deleted;
  reply.integer(deleted);
}

/** For how many of the arguments behind the name `holds` is true; a key named twice counts twice. */
function count(end: number, holds: (at: number) => boolean): number {
  let total = 0;
  for (let at = 1; at < end; at++) if (holds(at)) total++;
  return total;
}

function type({ db, args, reply }: Call): void {
  const value = db.ask(args.at(1));
  reply.status(value === undefined ? 'none' : typeOf(value));
}

function rename(call: Call): void {
  expectKey(call);
  if (!isSameName(call)) renameKey(call);
  call.reply.ok();
}

function renamenx(call: Call): void {
  const { db, args, reply } = call;
  expectKey(call);
  if (isSameName(call) || db.lookup(args.at(2)) !== undefined) {
    reply.integer(0);
    return;
  }
  renameKey(call);
  reply.integer(1);
}

function renameKey({ engine, db, args }: Call): void {
  db.rename(args.at(1), args.at(2));
  engine.dirty++;
}

/** An access, as each question that a command asks before it writes. @throws ReplyError */
function expectKey({ db, args }: Call): void {
  if (db.lookup(args.at(1)) === undefined) throw noSuchKey();
}

const isSameName = ({ args }: Call) => args.at(2).equals(args.at(1).text());

function copy(call: Call): void {
  const { engine, client, db, args, reply } = call;
  const { target, replace } = parseCopyOptions(call);
  const from = args.at(1);
  const to = args.at(2);
  if (target === client.dbIndex && isSameName(call)) throw sameObject();
  const targetDb = engine.database(target);
  if (db.get(from) === undefined || (!replace && targetDb.lookup(to) !== undefined)) {
    reply.integer(0);
    return;
  }
  if (replace) targetDb.delete(to); // the copy does not inherit its accesses
  db.copy(from, targetDb, to);
  engine.dirty++;
  reply.integer(1);
}

function parseCopyOptions({ engine, client, args }: Call): { target: number; replace: boolean } {
  const options = { target: client.dbIndex, replace: false };
  for (let at = 3; at < args.count; at++) {
    const option = args.at(at);
    if (option.is('REPLACE')) options.replace = true;
    else if (option.is('DB') && at + 1 < args.count) {
      options.target = databaseIndex(engine, args.at(++at));
    } else throw syntaxError();
  }
  return options;
}

function move({ engine, client, db, args, reply }: Call): void {
  const key = args.at(1);
  const target = databaseIndex(engine, args.at(2));
  if (target === client.dbIndex) throw sameObject();
  const targetDb = engine.database(target);
  if (db.lookup(key) === undefined || targetDb.lookup(key) !== undefined) {
    reply.integer(0);
    return;
  }
  db.move(key, targetDb);
  engine.dirty++;
  reply.integer(1);
}

function databaseIndex(engine: Engine, argument: Slice): number {
  const index = int32Argument(argument);
  if (index < 0 || index >= engine.databases.length) throw invalidDatabase();
  return index;
}

const sameObject = () => new ReplyError('ERR source and destination objects are the same');

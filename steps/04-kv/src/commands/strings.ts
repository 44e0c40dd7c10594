// SET, GET and their family: a key's whole value at once.

import { type Args, type ReplyWriter, wrongArity } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import { allKeys, oneKey } from '../engine/command.ts';
import type { Engine } from '../engine/engine.ts';
import { syntaxError } from '../engine/errors.ts';
import { expectString, isString, type Value } from '../value.ts';

export function stringCommands({ commands }: Engine): void {
  commands.define('string', [
    {
      name: 'set',
      arity: -3,
      flags: ['write', 'denyoom'],
      quick: true,
      keys: oneKey('RW access update variable_flags'),
      syntax: 'key value [NX | XX] [GET]',
      summary: 'Set the string value of a key',
      since: '1.0.0',
      run: set,
    },
    {
      name: 'get',
      arity: 2,
      flags: ['readonly', 'fast'],
      keys: oneKey('RO access'),
      syntax: 'key',
      summary: 'Get the value of a key',
      since: '1.0.0',
      run: ({ db, args, reply }) => replyValue(reply, db.get(args.at(1))),
    },
    {
      name: 'getset',
      arity: 3,
      flags: ['write', 'denyoom', 'fast'],
      keys: oneKey('RW access update'),
      syntax: 'key value',
      summary: 'Set the string value of a key and return its old value',
      since: '1.0.0',
      run: getset,
    },
    {
      name: 'getdel',
      arity: 2,
      flags: ['write', 'fast'],
      keys: oneKey('RW access delete'),
      syntax: 'key',
      summary: 'Get the value of a key and delete the key',
      since: '6.2.0',
      run: getdel,
    },
    {
      name: 'setnx',
      arity: 3,
      flags: ['write', 'denyoom', 'fast'],
      keys: oneKey('OW insert'),
      syntax: 'key value',
      summary: 'Set the value of a key, only if the key does not exist',
      since: '1.0.0',
      run: setnx,
    },
    {
      name: 'mget',
      arity: -2,
      flags: ['readonly', 'fast'],
      keys: allKeys('RO access'),
      tips: ['request_policy:multi_shard'],
      syntax: 'key [key ...]',
      summary: 'Get the values of all the given keys',
      since: '1.0.0',
      run: mget,
    },
    {
      name: 'mset',
      arity: -3,
      flags: ['write', 'denyoom'],
      keys: allKeys('OW update', 2),
      tips: ['request_policy:multi_shard', 'response_policy:all_succeeded'],
      syntax: 'key value [key value ...]',
      summary: 'Set multiple keys to multiple values',
      since: '1.0.1',
      run: mset,
    },
    {
      name: 'msetnx',
      arity: -3,
      flags: ['write', 'denyoom'],
      keys: allKeys('OW insert', 2),
      tips: ['request_policy:multi_shard', 'response_policy:agg_min'],
      syntax: 'key value [key value ...]',
      summary: 'Set multiple keys to multiple values, only if none of the keys exist',
      since: '1.0.1',
      run: msetnx,
    },
  ]);
}

/** When SET writes, and what it answers. */
export interface SetOptions {
  only: 'missing' | 'existing' | undefined;
  get: boolean;
}

function set(call: Call): void {
  const { engine, db, args, reply } = call;
  const options = parseSetOptions(args);
  const key = args.at(1);
  const old = options.get ? db.get(key) : undefined;
  if (options.get) replyValue(reply, old);
  if (options.only !== undefined && db.has(key) !== (options.only === 'existing')) {
    db.lookup(key); // a use of what NX spares
    if (!options.get) reply.null();
    return;
  }
  db.set(key, args.at(2));
  engine.dirty++;
  if (!options.get) reply.ok();
}

function parseSetOptions(args: Args): SetOptions {
  const options: SetOptions = { only: undefined, get: false };
  for (let at = 3; at < args.count; at++) {
    const option = args.at(at);
    if (option.is('NX') && options.only !== 'existing') options.only = 'missing';
    else if (option.is('XX') && options.only !== 'missing') options.only = 'existing';
    else if (option.is('GET')) options.get = true;
    else throw syntaxError();
  }
  return options;
}

function getset({ engine, db, args, reply }: Call): void {
  const key = args.at(1);
  replyValue(reply, db.get(key));
  db.set(key, args.at(2));
  engine.dirty++;
}

function getdel({ engine, db, args, reply }: Call): void {
  const key = args.at(1);
  const old = db.get(key);
  replyValue(reply, old);
  if (old === undefined) return;
  db.delete(key);
  engine.dirty++;
}

function setnx({ engine, db, args, reply }: Call): void {
  const key = args.at(1);
  if (db.lookup(key) !== undefined) {
    reply.integer(0);
    return;
  }
  db.set(key, args.at(2));
  engine.dirty++;
  reply.integer(1);
}

/** Other than GET it answers null, not an error, for a key of another type. */
function mget({ db, args, reply }: Call): void {
  reply.array(args.count - 1);
  for (let at = 1; at < args.count; at++) {
    const value = db.get(args.at(at));
    if (value === undefined || !isString(value)) reply.null();
    else reply.bulk(value);
  }
}

function mset(call: Call): void {
  expectPairs(call);
  setPairs(call);
  call.reply.ok();
}

function msetnx(call: Call): void {
  expectPairs(call);
  const { db, args, reply } = call;
  for (let at = 1; at < args.count; at += 2) {
    if (db.lookup(args.at(at)) !== undefined) {
      reply.integer(0);
      return;
    }
  }
  setPairs(call);
  reply.integer(1);
}

function expectPairs({ args, command }: Call): void {
  if (args.count % 2 === 0) throw wrongArity(command.fullName);
}

function setPairs({ engine, db, args }: Call): void {
  for (let at = 1; at < args.count; at += 2) {
    db.set(args.at(at), args.at(at + 1));
  }
  engine.dirty += (args.count - 1) / 2;
}

/** @throws ReplyError WRONGTYPE */
function replyValue(reply: ReplyWriter, value: Value | undefined): void {
  if (value === undefined) reply.null();
  else reply.bulk(expectString(value));
}

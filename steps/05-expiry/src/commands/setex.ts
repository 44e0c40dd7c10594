// SETEX, PSETEX and GETEX: a value and its deadline in one command.

import {
  type Args,
  type Call,
  type Engine,
  expectString,
  oneKey,
  syntaxError,
} from '@byor/04-kv/core';
import { EX, futureArgument, PX, type TimeForm, type TimeOption, timeOption } from '../deadline.ts';
import { keyspaceOf } from '../keyspaces.ts';
import { changeDeadline } from './expire.ts';

export function setexCommands({ commands }: Engine): void {
  commands.define('string', [
    {
      name: 'setex',
      arity: 4,
      flags: ['write', 'denyoom'],
      keys: oneKey('OW update'),
      syntax: 'key seconds value',
      summary: 'Set the value and expiration of a key',
      since: '2.0.0',
      run: setex(EX),
    },
    {
      name: 'psetex',
      arity: 4,
      flags: ['write', 'denyoom'],
      keys: oneKey('OW update'),
      syntax: 'key milliseconds value',
      summary: 'Set the value and expiration in milliseconds of a key',
      since: '2.6.0',
      run: setex(PX),
    },
    {
      name: 'getex',
      arity: -2,
      flags: ['write', 'fast'],
      keys: oneKey('RW access update'),
      syntax:
        'key [EX seconds | PX milliseconds | EXAT unix-time-seconds | ' +
        'PXAT unix-time-milliseconds | PERSIST]',
      summary: 'Get the value of a key and optionally set its expiration',
      since: '6.2.0',
      run: getex,
    },
  ]);
}

function setex(form: TimeForm): (call: Call) => void {
  return (call) => {
    const { engine, args, reply } = call;
    const whenMs = futureArgument(call, args.at(2), form);
    keyspaceOf(call).set(args.at(1), args.at(3), whenMs);
    engine.dirty++;
    call.recordAs('SET', args.at(1), args.at(3), 'PXAT', String(whenMs));
    reply.ok();
  };
}

/** What is wrong with the time is told only to who asks for a key that exists: so does Redis. */
function getex(call: Call): void {
  const { engine, args, reply } = call;
  const db = keyspaceOf(call);
  const { persist, time } = parseGetexOptions(args);
  const key = args.at(1);
  const value = db.get(key);
  if (value === undefined) {
    reply.null();
    return;
  }
  const text = expectString(value);
  const whenMs = time && futureArgument(call, args.at(time.at), time.form);
  reply.bulk(text);
  if (whenMs !== undefined) {
    changeDeadline(call, whenMs);
  } else if (persist && db.persist(key)) {
    engine.dirty++;
    call.recordAs('PERSIST', key);
  }
}

interface GetexOptions {
  persist: boolean;
  time: TimeOption | undefined;
}

function parseGetexOptions(args: Args): GetexOptions {
  const options: GetexOptions = { persist: false, time: undefined };
  for (let at = 2; at < args.count; at++) {
    const time = options.persist ? undefined : timeOption(args, at, options.time);
    if (args.at(at).is('PERSIST') && options.time === undefined) options.persist = true;
    else if (time !== undefined) {
      options.time = time;
      at = time.at;
    } else throw syntaxError();
  }
  return options;
}

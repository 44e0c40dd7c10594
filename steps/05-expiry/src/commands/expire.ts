// EXPIRE and its three sisters: a deadline for a key that exists, under conditions.

import {
  type Args,
  type Call,
  type CommandRow,
  type Engine,
  type Int64,
  oneKey,
  ReplyError,
  shown,
} from '@byor/04-kv/core';
import { deadlineArgument, EX, EXAT, PX, PXAT, type TimeForm } from '../deadline.ts';
import { keyspaceOf } from '../keyspaces.ts';

export function expireCommands({ commands }: Engine): void {
  commands.define('generic', [
    {
      ...row('expire', EX, 'seconds'),
      summary: "Set a key's time to live in seconds",
      since: '1.0.0',
    },
    {
      ...row('pexpire', PX, 'milliseconds'),
      summary: "Set a key's time to live in milliseconds",
      since: '2.6.0',
    },
    {
      ...row('expireat', EXAT, 'unix-time-seconds'),
      summary: 'Set the expiration for a key as a UNIX timestamp',
      since: '1.2.0',
    },
    {
      ...row('pexpireat', PXAT, 'unix-time-milliseconds'),
      summary: 'Set the expiration for a key as a UNIX timestamp specified in milliseconds',
      since: '2.6.0',
    },
  ]);
}

function row(name: string, form: TimeForm, time: string): Omit<CommandRow, 'summary' | 'since'> {
  return {
    name,
    arity: -3,
    flags: ['write', 'fast'],
    keys: oneKey('RW update'),
    syntax: `key ${time} [NX | XX | GT | LT]`,
    run: (call) => expire(call, form),
  };
}

/**
 * @exercise 5.8 EXPIRE and its conditions
 * @tests records: ^(a delay becomes a moment P?EXPIRE|what was asked becomes what was done P?EXPIRE)
 * @tests 05/expire
 * @tests 05/eviction/freq
 * @section Commands
 * @hint What is the deadline of a key that has none, when GT compares with it? And what does EXPIRE k -1 do?
 * @hint Without a deadline a key lives for ever: nothing is greater, and everything is less. Conditions may stand
 *   together, XX with GT say, and all must hold; those that contradict each other are refused before anything is done.
 *   A deadline that is over ends the life at once, and what is recorded is a DEL.
 * @hint expire: the condition first, then the deadline (deadlineArgument); keyspaceOf(call) is the database; 0 for a
 *   missing key (lookup, which is an access) or a condition that does not hold; else changeDeadline and 1.
 *   changeDeadline: dirty++; isOver: delete, record DEL; else expireAt, record PEXPIREAT. parseCondition: each word from
 *   argument 3 on is a row of CONDITIONS or an error in redis-server's words; NX with any other clashes, GT with LT too;
 *   the result holds if every one does.
 */
function expire(call: Call, form: TimeForm): void {
  const { args, reply } = call;
  const allows = parseCondition(args);
  const whenMs = deadlineArgument(call, args.at(2), form);
  const db = keyspaceOf(call);
  const key = args.at(1);
  // lookup, and not has: to ask for another deadline is an access, also where the condition refuses it.
  if (db.lookup(key) === undefined || !allows(whenMs, db.deadline(key))) {
    reply.integer(0);
    return;
  }
  changeDeadline(call, whenMs);
  reply.integer(1);
}

/**
 * Gives the call's key, which exists, another deadline; one of the past ends its life at once.
 * @exercise 5.8
 */
export function changeDeadline(call: Call, whenMs: Int64): void {
  const db = keyspaceOf(call);
  const key = call.args.at(1);
  call.engine.dirty++;
  if (db.isOver(whenMs)) {
    db.delete(key);
    call.recordAs('DEL', key);
  } else {
    db.expireAt(key, whenMs);
    call.recordAs('PEXPIREAT', key, String(whenMs));
  }
}

/** May the deadline `whenMs` take the place of `current`? Without a deadline a key lives for ever. */
type Condition = (whenMs: Int64, current: Int64 | undefined) => boolean;

const CONDITIONS: Readonly<Record<string, Condition>> = {
  NX: (_, current) => current === undefined,
  XX: (_, current) => current !== undefined,
  GT: (whenMs, current) => current !== undefined && whenMs > current,
  LT: (whenMs, current) => current === undefined || whenMs < current,
};

/**
 * All that are given must hold. @throws ReplyError for what is unknown or contradicts itself
 * @exercise 5.8
 */
function parseCondition(args: Args): Condition {
  const given = new Set<string>();
  for (let at = 3; at < args.count; at++) {
    const name = args.at(at).text().toUpperCase();
    if (CONDITIONS[name] === undefined) {
      const option = shown(args.at(at).text(), Infinity).replace(/[\r\n]+$/, ''); // as Redis ends the line
      throw new ReplyError(`ERR Unsupported option ${option}`);
    }
    given.add(name);
  }
  if (given.has('NX') && given.size > 1) {
    throw new ReplyError('ERR NX and XX, GT or LT options at the same time are not compatible');
  }
  if (given.has('GT') && given.has('LT')) {
    throw new ReplyError('ERR GT and LT options at the same time are not compatible');
  }
  const conditions = [...given].map((name) => CONDITIONS[name] as Condition);
  return (whenMs, current) => conditions.every((holds) => holds(whenMs, current));
}

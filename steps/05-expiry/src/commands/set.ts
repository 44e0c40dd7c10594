// SET with all its options: when to write, how long the key lives, what to answer.

import {
  type Args,
  type Call,
  type Engine,
  expectString,
  type Int64,
  oneKey,
  syntaxError,
} from '@byor/04-kv/core';
import { futureArgument, type TimeOption, timeOption } from '../deadline.ts';
import { keyspaceOf } from '../keyspaces.ts';

export function setCommand({ commands }: Engine): void {
  commands.replace('string', [
    {
      name: 'set',
      arity: -3,
      flags: ['write', 'denyoom'],
      quick: true,
      keys: oneKey('RW access update variable_flags'),
      syntax:
        'key value [NX | XX] [GET] [EX seconds | PX milliseconds | EXAT unix-time-seconds | ' +
        'PXAT unix-time-milliseconds | KEEPTTL]',
      summary: 'Set the string value of a key',
      since: '1.0.0',
      run: set,
    },
  ]);
}

interface SetOptions {
  only: 'missing' | 'existing' | undefined;
  get: boolean;
  keepTtl: boolean;
  time: TimeOption | undefined;
}

/**
 * A condition that does not hold is a use of the key all the same, so it is looked up.
 * @exercise 5.7 SET's options
 * @tests records: ^(a delay becomes a moment SET |what was asked becomes what was done SET )
 * @tests 05/set
 * @tests 05/eviction/freq-refused
 * @section Commands
 * @hint SET k v XX GET KEEPTTL EX 10 has too many wishes. Which of them go together, and what is answered when the
 *   condition does not hold?
 * @hint Parse all of it, and refuse what contradicts itself, before anything changes. A deadline is kept by KEEPTTL
 *   alone: a plain SET begins a new life. The log gets what was done: no conditions, and the deadline as a moment.
 * @hint set: options, then the deadline by futureArgument; keyspaceOf(call) is the database; GET answers the old value
 *   (expectString refuses another type) or null, whatever happens next; a condition that does not hold ends it with a
 *   db.lookup, null without GET; then update or set, dirty++, recordSet if there were options, OK without GET.
 *   parseSetOptions: word by word; NX and XX, KEEPTTL and a time exclude each other; timeOption knows the times and
 *   which argument is the number; what is left is a syntaxError.
 */
function set(call: Call): void {
  const { engine, args, reply } = call;
  const db = keyspaceOf(call);
  const { only, get, keepTtl, time } = parseSetOptions(args);
  const whenMs = time && futureArgument(call, args.at(time.at), time.form);
  const key = args.at(1);
  const old = get ? db.get(key) : undefined;
  if (old !== undefined) reply.bulk(expectString(old));
  else if (get) reply.null();
  if (only !== undefined && db.has(key) !== (only === 'existing')) {
    db.lookup(key); // a use of what NX spares
    if (!get) reply.null();
    return;
  }
  const value = args.at(2);
  if (keepTtl) db.update(key, value);
  else db.set(key, value, whenMs);
  engine.dirty++;
  if (args.count > 3) recordSet(call, keepTtl, whenMs);
  if (!get) reply.ok();
}

/** The log gets what was done: conditions were met, and the deadline is a moment. */
function recordSet(call: Call, keepTtl: boolean, whenMs: Int64 | undefined): void {
  const set = ['SET', call.args.at(1), call.args.at(2)];
  if (whenMs !== undefined) call.recordAs(...set, 'PXAT', String(whenMs));
  else if (keepTtl) call.recordAs(...set, 'KEEPTTL');
  else call.recordAs(...set);
}

/** @exercise 5.7 */
function parseSetOptions(args: Args): SetOptions {
  const options: SetOptions = { only: undefined, get: false, keepTtl: false, time: undefined };
  for (let at = 3; at < args.count; at++) {
    const option = args.at(at);
    const time = options.keepTtl ? undefined : timeOption(args, at, options.time);
    if (option.is('NX') && options.only !== 'existing') options.only = 'missing';
    else if (option.is('XX') && options.only !== 'missing') options.only = 'existing';
    else if (option.is('GET')) options.get = true;
    else if (option.is('KEEPTTL') && options.time === undefined) options.keepTtl = true;
    else if (time !== undefined) {
      options.time = time;
      at = time.at;
    } else throw syntaxError();
  }
  return options;
}

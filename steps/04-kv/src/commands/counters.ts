// INCR and its family: strings that hold numbers. Integers have 64 bits, floats C's long double.

import { ReplyError } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import { oneKey } from '../engine/command-table.ts';
import type { Engine } from '../engine/engine.ts';
import { notAFloat, notAnInteger } from '../engine/errors.ts';
import { addLongDouble, formatLongDouble, parseLongDouble } from '../text/long-double.ts';
import { addInt64, type Int64, negateInt64, parseInt64 } from '../text/numbers.ts';
import { expectString, FORMS, type Value } from '../value.ts';

/** Longer than any number that Redis reads, in bytes. */
const MAX_NUMERAL_BYTES = 5 * 1024;

export function counterCommands({ commands }: Engine): void {
  const flags = ['write', 'denyoom', 'fast'] as const;
  const keys = oneKey('RW access update');
  commands.define('string', [
    {
      name: 'incr',
      arity: 2,
      flags,
      keys,
      syntax: 'key',
      summary: 'Increment the integer value of a key by one',
      since: '1.0.0',
      run: (call) => increment(call, 1),
    },
    {
      name: 'decr',
      arity: 2,
      flags,
      keys,
      syntax: 'key',
      summary: 'Decrement the integer value of a key by one',
      since: '1.0.0',
      run: (call) => increment(call, -1),
    },
    {
      name: 'incrby',
      arity: 3,
      flags,
      keys,
      syntax: 'key increment',
      summary: 'Increment the integer value of a key by the given amount',
      since: '1.0.0',
      run: (call) => increment(call, argumentOf(call)),
    },
    {
      name: 'decrby',
      arity: 3,
      flags,
      keys,
      syntax: 'key decrement',
      summary: 'Decrement the integer value of a key by the given number',
      since: '1.0.0',
      run: decrby,
    },
    {
      name: 'incrbyfloat',
      arity: 3,
      flags,
      keys,
      syntax: 'key increment',
      summary: 'Increment the float value of a key by the given amount',
      since: '2.6.0',
      run: incrbyfloat,
    },
  ]);
}

function increment({ engine, db, args, reply }: Call, by: Int64): void {
  const key = args.at(1);
  const sum = addInt64(integerOf(db.lookup(key)), by);
  if (sum === undefined) throw new ReplyError('ERR increment or decrement would overflow');
  db.update(key, String(sum));
  engine.dirty++;
  reply.integer(sum);
}

function decrby(call: Call): void {
  const by = negateInt64(argumentOf(call));
  if (by === undefined) throw new ReplyError('ERR decrement would overflow');
  increment(call, by);
}

function incrbyfloat(call: Call): void {
  const { engine, db, args, reply } = call;
  const key = args.at(1);
  const old = db.lookup(key);
  const value = parseLongDouble(old === undefined ? '0' : numeralOf(old));
  const by = parseLongDouble(args.at(2).text());
  if (value === undefined || by === undefined) throw notAFloat();
  const sum = addLongDouble(value, by);
  if (sum === undefined) throw new ReplyError('ERR increment would produce NaN or Infinity');
  const text = formatLongDouble(sum);
  db.update(key, text, FORMS.float);
  engine.dirty++;
  call.recordAs('SET', key, text, 'KEEPTTL'); // a machine with other long doubles would come to another sum
  reply.bulk(text);
}

function integerOf(value: Value | undefined): Int64 {
  if (value === undefined) return 0;
  const integer = expectString(value).integer() ?? parseInt64(numeralOf(value));
  if (integer === undefined) throw notAnInteger();
  return integer;
}

/** The text of what may be a number. Nothing longer is one, and V8 has no string for the longest values. */
function numeralOf(value: Value): string {
  const string = expectString(value);
  return string.length > MAX_NUMERAL_BYTES ? '' : string.text();
}

function argumentOf({ args }: Call): Int64 {
  const argument = args.at(2);
  const integer = argument.integer() ?? parseInt64(argument.text());
  if (integer === undefined) throw notAnInteger();
  return integer;
}

// INCR and its family: strings that hold numbers. Integers have 64 bits, floats C's long double.

import { ReplyError, type Slice } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import { oneKey } from '../engine/command.ts';
import type { Engine } from '../engine/engine.ts';
import { notAFloat, notAnInteger } from '../engine/errors.ts';
import { addLongDouble, formatLongDouble, parseLongDouble } from '../text/long-double.ts';
import { addInt64, type Int64, negateInt64, parseInt64 } from '../text/numbers.ts';
import { expectString, FORMS, type Value } from '../value.ts';

/** One for all commands: a closure for each INCR would cost it a tenth more. */
class Counter {
  by: Int64 = 0;

  /** What a key counts when it is `by` more. @throws ReplyError */
  readonly sum = (held: Value | number | undefined): Int64 => sumOf(held, this.by);
}

/** Longer than any number that Redis reads, in bytes. */
const MAX_NUMERAL_BYTES = 5 * 1024;

export function counterCommands({ commands }: Engine): void {
  const flags = ['write', 'denyoom', 'fast'] as const;
  const keys = oneKey('RW access update');
  const counter = new Counter();
  commands.define('string', [
    {
      name: 'incr',
      arity: 2,
      flags,
      keys,
      syntax: 'key',
      summary: 'Increment the integer value of a key by one',
      since: '1.0.0',
      run: (call) => increment(call, 1, counter),
    },
    {
      name: 'decr',
      arity: 2,
      flags,
      keys,
      syntax: 'key',
      summary: 'Decrement the integer value of a key by one',
      since: '1.0.0',
      run: (call) => increment(call, -1, counter),
    },
    {
      name: 'incrby',
      arity: 3,
      flags,
      keys,
      syntax: 'key increment',
      summary: 'Increment the integer value of a key by the given amount',
      since: '1.0.0',
      run: (call) => increment(call, argumentOf(call), counter),
    },
    {
      name: 'decrby',
      arity: 3,
      flags,
      keys,
      syntax: 'key decrement',
      summary: 'Decrement the integer value of a key by the given number',
      since: '1.0.0',
      run: (call) => decrby(call, counter),
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

/**
 * INCR and its like: the key counts `by` more, and that is the answer; one change more is counted (`dirty`), so that it is
 * logged.
 * @exercise 4.9 Count
 * @tests engine/write: gets (nothing of|each counter)
 * @tests 04/counters/incr
 * @tests 04/counters/incrby
 * @tests 04/counters/exact-beyond-doubles
 * @tests 04/counters/overflow
 * @section Commands are rows
 * @hint INCR answers a number, but the key holds a string. What if that string is 9007199254740993, and what if it is
 *   10.5, or 9223372036854775807?
 * @hint The integers of Redis have 64 bits; a number of JavaScript is exact up to 2^53. Int64 is a number as long as it
 *   is safe and a BigInt beyond that, and addInt64 says by undefined that the sum fits no longer. Whatever is wrong
 *   must be found before the key changes: a throw inside db.count leaves it as it was.
 * @hint integerOf: a missing key counts as 0, a number is one already; expectString(held).integer(), or parseInt64 of
 *   numeralOf; neither: notAnInteger. sumOf: addInt64 (text/numbers.ts) of integerOf and by; a ReplyError if there is
 *   no such sum. increment: counter.by, db.count the key by counter.sum; dirty++; reply what it returns.
 */
function increment({ engine, db, args, reply }: Call, by: Int64, counter: Counter): void {
  counter.by = by;
  const sum = db.count(args.at(1), counter.sum);
  engine.dirty++;
  reply.integer(sum);
}

/**
 * @throws ReplyError integerOf's, or `increment or decrement would overflow`
 * @exercise 4.9
 */
function sumOf(held: Value | number | undefined, by: Int64): Int64 {
  const sum = addInt64(integerOf(held), by);
  if (sum === undefined) throw new ReplyError('ERR increment or decrement would overflow');
  return sum;
}

function decrby(call: Call, counter: Counter): void {
  const by = negateInt64(argumentOf(call));
  if (by === undefined) throw new ReplyError('ERR decrement would overflow');
  increment(call, by, counter);
}

function incrbyfloat(call: Call): void {
  const { engine, db, args, reply } = call;
  const key = args.at(1);
  let text: string;
  try {
    text = floatSum(db.peek(key), args.at(2)); // the access is the update
  } catch (error) {
    db.lookup(key); // none follows: to ask was an access all the same
    throw error;
  }
  db.update(key, text, FORMS.float);
  engine.dirty++;
  call.recordAs('SET', key, text, 'KEEPTTL'); // a machine with other long doubles would come to another sum
  reply.bulk(text);
}

/** @throws ReplyError WRONGTYPE, notAFloat, or that there is no such sum */
function floatSum(held: Value | undefined, increment: Slice): string {
  const value = parseLongDouble(held === undefined ? '0' : numeralOf(held));
  const by = parseLongDouble(increment.text());
  if (value === undefined || by === undefined) throw notAFloat();
  const sum = addLongDouble(value, by);
  if (sum === undefined) throw new ReplyError('ERR increment would produce NaN or Infinity');
  return formatLongDouble(sum);
}

/**
 * What a key counts before: a missing one 0. @throws ReplyError WRONGTYPE, or notAnInteger
 * @exercise 4.9
 */
function integerOf(held: Value | number | undefined): Int64 {
  if (held === undefined) return 0;
  if (typeof held === 'number') return held;
  const integer = expectString(held).integer() ?? parseInt64(numeralOf(held));
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

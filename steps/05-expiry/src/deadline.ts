// Points in time as clients say them. Whatever the form, it becomes Unix milliseconds at once: only that is kept and
// recorded, so that a replay years later means the same moment.

import {
  type Args,
  addInt64,
  type Call,
  type Int64,
  multiplyInt64,
  notAnInteger,
  parseInt64,
  ReplyError,
  type Slice,
} from '@byor/04-kv/core';

/** How a time is said: from now or from 1970, in seconds or in milliseconds. */
export interface TimeForm {
  readonly fromNow: boolean;
  readonly unitMs: 1 | 1000;
}

/** By the words that SET and GETEX have for them. */
export const EX: TimeForm = { fromNow: true, unitMs: 1000 };
export const PX: TimeForm = { fromNow: true, unitMs: 1 };
export const EXAT: TimeForm = { fromNow: false, unitMs: 1000 };
export const PXAT: TimeForm = { fromNow: false, unitMs: 1 };

/** A deadline among the options of SET and GETEX. */
export interface TimeOption {
  readonly form: TimeForm;
  /** Which argument is the number: the one behind the word. */
  readonly at: number;
}

/** What argument `at` and the next say of the deadline. `earlier`: the same word may come again, another one may not. */
export function timeOption(
  args: Args,
  at: number,
  earlier: TimeOption | undefined,
): TimeOption | undefined {
  const form = timeForm(args.at(at));
  if (form === undefined || at + 1 === args.count) return undefined;
  return earlier === undefined || earlier.form === form ? { form, at: at + 1 } : undefined;
}

function timeForm(option: Slice): TimeForm | undefined {
  if (option.is('EX')) return EX;
  if (option.is('PX')) return PX;
  if (option.is('EXAT')) return EXAT;
  return option.is('PXAT') ? PXAT : undefined;
}

/**
 * Unix time in milliseconds, exact over 64 bits. @throws ReplyError when it does not fit in them
 * @exercise 5.6 A moment, not a delay
 * @tests records: ^a delay becomes a moment P?SETEX
 * @tests 05/set/setex
 * @hint SETEX k 10 v is run again in a year, from a log. When must k die?
 * @hint Whatever form the time has, it becomes Unix milliseconds at once, and only these are kept and recorded. The sum
 *   must be right over 64 bits: what does not fit is refused, not rounded.
 * @hint deadlineArgument: the integer times unitMs (multiplyInt64); fromNow: plus engine.now() (addInt64); undefined
 *   anywhere: invalidTime. futureArgument: the integer must be above 0, or invalidTime; then deadlineArgument.
 */
export function deadlineArgument(call: Call, argument: Slice, form: TimeForm): Int64 {
  const ms = multiplyInt64(integerArgument(argument), form.unitMs);
  const whenMs = ms === undefined || !form.fromNow ? ms : addInt64(ms, call.engine.now());
  if (whenMs === undefined) throw invalidTime(call);
  return whenMs;
}

/**
 * The same where a time of zero or less makes no sense. @throws ReplyError
 * @exercise 5.6
 */
export function futureArgument(call: Call, argument: Slice, form: TimeForm): Int64 {
  if (integerArgument(argument) <= 0) throw invalidTime(call);
  return deadlineArgument(call, argument, form);
}

/** Whole seconds, half a second and more rounded up, as Redis shows milliseconds. */
export function toSeconds(ms: Int64): Int64 {
  return typeof ms === 'number' ? Math.floor((ms + 500) / 1000) : (ms + 500n) / 1000n;
}

function integerArgument(argument: Slice): Int64 {
  const integer = argument.integer() ?? parseInt64(argument.text());
  if (integer === undefined) throw notAnInteger();
  return integer;
}

function invalidTime({ command }: Call): ReplyError {
  return new ReplyError(`ERR invalid expire time in '${command.fullName}' command`);
}

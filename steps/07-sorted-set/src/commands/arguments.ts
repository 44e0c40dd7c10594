// Arguments that only commands on sorted sets have: scores, and the borders of ranges. All throw ReplyError.

import {
  type Int64,
  notAFloat,
  notAnInteger,
  parseDouble,
  parseInt64,
  ReplyError,
  type Slice,
} from '@byor/06-aof/core';
import type { MemberBound, ScoreBound } from '../sorted-set/ranges.ts';

/** Whole numbers, the most usual scores, are read without making a string. */
export function scoreArgument(argument: Slice): number {
  const score = argument.integer() ?? parseDouble(argument.text());
  if (score === undefined) throw notAFloat();
  return score;
}

export function int64Argument(argument: Slice): Int64 {
  const value = argument.integer() ?? parseInt64(argument.text());
  if (value === undefined) throw notAnInteger();
  return value;
}

/** A 64-bit rank or count: beyond 2^53 it is not exact, which no set is large enough to notice. */
export function longArgument(argument: Slice): number {
  return Number(int64Argument(argument));
}

/** A count that may not be negative, or whatever `refusal` says. */
export function countArgument(argument: Slice, least: number, refusal: string): number {
  const value = argument.integer() ?? parseInt64(argument.text());
  if (value === undefined || value < least) throw new ReplyError(refusal);
  return Number(value);
}

/** `5`, `(5`, `-inf`. */
export function scoreBoundArgument(argument: Slice): ScoreBound {
  const text = argument.text();
  const exclusive = text.startsWith('(');
  const score = boundNumber(exclusive ? text.slice(1) : text);
  if (score === undefined) throw new ReplyError('ERR min or max is not a float');
  return { score, exclusive };
}

const LEADING_BLANKS = /^[ \t\n\v\f\r]+(?=[^ \t\n\v\f\r])/;
const DECIMAL = /^[+-]?(?=\.?\d)\d*\.?\d*(?:e[+-]?\d+)?$/i;

/**
 * Other than a score a border is read by C's strtod itself: blanks may come before it, a NUL ends it, nothing at all
 * is 0, and what is out of range is infinite or 0.
 */
function boundNumber(text: string): number | undefined {
  const [number = ''] = text.split('\0', 1);
  if (number === '') return 0;
  const trimmed = number.replace(LEADING_BLANKS, '');
  return parseDouble(trimmed) ?? (DECIMAL.test(trimmed) ? Number(trimmed) : undefined);
}

/** `[a`, `(a`, `-`, `+`. */
export function memberBoundArgument(argument: Slice): MemberBound {
  const text = argument.text();
  const member = text.slice(1);
  if (text[0] === '[') return { member, exclusive: false };
  if (text[0] === '(') return { member, exclusive: true };
  const ends = member === '' || member.startsWith('\0');
  if (text[0] === '-' && ends) return 'least';
  if (text[0] === '+' && ends) return 'greatest';
  throw new ReplyError('ERR min or max not valid string range item');
}

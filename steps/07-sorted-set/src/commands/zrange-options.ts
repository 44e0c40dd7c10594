// What ZRANGE and its relatives understand: which range, in which direction, how much of it.

import { type Args, ReplyError, syntaxError } from '@byor/06-aof/core';
import { MemberRange, type Range, RankRange, ScoreRange } from '../sorted-set/ranges.ts';
import { longArgument, memberBoundArgument, scoreBoundArgument } from './arguments.ts';

export type RangeKind = 'rank' | 'score' | 'lex';

/** How a command of the family differs from ZRANGE. */
export interface RangeForm {
  /** Where the key is that is read. */
  readonly source: number;
  /** Told by the command's name; undefined: BYSCORE, BYLEX say it. */
  readonly kind?: RangeKind;
  /** Told by the command's name; undefined: REV says it. */
  readonly reversed?: boolean;
  /** ZRANGESTORE has no WITHSCORES. */
  readonly stores?: boolean;
}

export interface RangeRequest {
  readonly range: Range;
  readonly reversed: boolean;
  readonly offset: number;
  /** Negative: all. */
  readonly count: number;
  readonly withScores: boolean;
}

interface Options {
  kind: RangeKind | undefined;
  reversed: boolean | undefined;
  offset: number;
  count: number;
  withScores: boolean;
}

/** @throws ReplyError, for options before borders, as Redis does */
export function parseRange(args: Args, form: RangeForm): RangeRequest {
  const options = parseOptions(args, form);
  const { kind = 'rank', reversed = false, offset, count, withScores } = options;
  if (count !== -1 && kind === 'rank') {
    throw new ReplyError(
      'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
    );
  }
  if (withScores && kind === 'lex') {
    throw new ReplyError('ERR syntax error, WITHSCORES not supported in combination with BYLEX');
  }
  const range = rangeArguments(args, form.source + 1, kind, reversed);
  // Of ranks only a LIMIT with a count of -1 gets here, and to Redis that is none.
  return { range, reversed, offset: kind === 'rank' ? 0 : offset, count, withScores };
}

function parseOptions(args: Args, form: RangeForm): Options {
  const options: Options = {
    kind: form.kind,
    reversed: form.reversed,
    offset: 0,
    count: -1,
    withScores: false,
  };
  for (let at = form.source + 3; at < args.count; at++) {
    const option = args.at(at);
    if (option.is('WITHSCORES') && form.stores !== true) options.withScores = true;
    else if (option.is('LIMIT') && at + 2 < args.count) {
      options.offset = longArgument(args.at(++at));
      options.count = longArgument(args.at(++at));
    } else if (option.is('REV') && options.reversed === undefined) options.reversed = true;
    else if (option.is('BYLEX') && options.kind === undefined) options.kind = 'lex';
    else if (option.is('BYSCORE') && options.kind === undefined) options.kind = 'score';
    else throw syntaxError();
  }
  return options;
}

/** The range between the arguments `at` and `at + 1`. Reversed, borders come with the greater one first. */
export function rangeArguments(args: Args, at: number, kind: RangeKind, reversed = false): Range {
  const [first, second] = [args.at(at), args.at(at + 1)];
  if (kind === 'rank') return new RankRange(longArgument(first), longArgument(second), reversed);
  const [min, max] = reversed ? [second, first] : [first, second];
  return kind === 'score'
    ? new ScoreRange(scoreBoundArgument(min), scoreBoundArgument(max))
    : new MemberRange(memberBoundArgument(min), memberBoundArgument(max));
}

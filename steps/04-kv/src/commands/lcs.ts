// LCS: the longest common subsequence of two strings.

import { ReplyError, type ReplyWriter, Slice } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { Engine } from '../engine/engine.ts';
import { notAnInteger, syntaxError } from '../engine/errors.ts';
import { type Lcs, type LcsMatch, lcsTableBytes, longestCommonSubsequence } from '../text/lcs.ts';
import { parseInt64 } from '../text/numbers.ts';
import { isString } from '../value.ts';

export function lcsCommands({ commands }: Engine): void {
  commands.define('string', [
    {
      name: 'lcs',
      arity: -3,
      flags: ['readonly'],
      keys: [{ first: 1, last: 2, step: 1, access: 'RO access' }],
      syntax: 'key1 key2 [LEN] [IDX] [MINMATCHLEN min-match-len] [WITHMATCHLEN]',
      summary: 'Find longest common substring',
      since: '7.0.0',
      run: lcs,
    },
  ]);
}

interface LcsOptions {
  length: boolean;
  index: boolean;
  minMatch: number;
  withMatchLength: boolean;
}

function lcs(call: Call): void {
  const { engine, reply } = call;
  const a = stringAt(call, 1);
  const b = stringAt(call, 2);
  const options = parseOptions(call);
  if (options.length && options.index) {
    throw new ReplyError('ERR If you want both the length and indexes, please just use IDX.');
  }
  if (lcsTableBytes(a.length, b.length) > engine.config.number('proto-max-bulk-len')) {
    throw new ReplyError(
      'ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len',
    );
  }
  const found = longestCommonSubsequence(a.text(), b.text());
  if (options.index) replyMatches(reply, found, options);
  else if (options.length) reply.integer(found.length);
  else reply.bulk(found.text);
}

function stringAt({ db, args }: Call, at: number): Slice {
  const value = db.get(args.at(at));
  if (value === undefined) return Slice.of('');
  if (!isString(value)) throw new ReplyError('ERR The specified keys must contain string values');
  return Slice.of(value.copy()); // the other one comes as the same view
}

function parseOptions({ args }: Call): LcsOptions {
  const options = { length: false, index: false, minMatch: 0, withMatchLength: false };
  for (let at = 3; at < args.count; at++) {
    const option = args.at(at);
    if (option.is('LEN')) options.length = true;
    else if (option.is('IDX')) options.index = true;
    else if (option.is('WITHMATCHLEN')) options.withMatchLength = true;
    else if (option.is('MINMATCHLEN') && at + 1 < args.count) {
      options.minMatch = parseMinMatch(args.at(++at));
    } else throw syntaxError();
  }
  return options;
}

function parseMinMatch(argument: Slice): number {
  const least = parseInt64(argument.text());
  if (least === undefined) throw notAnInteger();
  return Number(least);
}

function replyMatches(reply: ReplyWriter, found: Lcs, options: LcsOptions): void {
  const matches = found.matches.filter((match) => match.length >= options.minMatch);
  reply.map(2);
  reply.bulk('matches');
  reply.array(matches.length);
  for (const match of matches) replyMatch(reply, match, options.withMatchLength);
  reply.bulk('len');
  reply.integer(found.length);
}

function replyMatch(reply: ReplyWriter, match: LcsMatch, withLength: boolean): void {
  reply.array(withLength ? 3 : 2);
  for (const [start, end] of [
    [match.aStart, match.aEnd],
    [match.bStart, match.bEnd],
  ] as const) {
    reply.array(2);
    reply.integer(start);
    reply.integer(end);
  }
  if (withLength) reply.integer(match.length);
}

// Ways through the whole keyspace: SCAN in small steps, KEYS in one, RANDOMKEY, DBSIZE.

import { type Args, ReplyError, type Slice } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { Engine } from '../engine/engine.ts';
import { notAnInteger, syntaxError } from '../engine/errors.ts';
import { globMatch } from '../text/glob.ts';
import { parseInt64 } from '../text/numbers.ts';
import { typeOf } from '../value.ts';

const DEFAULT_COUNT = 10;
/** A step looks at this many buckets for each key wanted, or a sparse table would make it unbounded. */
export const BUCKETS_PER_KEY = 10;

export function scanCommands({ commands }: Engine): void {
  commands.define('generic', [
    {
      name: 'keys',
      arity: 2,
      flags: ['readonly'],
      categories: ['@dangerous'],
      tips: ['request_policy:all_shards', 'nondeterministic_output_order'],
      syntax: 'pattern',
      summary: 'Find all keys matching the given pattern',
      since: '1.0.0',
      run: keys,
    },
    {
      name: 'scan',
      arity: -2,
      flags: ['readonly'],
      tips: ['nondeterministic_output', 'request_policy:special'],
      syntax: 'cursor [MATCH pattern] [COUNT count] [TYPE type]',
      summary: 'Incrementally iterate the keys space',
      since: '2.8.0',
      run: scan,
    },
    {
      name: 'randomkey',
      arity: 1,
      flags: ['readonly'],
      tips: ['request_policy:all_shards', 'nondeterministic_output'],
      syntax: '',
      summary: 'Return a random key from the keyspace',
      since: '1.0.0',
      run: randomkey,
    },
  ]);
}

function keys({ db, args, reply }: Call): void {
  const matches = matcher(args.at(1));
  const found: string[] = [];
  db.forEach((key) => {
    if (matches(key)) found.push(key);
  });
  reply.array(found.length);
  for (const key of found) reply.bulk(key);
}

function scan({ db, args, reply }: Call): void {
  let cursor = parseCursor(args.at(1));
  const { count, matches, type } = parseScanOptions(args, 2, { allowType: true });
  const found: string[] = [];
  let seen = 0;
  let buckets = count * BUCKETS_PER_KEY;
  do {
    cursor = db.scan(cursor, (key, value) => {
      seen++;
      if ((type === undefined || type === typeOf(value)) && matches(key)) found.push(key);
    });
  } while (cursor !== 0 && seen < count && --buckets > 0);
  reply.array(2);
  reply.bulk(String(cursor));
  reply.array(found.length);
  for (const key of found) reply.bulk(key);
}

export interface ScanOptions {
  count: number;
  matches: (name: string) => boolean;
  type: string | undefined;
}

/** The options from argument `at` on, for every command of the family. */
export function parseScanOptions(
  args: Args,
  at: number,
  { allowType }: { allowType: boolean },
): ScanOptions {
  const options: ScanOptions = { count: DEFAULT_COUNT, matches: () => true, type: undefined };
  for (; at < args.count; at += 2) {
    const option = args.at(at);
    if (at + 1 === args.count) throw syntaxError();
    const argument = args.at(at + 1);
    if (option.is('COUNT')) options.count = parseCount(argument);
    else if (option.is('MATCH')) options.matches = matcher(argument);
    else if (option.is('TYPE') && allowType) options.type = argument.text().toLowerCase();
    else throw syntaxError();
  }
  return options;
}

function parseCount(argument: Slice): number {
  const count = parseInt64(argument.text());
  if (count === undefined) throw notAnInteger();
  if (count < 1) throw syntaxError();
  return Number(count);
}

/** The pattern is copied out of the request, and `*` alone costs nothing. */
function matcher(argument: Slice): (key: string) => boolean {
  const pattern = argument.text();
  return pattern === '*' ? () => true : (key) => globMatch(pattern, key);
}

const CURSOR = /^(?:[+-]?\d+)?$/;
const UINT64_MAX = 2n ** 64n - 1n;

/** As C's strtoul reads it: a sign is allowed, a NUL is the end, and nothing at all is 0. */
export function parseCursor(argument: Slice): number {
  const [text = ''] = argument.text().split('\0', 1);
  if (!CURSOR.test(text)) throw invalidCursor();
  const value = BigInt(text.replace('+', '') || '0');
  if (value > UINT64_MAX || value < -UINT64_MAX) throw invalidCursor();
  return Number(BigInt.asUintN(32, value)); // no table has more buckets
}

const invalidCursor = () => new ReplyError('ERR invalid cursor');

function randomkey({ db, reply }: Call): void {
  const key = db.randomKey();
  if (key === undefined) reply.null();
  else reply.bulk(key);
}

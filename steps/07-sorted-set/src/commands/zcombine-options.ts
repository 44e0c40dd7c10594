// What ZUNION and its relatives understand. Redis checks in this order: the number of keys, the keys' types, the rest.

import { type Call, parseDouble, ReplyError, type Slice, syntaxError } from '@byor/06-aof/core';
import { type Aggregate, aggregates, type Source } from '../sorted-set/combine.ts';
import { countArgument, longArgument } from './arguments.ts';
import { readSet } from './sets.ts';

export interface CombineForm {
  /** Where the number of keys stands; the keys follow it. */
  readonly numKeysAt: number;
  readonly options: readonly CombineOption[];
}

export type CombineOption = 'WEIGHTS' | 'AGGREGATE' | 'WITHSCORES' | 'LIMIT';

export interface CombineRequest {
  sources: readonly Source[];
  aggregate: Aggregate;
  withScores: boolean;
  /** Of ZINTERCARD: infinite when there is none. */
  limit: number;
}

export function parseCombination(call: Call, { numKeysAt, options }: CombineForm): CombineRequest {
  const { args } = call;
  const numKeys = parseNumKeys(call, numKeysAt);
  const end = numKeysAt + 1 + numKeys;
  const request: CombineRequest = {
    sources: readSources(call, numKeysAt + 1, end),
    aggregate: aggregates.SUM,
    withScores: false,
    limit: Number.POSITIVE_INFINITY,
  };
  for (let at = end; at < args.count; at++) {
    const option = options.find((name) => args.at(at).is(name));
    if (option === undefined) throw syntaxError();
    at += parseOption(call, option, at, request);
  }
  return request;
}

function parseNumKeys({ command, args }: Call, at: number): number {
  const numKeys = longArgument(args.at(at));
  if (numKeys < 1) {
    throw new ReplyError(`ERR at least 1 input key is needed for '${command.fullName}' command`);
  }
  if (numKeys > args.count - at - 1) throw syntaxError();
  return numKeys;
}

function readSources(call: Call, first: number, end: number): Source[] {
  const sources: Source[] = [];
  for (let at = first; at < end; at++) {
    sources.push({ set: readSet(call, call.args.at(at)), weight: 1 });
  }
  return sources;
}

/** @returns how many arguments belong to the option at `at` */
function parseOption(
  { args }: Call,
  option: CombineOption,
  at: number,
  request: CombineRequest,
): number {
  const left = args.count - at - 1;
  if (option === 'WITHSCORES') {
    request.withScores = true;
    return 0;
  }
  const wanted = option === 'WEIGHTS' ? request.sources.length : 1;
  if (left < wanted) throw syntaxError();
  if (option === 'WEIGHTS') {
    request.sources = request.sources.map(({ set }, i) => ({
      set,
      weight: weightArgument(args.at(at + 1 + i)),
    }));
  } else if (option === 'AGGREGATE') {
    request.aggregate = aggregateArgument(args.at(at + 1));
  } else {
    const limit = countArgument(args.at(at + 1), 0, "ERR LIMIT can't be negative");
    request.limit = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  }
  return wanted;
}

function weightArgument(argument: Slice): number {
  const weight = argument.integer() ?? parseDouble(argument.text());
  if (weight === undefined) throw new ReplyError('ERR weight value is not a float');
  return weight;
}

function aggregateArgument(argument: Slice): Aggregate {
  const name = argument.text().toUpperCase();
  if (name !== 'SUM' && name !== 'MIN' && name !== 'MAX') throw syntaxError();
  return aggregates[name];
}

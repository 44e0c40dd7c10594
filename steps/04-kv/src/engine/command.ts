// What there is to know of a command, in one place: the row as its family's file writes it, and what the table makes of it.

import type { Args } from '@byor/03-event-loop/core';
import type { Call } from './call.ts';
import type { CommandTable } from './command-table.ts';

/** Redis's own command flags, as COMMAND INFO lists them. */
export type CommandFlag =
  | 'write'
  | 'readonly'
  | 'denyoom'
  | 'admin'
  | 'pubsub'
  | 'noscript'
  | 'blocking'
  | 'loading'
  | 'stale'
  | 'skip_monitor'
  | 'skip_slowlog'
  | 'fast'
  | 'no_async_loading'
  | 'no_auth'
  | 'allow_busy'
  | 'no_multi'
  | 'movablekeys';

/** Where keys stand among the arguments, and what the command does to them. */
export interface KeySpec {
  readonly first: number;
  /** Counted from the end when negative: -1 is the last argument. */
  readonly last: number;
  readonly step: number;
  /** Redis's key-spec flags: RO, RW, OW (overwrites) or RM, then access, insert, update, delete. */
  readonly access: string;
  /** The argument at `first` says how many keys follow it. */
  readonly counted?: boolean;
}

export const oneKey = (access: string, at = 1): KeySpec[] => [
  { first: at, last: at, step: 1, access },
];

export const allKeys = (access: string, step = 1): KeySpec[] => [
  { first: 1, last: -1, step, access },
];

/** `2 a b`: a number, and so many keys. */
export const countedKeys = (access: string, at = 1): KeySpec[] => [
  { first: at, last: at, step: 1, access, counted: true },
];

/** Where the keys stand in a request that begins at `base`; undefined when it does not say so rightly. */
export function keyPlaces(keys: readonly KeySpec[], request: Args, base = 0): number[] | undefined {
  const places: number[] = [];
  for (const { first, last, step, counted } of keys) {
    let at = base + first;
    let end = last < 0 ? request.count + last : base + last;
    if (counted) {
      const count = at < request.count ? (request.at(at).integer() ?? 0) : 0;
      end = at + count;
      if (count < 1 || end >= request.count) return undefined;
      at++;
    }
    for (; at <= end; at += step) places.push(at);
  }
  return places;
}

/** One command as its family's file writes it: everything there is to know about it, in one place. */
export interface CommandRow {
  /** Lower case. */
  readonly name: string;
  /** Arguments, the name included; negative: at least so many. */
  readonly arity: number;
  readonly flags: readonly CommandFlag[];
  /** Default: none. */
  readonly keys?: readonly KeySpec[];
  /** What follows the name, in the notation of Redis's documentation. */
  readonly syntax: string;
  readonly summary: string;
  /** The version of Redis that brought it. */
  readonly since: string;
  /** Of constant or logarithmic time. Default: what the flag `fast` says, which Redis does not give to SET. */
  readonly quick?: boolean;
  /** ACL categories beyond those that group and flags imply, such as `@dangerous`. */
  readonly categories?: readonly string[];
  /** Hints for clients and proxies: COMMAND INFO's tips. */
  readonly tips?: readonly string[];
  /** A container (CLIENT, CONFIG ...) has these; `run` then answers the bare name's arity error. */
  readonly subcommands?: readonly CommandRow[];
  readonly run?: (call: Call) => void;
}

/** A row that stands in the table. One class for all: whatever their rows leave out, the engine sees objects of one shape. */
export class Command {
  readonly name: string;
  /** `get`, or `client|id` for a subcommand: what errors and COMMAND INFO call it. */
  readonly fullName: string;
  readonly group: string;
  readonly arity: number;
  readonly flags: readonly CommandFlag[];
  readonly keys: readonly KeySpec[];
  readonly syntax: string;
  readonly summary: string;
  readonly since: string;
  readonly categories: readonly string[];
  readonly tips: readonly string[];
  readonly children: CommandTable | undefined;
  readonly noAuth: boolean;
  /** Of constant or logarithmic time: its time need not be taken each time. */
  readonly isQuick: boolean;
  readonly run: (call: Call) => void;
  // INFO commandstats:
  calls = 0;
  elapsedUs = 0;
  rejected = 0;
  failed = 0;

  /** @throws Error when the row has neither a function nor subcommands */
  constructor(row: CommandRow, group: string, container?: string, children?: CommandTable) {
    this.name = row.name;
    this.fullName = container === undefined ? row.name : `${container}|${row.name}`;
    this.group = group;
    this.arity = row.arity;
    this.flags = row.flags;
    this.keys = row.keys ?? [];
    this.syntax = row.syntax;
    this.summary = row.summary;
    this.since = row.since;
    this.categories = row.categories ?? [];
    this.tips = row.tips ?? [];
    this.children = children;
    this.noAuth = row.flags.includes('no_auth');
    this.isQuick = row.quick ?? row.flags.includes('fast');
    if (row.run === undefined && children === undefined)
      throw new Error(`${this.fullName} has no run`);
    this.run = row.run ?? unreachable;
  }
}

function unreachable(call: Call): void {
  throw new Error(`${call.command.fullName} is a container: its subcommands run, not itself`);
}

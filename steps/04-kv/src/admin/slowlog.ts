// SLOWLOG: the last requests that took longer than slowlog-log-slower-than microseconds.

import { ReplyError } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { CommandFlag } from '../engine/command.ts';
import { integerWithin, LONG_MAX } from '../engine/config.ts';
import type { Layer } from '../engine/engine.ts';
import { wrongSubcommand } from '../engine/errors.ts';
import { helpRow } from './help.ts';
import { shortArguments } from './shown-arguments.ts';

const DEFAULT_COUNT = 10;
/** A quick command does not take as long by itself; below, each one is timed. */
const EXACT_BELOW_US = 1000;

interface Entry {
  readonly id: number;
  readonly whenS: number;
  readonly elapsedUs: number;
  readonly args: readonly string[];
  readonly address: string;
  readonly clientName: string;
}

const flags: readonly CommandFlag[] = ['admin', 'loading', 'stale'];

const help = helpRow('SLOWLOG', '6.2.0', [
  'GET [<count>]',
  '    Return top <count> entries from the slowlog (default: 10, -1 mean all).',
  '    Entries are made of:',
  '    id, timestamp, time in microseconds, arguments array, client IP and port,',
  '    client name',
  'LEN',
  '    Return the length of the slowlog.',
  'RESET',
  '    Reset the slowlog.',
]);

export const slowlogCommands: Layer = (engine) => {
  const entries: Entry[] = []; // the newest first
  let nextId = 0;
  let thresholdUs = 10_000; // -1: nothing is logged
  let maxEntries = 128;

  engine.config.define(
    {
      name: 'slowlog-log-slower-than',
      default: String(thresholdUs),
      summary: 'microseconds from which on a command is logged; -1 logs none, 0 all',
      parse: integerWithin(-1, LONG_MAX),
      apply: (us) => {
        thresholdUs = Number(us);
        engine.timing.setExact('slowlog', thresholdUs >= 0 && thresholdUs < EXACT_BELOW_US);
      },
    },
    {
      name: 'slowlog-max-len',
      default: String(maxEntries),
      summary: 'entries that the slow log keeps',
      parse: integerWithin(0, LONG_MAX),
      apply: (count) => {
        maxEntries = Number(count);
      },
    },
  );

  engine.hooks.timed.push((call, elapsedUs) => {
    if (thresholdUs < 0 || elapsedUs < thresholdUs) return;
    if (call.command.flags.includes('skip_slowlog')) return;
    entries.unshift(record(nextId++, call, elapsedUs));
    if (entries.length > maxEntries) entries.length = maxEntries;
  });

  engine.commands.define('server', [
    {
      name: 'slowlog',
      arity: -2,
      flags: [],
      syntax: '',
      summary: 'A container for slow log commands',
      since: '2.2.12',
      subcommands: [
        {
          name: 'get',
          arity: -2,
          flags,
          syntax: '[count]',
          summary: "Get the slow log's entries",
          since: '2.2.12',
          tips: ['request_policy:all_nodes', 'nondeterministic_output'],
          run: (call) => get(call, entries),
        },
        {
          name: 'len',
          arity: 2,
          flags,
          syntax: '',
          summary: "Get the slow log's length",
          since: '2.2.12',
          tips: ['request_policy:all_nodes', 'response_policy:agg_sum', 'nondeterministic_output'],
          run: ({ reply }) => reply.integer(entries.length),
        },
        {
          name: 'reset',
          arity: 2,
          flags,
          syntax: '',
          summary: 'Clear all entries from the slow log',
          since: '2.2.12',
          tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
          run: ({ reply }) => {
            entries.length = 0;
            reply.ok();
          },
        },
        help,
      ],
    },
  ]);
};

function record(id: number, call: Call, elapsedUs: number): Entry {
  return {
    id,
    whenS: Math.floor(call.engine.now() / 1000),
    elapsedUs: Math.round(elapsedUs),
    args: shortArguments(call),
    address: call.client.connection?.remoteAddress ?? '',
    clientName: call.client.name,
  };
}

function get({ args, reply }: Call, entries: readonly Entry[]): void {
  if (args.count > 3) throw wrongSubcommand(args.at(1), 'SLOWLOG');
  const count = args.count === 3 ? args.at(2).integer() : DEFAULT_COUNT;
  if (count === undefined || count < -1) {
    throw new ReplyError('ERR count should be greater than or equal to -1');
  }
  const shown = entries.slice(0, count === -1 ? entries.length : count);
  reply.array(shown.length);
  for (const entry of shown) {
    reply.array(6);
    reply.integer(entry.id);
    reply.integer(entry.whenS);
    reply.integer(entry.elapsedUs);
    reply.array(entry.args.length);
    for (const arg of entry.args) reply.bulk(arg);
    reply.bulk(entry.address);
    reply.bulk(entry.clientName);
  }
}

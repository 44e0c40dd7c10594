// Small commands about the server itself: TIME, LOLWUT, SHUTDOWN.

import { type Args, ReplyError } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { Layer } from '../engine/engine.ts';
import { notAnInteger, syntaxError } from '../engine/errors.ts';

export const serverCommands: Layer = (engine) => {
  engine.commands.define('server', [
    {
      name: 'time',
      arity: 1,
      flags: ['loading', 'stale', 'fast'],
      syntax: '',
      summary: 'Return the current server time',
      since: '2.6.0',
      tips: ['nondeterministic_output'],
      run: time,
    },
    {
      name: 'lolwut',
      arity: -1,
      flags: ['readonly', 'fast'],
      syntax: '[VERSION version]',
      summary: 'Display some computer art and the Redis version',
      since: '5.0.0',
      run: lolwut,
    },
    {
      name: 'shutdown',
      arity: -1,
      flags: ['admin', 'noscript', 'loading', 'stale', 'no_multi', 'allow_busy'],
      syntax: '[NOSAVE|SAVE] [NOW] [FORCE] [ABORT]',
      summary: 'Synchronously save the dataset to disk and then shut down the server',
      since: '1.0.0',
      run: shutdown,
    },
  ]);
};

/** Seconds and microseconds; the server reads its clock in milliseconds, once a turn. */
function time({ engine, reply }: Call): void {
  const nowMs = engine.now();
  reply.array(2);
  reply.bulk(String(Math.floor(nowMs / 1000)));
  reply.bulk(String((nowMs % 1000) * 1000));
}

function lolwut({ engine, args, reply }: Call): void {
  const versioned = args.count > 2 && args.at(1).is('VERSION');
  if (versioned && args.at(2).integer() === undefined) throw notAnInteger();
  reply.verbatim('txt', `Redis ver. ${engine.host.info.version}\n`);
}

/** SAVE, NOW and FORCE are about snapshots and replicas, which this stage does not have. */
function shutdown({ engine, client, args }: Call): void {
  if (shutdownOptions(args).has('ABORT')) throw new ReplyError('ERR No shutdown in progress.');
  client.closing = true;
  engine.host.shutdown();
}

/** SHUTDOWN's words, in capitals. @throws ReplyError when they do not go together */
export function shutdownOptions(args: Args): ReadonlySet<string> {
  const options = new Set<string>();
  for (let at = 1; at < args.count; at++) options.add(args.at(at).text().toUpperCase());
  const known = [...options].every((option) => SHUTDOWN_OPTIONS.includes(option));
  const both = options.has('NOSAVE') && options.has('SAVE');
  if (!known || both || (options.has('ABORT') && options.size > 1)) throw syntaxError();
  return options;
}

const SHUTDOWN_OPTIONS = ['NOSAVE', 'SAVE', 'NOW', 'FORCE', 'ABORT'];

// The connection's own commands: PING, ECHO, SELECT, RESET, QUIT. Who is asking is the layer acl/'s.

import { wrongArity } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { CommandFlag } from '../engine/command.ts';
import type { Layer } from '../engine/engine.ts';
import { int32Argument, invalidDatabase } from '../engine/errors.ts';

/** Whoever asks, whatever state the server is in. */
export const alwaysAllowed: readonly CommandFlag[] = [
  'noscript',
  'loading',
  'stale',
  'fast',
  'no_auth',
  'allow_busy',
];

export const connectionCommands: Layer = (engine) => {
  engine.commands.define('connection', [
    {
      name: 'ping',
      arity: -1,
      flags: ['fast'],
      syntax: '[message]',
      summary: 'Ping the server',
      since: '1.0.0',
      tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
      run: ping,
    },
    {
      name: 'echo',
      arity: 2,
      flags: ['loading', 'stale', 'fast'],
      syntax: 'message',
      summary: 'Echo the given string',
      since: '1.0.0',
      run: ({ args, reply }) => reply.bulk(args.at(1)),
    },
    {
      name: 'select',
      arity: 2,
      flags: ['loading', 'stale', 'fast'],
      syntax: 'index',
      summary: 'Change the selected database for the current connection',
      since: '1.0.0',
      run: select,
    },
    {
      name: 'reset',
      arity: 1,
      flags: alwaysAllowed,
      syntax: '',
      summary: 'Reset the connection',
      since: '6.2.0',
      run: reset,
    },
    {
      name: 'quit',
      arity: -1,
      flags: alwaysAllowed,
      syntax: '',
      summary: 'Close the connection',
      since: '1.0.0',
      run: quit,
    },
  ]);
};

function ping({ args, reply }: Call): void {
  if (args.count > 2) throw wrongArity('ping');
  if (args.count === 1) reply.status('PONG');
  else reply.bulk(args.at(1));
}

function select({ engine, client, args, reply }: Call): void {
  const index = int32Argument(args.at(1));
  if (engine.databases[index] === undefined) throw invalidDatabase();
  client.dbIndex = index;
  reply.ok();
}

function reset({ client, reply }: Call): void {
  client.begin();
  reply.status('RESET');
}

function quit({ client, reply }: Call): void {
  reply.ok();
  client.closing = true;
}

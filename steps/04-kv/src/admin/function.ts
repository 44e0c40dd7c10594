// FUNCTION FLUSH: Redis's own test suite begins with it. There are no functions here, so it is done at once.

import { ReplyError } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { Layer } from '../engine/engine.ts';
import { wrongSubcommand } from '../engine/errors.ts';
import { helpRow } from './help.ts';

const help = helpRow('FUNCTION', '7.0.0', ['FLUSH [ASYNC|SYNC]', '    Delete all the libraries.']);

export const functionCommands: Layer = (engine) => {
  engine.commands.define('scripting', [
    {
      name: 'function',
      arity: -2,
      flags: [],
      syntax: '',
      summary: 'A container for function commands',
      since: '7.0.0',
      subcommands: [
        {
          name: 'flush',
          arity: -2,
          flags: ['write', 'noscript'],
          syntax: '[ASYNC|SYNC]',
          summary: 'Deleting all functions',
          since: '7.0.0',
          tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
          run: flush,
        },
        help,
      ],
    },
  ]);
};

function flush({ args, reply }: Call): void {
  if (args.count > 3) throw wrongSubcommand(args.at(1), 'FUNCTION');
  if (args.count === 3 && !args.at(2).is('ASYNC') && !args.at(2).is('SYNC')) {
    throw new ReplyError('ERR FUNCTION FLUSH only supports SYNC|ASYNC option');
  }
  reply.ok();
}

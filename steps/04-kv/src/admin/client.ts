// CLIENT: what a client says and asks about itself. LIST and KILL, which look at others, are files of their own.

import { clientName, ReplyError } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { CommandFlag } from '../engine/command.ts';
import type { Layer } from '../engine/engine.ts';
import { syntaxError } from '../engine/errors.ts';
import { clientKill } from './client-kill.ts';
import { clientList, describe } from './client-list.ts';
import { helpRow } from './help.ts';

const flags: readonly CommandFlag[] = ['noscript', 'loading', 'stale'];
const adminFlags: readonly CommandFlag[] = ['admin', ...flags];

const help = helpRow('CLIENT', '5.0.0', [
  'GETNAME',
  '    Return the name of the current connection.',
  'ID',
  '    Return the ID of the current connection.',
  'INFO',
  '    Return information about the current client connection.',
  'KILL <ip:port>',
  '    Kill connection made from <ip:port>.',
  'KILL <option> <value> [<option> <value> [...]]',
  '    Kill connections. Options are:',
  '    * ADDR (<ip:port>|<unixsocket>:0)',
  '      Kill connections made from the specified address',
  '    * LADDR (<ip:port>|<unixsocket>:0)',
  '      Kill connections made to specified local address',
  '    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)',
  '      Kill connections by type.',
  '    * USER <username>',
  '      Kill connections authenticated by <username>.',
  '    * SKIPME (YES|NO)',
  '      Skip killing current connection (default: yes).',
  'LIST [options ...]',
  '    Return information about client connections. Options:',
  '    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)',
  '      Return clients of specified type.',
  'REPLY (ON|OFF|SKIP)',
  '    Control the replies sent to the current connection.',
  'SETNAME <name>',
  '    Assign the name <name> to the current connection.',
  'SETINFO <option> <value>',
  '    Set client meta attr. Options are:',
  '    * LIB-NAME: the client lib name.',
  '    * LIB-VER: the client lib version.',
  'NO-EVICT (ON|OFF)',
  '    Protect current client connection from eviction.',
]);

export const clientCommands: Layer = (engine) => {
  engine.commands.define('connection', [
    {
      name: 'client',
      arity: -2,
      flags: [],
      syntax: '',
      summary: 'A container for client connection commands',
      since: '2.4.0',
      subcommands: [
        {
          name: 'id',
          arity: 2,
          flags,
          syntax: '',
          summary: 'Returns the client ID for the current connection',
          since: '5.0.0',
          run: ({ client, reply }) => reply.integer(client.id),
        },
        {
          name: 'info',
          arity: 2,
          flags,
          syntax: '',
          summary: 'Returns information about the current client connection.',
          since: '6.2.0',
          tips: ['nondeterministic_output'],
          run: ({ engine, client, reply }) =>
            reply.verbatim('txt', `${describe(client, engine.now())}\n`),
        },
        {
          name: 'getname',
          arity: 2,
          flags,
          syntax: '',
          summary: 'Get the current connection name',
          since: '2.6.9',
          run: ({ client, reply }) => (client.name === '' ? reply.null() : reply.bulk(client.name)),
        },
        {
          name: 'setname',
          arity: 3,
          flags,
          syntax: 'connection-name',
          summary: 'Set the current connection name',
          since: '2.6.9',
          run: setName,
        },
        {
          name: 'setinfo',
          arity: 4,
          flags,
          syntax: 'LIB-NAME libname|LIB-VER libver',
          summary: 'Set client or connection specific info',
          since: '7.2.0',
          tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
          run: setInfo,
        },
        {
          name: 'list',
          arity: -2,
          flags: adminFlags,
          syntax: '[TYPE NORMAL|MASTER|REPLICA|PUBSUB] [ID client-id [client-id ...]]',
          summary: 'Get the list of client connections',
          since: '2.4.0',
          tips: ['nondeterministic_output'],
          run: clientList,
        },
        {
          name: 'kill',
          arity: -3,
          flags: adminFlags,
          syntax:
            'ip:port|[ID client-id]|[TYPE NORMAL|MASTER|SLAVE|REPLICA|PUBSUB]|[USER username]|' +
            '[ADDR ip:port]|[LADDR ip:port]|[SKIPME yes/no]',
          summary: 'Kill the connection of a client',
          since: '2.4.0',
          run: clientKill,
        },
        {
          name: 'reply',
          arity: 3,
          flags,
          syntax: 'ON|OFF|SKIP',
          summary: 'Instruct the server whether to reply to commands',
          since: '3.2.0',
          run: setReplyMode,
        },
        {
          name: 'no-evict',
          arity: 3,
          flags: adminFlags,
          syntax: 'ON|OFF',
          summary: 'Set client eviction mode for the current connection',
          since: '7.0.0',
          run: setNoEvict,
        },
        help,
      ],
    },
  ]);
};

function setName({ client, args, reply }: Call): void {
  client.name = clientName(args.at(2).text());
  reply.ok();
}

/** Of Redis 7.2; client libraries send it on connecting. */
function setInfo({ client, args, reply }: Call): void {
  const option = args.at(2);
  const value = args.at(3).text();
  if (!option.is('LIB-NAME') && !option.is('LIB-VER')) {
    throw new ReplyError(`ERR Unrecognized option '${option.text()}'`);
  }
  if (!/^[!-~]*$/.test(value)) {
    throw new ReplyError(
      `ERR ${option.text()} cannot contain spaces, newlines or special characters.`,
    );
  }
  if (option.is('LIB-NAME')) client.libraryName = value;
  else client.libraryVersion = value;
  reply.ok();
}

function setReplyMode({ client, args, reply }: Call): void {
  const mode = args.at(2);
  if (mode.is('ON')) {
    client.replyMode = 'on';
    reply.ok();
  } else if (mode.is('OFF')) {
    client.replyMode = 'off';
  } else if (mode.is('SKIP')) {
    if (client.replyMode !== 'off') client.replyMode = 'skip-next';
  } else {
    throw syntaxError();
  }
}

function setNoEvict({ client, args, reply }: Call): void {
  const mode = args.at(2);
  if (!mode.is('ON') && !mode.is('OFF')) throw syntaxError();
  client.noEvict = mode.is('ON');
  reply.ok();
}

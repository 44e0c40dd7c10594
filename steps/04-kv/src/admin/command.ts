// COMMAND: what commands there are, for clients that complete, check and route them.

import { type Args, ReplyError } from '@byor/03-event-loop/core';
import { categoriesOf } from '../acl/categories.ts';
import type { Call } from '../engine/call.ts';
import { type Command, type CommandFlag, keyPlaces } from '../engine/command.ts';
import type { CommandTable } from '../engine/command-table.ts';
import type { Layer } from '../engine/engine.ts';
import { syntaxError } from '../engine/errors.ts';
import { globMatch } from '../text/glob.ts';
import { replyDocs } from './command-docs.ts';
import { replyInfo } from './command-info.ts';
import { helpRow } from './help.ts';

const flags: readonly CommandFlag[] = ['loading', 'stale'];
const categories = ['@connection'];
const tips = ['nondeterministic_output_order'];

const help = helpRow('COMMAND', '5.0.0', [
  '(no subcommand)',
  '    Return details about all Redis commands.',
  'COUNT',
  '    Return the total number of commands in this Redis server.',
  'LIST',
  '    Return a list of all commands in this Redis server.',
  'INFO [<command-name> ...]',
  '    Return details about multiple Redis commands.',
  '    If no command names are given, documentation details for all',
  '    commands are returned.',
  'DOCS [<command-name> ...]',
  '    Return documentation details about multiple Redis commands.',
  '    If no command names are given, documentation details for all',
  '    commands are returned.',
  'GETKEYS <full-command>',
  '    Return the keys from a full Redis command.',
]);

export const commandCommands: Layer = (engine) => {
  engine.commands.define('server', [
    {
      name: 'command',
      arity: -1,
      flags,
      categories,
      tips,
      syntax: '',
      summary: 'Get array of Redis command details',
      since: '2.8.13',
      run: ({ engine, reply }) => infoOfAll(engine.commands, reply),
      subcommands: [
        {
          name: 'count',
          arity: 2,
          flags,
          categories,
          syntax: '',
          summary: 'Get total number of Redis commands',
          since: '2.8.13',
          run: ({ engine, reply }) => reply.integer(engine.commands.size),
        },
        {
          name: 'list',
          arity: -2,
          flags,
          categories,
          tips,
          syntax: '[FILTERBY MODULE module-name|ACLCAT category|PATTERN pattern]',
          summary: 'Get an array of Redis command names',
          since: '7.0.0',
          run: list,
        },
        {
          name: 'info',
          arity: -2,
          flags,
          categories,
          tips,
          syntax: '[command-name [command-name ...]]',
          summary: 'Get array of specific Redis command details, or all when no argument is given.',
          since: '2.8.13',
          run: commandInfo,
        },
        {
          name: 'docs',
          arity: -2,
          flags,
          categories,
          tips,
          syntax: '[command-name [command-name ...]]',
          summary: 'Get array of specific Redis command documentation',
          since: '7.0.0',
          run: docs,
        },
        {
          name: 'getkeys',
          arity: -4,
          flags,
          categories,
          syntax: '',
          summary: 'Extract keys given a full Redis command',
          since: '2.8.13',
          run: getKeys,
        },
        { ...help, categories },
      ],
    },
  ]);
};

function infoOfAll(commands: CommandTable, reply: Call['reply']): void {
  reply.array(commands.size);
  for (const command of commands.values()) replyInfo(command, reply);
}

function commandInfo({ engine, args, reply }: Call): void {
  if (args.count === 2) {
    infoOfAll(engine.commands, reply);
    return;
  }
  reply.array(args.count - 2);
  for (let at = 2; at < args.count; at++) {
    const command = engine.commands.get(args.at(at).text().toLowerCase());
    if (command === undefined) reply.null();
    else replyInfo(command, reply);
  }
}

function docs({ engine, args, reply }: Call): void {
  const asked = args.strings().slice(2);
  const found =
    asked.length === 0
      ? [...engine.commands.values()]
      : asked.flatMap((name) => engine.commands.get(name.toLowerCase()) ?? []);
  reply.map(found.length);
  for (const command of found) replyDocs(command, reply);
}

function list({ engine, args, reply }: Call): void {
  const wanted = args.count === 2 ? () => true : filter(args);
  const found = [...engine.commands.all()].filter(wanted);
  reply.array(found.length);
  for (const { fullName } of found) reply.bulk(fullName);
}

function filter(args: Args): (command: Command) => boolean {
  if (args.count !== 5 || !args.at(2).is('FILTERBY')) throw syntaxError();
  const by = args.at(3);
  const text = args.at(4).text();
  if (by.is('MODULE')) return () => false; // there are no modules
  if (by.is('ACLCAT')) {
    return (command) => categoriesOf(command).includes(text.toLowerCase());
  }
  if (by.is('PATTERN')) return ({ fullName }) => globMatch(text, fullName, { nocase: true });
  throw syntaxError();
}

function getKeys({ engine, args, reply }: Call): void {
  const command = find(engine.commands, args);
  if (command === undefined) throw new ReplyError('ERR Invalid command specified');
  if (command.keys.length === 0) throw new ReplyError('ERR The command has no key arguments');
  const count = args.count - 2;
  if (command.arity >= 0 ? count !== command.arity : count < -command.arity) {
    throw new ReplyError('ERR Invalid number of arguments specified for command');
  }
  const places = keyPlaces(command.keys, args, 2);
  if (places === undefined) throw new ReplyError('ERR Invalid arguments specified for command');
  reply.array(places.length);
  for (const place of places) reply.bulk(args.at(place));
}

function find(table: CommandTable, args: Args): Command | undefined {
  const command = table.find(args.at(2));
  return command?.children === undefined ? command : command.children.find(args.at(3));
}

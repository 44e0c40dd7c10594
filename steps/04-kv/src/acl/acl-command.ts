// ACL: users made, changed and shown at run time.

import { Args, ReplyError } from '@byor/03-event-loop/core';
import { bytesToHex } from '@noble/hashes/utils.js';
import { cutOff } from '../admin/client-kill.ts';
import { helpRow } from '../admin/help.ts';
import type { Call } from '../engine/call.ts';
import type { Command, CommandFlag, CommandRow } from '../engine/command.ts';
import { notAnInteger, wrongSubcommand } from '../engine/errors.ts';
import type { AclLog } from './acl-log.ts';
import { CATEGORIES, commandsOf } from './categories.ts';
import type { Selector } from './selector.ts';

const flags: readonly CommandFlag[] = ['noscript', 'loading', 'stale'];
const adminFlags: readonly CommandFlag[] = ['admin', ...flags];

/** GENPASS's default and limit, in bits. */
const PASSWORD_BITS = 256;
const MOST_PASSWORD_BITS = 4096;

const help = helpRow('ACL', '6.0.0', [
  'CAT [<category>]',
  '    List all commands that belong to <category>, or all command categories',
  '    when no category is specified.',
  'DELUSER <username> [<username> ...]',
  '    Delete a list of users.',
  'DRYRUN <username> <command> [<arg> ...]',
  '    Returns whether the user can execute the given command without executing the command.',
  'GETUSER <username>',
  "    Get the user's details.",
  'GENPASS [<bits>]',
  '    Generate a secure 256-bit user password. The optional `bits` argument can',
  '    be used to specify a different size.',
  'LIST',
  '    Show users details in config file format.',
  'LOAD',
  '    Reload users from the ACL file.',
  'LOG [<count> | RESET]',
  '    Show the ACL log entries.',
  'SAVE',
  '    Save the current config to the ACL file.',
  'SETUSER <username> <attribute> [<attribute> ...]',
  '    Create or modify a user with the specified attributes.',
  'USERS',
  '    List all the registered usernames.',
  'WHOAMI',
  '    Return the current connection username.',
]);

export const aclRow = (log: AclLog): CommandRow => ({
  name: 'acl',
  arity: -2,
  flags: [],
  syntax: '',
  summary: 'A container for Access List Control commands ',
  since: '6.0.0',
  subcommands: [
    {
      name: 'setuser',
      arity: -3,
      flags: adminFlags,
      syntax: 'username [rule [rule ...]]',
      summary: 'Modify or create the rules for a specific ACL user',
      since: '6.0.0',
      run: setUser,
    },
    {
      name: 'deluser',
      arity: -3,
      flags: adminFlags,
      syntax: 'username [username ...]',
      summary: 'Remove the specified ACL users and the associated rules',
      since: '6.0.0',
      run: deleteUsers,
    },
    {
      name: 'getuser',
      arity: 3,
      flags: adminFlags,
      syntax: 'username',
      summary: 'Get the rules for a specific ACL user',
      since: '6.0.0',
      run: getUser,
    },
    {
      name: 'list',
      arity: 2,
      flags: adminFlags,
      syntax: '',
      summary: 'List the current ACL rules in ACL config file format',
      since: '6.0.0',
      run: ({ engine, reply }) => bulks(engine.users.all().map(String), reply),
    },
    {
      name: 'users',
      arity: 2,
      flags: adminFlags,
      syntax: '',
      summary: 'List the username of all the configured ACL rules',
      since: '6.0.0',
      run: ({ engine, reply }) =>
        bulks(
          engine.users.all().map(({ name }) => name),
          reply,
        ),
    },
    {
      name: 'whoami',
      arity: 2,
      flags,
      syntax: '',
      summary: 'Return the name of the user associated to the current connection',
      since: '6.0.0',
      run: ({ client, reply }) => reply.bulk(client.user.name),
    },
    {
      name: 'cat',
      arity: -2,
      flags,
      syntax: '[categoryname]',
      summary: 'List the ACL categories or the commands inside a category',
      since: '6.0.0',
      run: categories,
    },
    {
      name: 'dryrun',
      arity: -4,
      flags: adminFlags,
      syntax: 'username command [arg [arg ...]]',
      summary:
        'Returns whether the user can execute the given command without executing the command.',
      since: '7.0.0',
      run: dryRun,
    },
    {
      name: 'genpass',
      arity: -2,
      flags,
      syntax: '[bits]',
      summary: 'Generate a pseudorandom secure password to use for ACL users',
      since: '6.0.0',
      run: generatePassword,
    },
    {
      name: 'log',
      arity: -2,
      flags: adminFlags,
      syntax: '[count|RESET]',
      summary: 'List latest events denied because of ACLs in place',
      since: '6.0.0',
      run: (call) => showLog(call, log),
    },
    {
      name: 'load',
      arity: 2,
      flags: adminFlags,
      syntax: '',
      summary: 'Reload the ACLs from the configured ACL file',
      since: '6.0.0',
      run: noFile,
    },
    {
      name: 'save',
      arity: 2,
      flags: adminFlags,
      syntax: '',
      summary: 'Save the current ACL rules in the configured ACL file',
      since: '6.0.0',
      run: noFile,
    },
    help,
  ],
});

function bulks(texts: readonly string[], reply: Call['reply']): void {
  reply.array(texts.length);
  for (const text of texts) reply.bulk(text);
}

function setUser({ engine, args, reply }: Call): void {
  const [name = '', ...modifiers] = args.strings().slice(2);
  engine.users.set(name, modifiers);
  for (const client of engine.clients.values()) client.review();
  reply.ok();
}

function deleteUsers({ engine, client, args, reply }: Call): void {
  const deleted = engine.users.delete(args.strings().slice(2));
  for (const other of [...engine.clients.values()]) {
    if (deleted.has(other.user)) cutOff(other, client);
  }
  reply.integer(deleted.size);
}

function getUser({ engine, args, reply }: Call): void {
  const user = engine.users.get(args.at(2).text());
  if (user === undefined) {
    reply.null();
    return;
  }
  const { flags, passwords, root, selectors } = user;
  reply.map(6);
  reply.bulk('flags');
  reply.set(flags.length);
  for (const flag of flags) reply.bulk(flag);
  reply.bulk('passwords');
  bulks(passwords, reply);
  replySelector(root, reply);
  reply.bulk('selectors');
  reply.array(selectors.length);
  for (const selector of selectors) {
    reply.map(3);
    replySelector(selector, reply);
  }
}

function replySelector({ commands, keys, channels }: Selector, reply: Call['reply']): void {
  for (const [name, rules] of Object.entries({ commands, keys, channels })) {
    reply.bulk(name);
    reply.bulk(String(rules));
  }
}

function categories({ engine, args, reply }: Call): void {
  if (args.count > 3) throw wrongSubcommand(args.at(1), 'ACL');
  if (args.count === 2) {
    bulks(CATEGORIES, reply);
    return;
  }
  const category = args.at(2).text();
  if (!CATEGORIES.includes(category.toLowerCase())) {
    throw new ReplyError(`ERR Unknown category '${category}'`);
  }
  const commands = commandsOf(category.toLowerCase(), engine.commands);
  bulks(
    commands.map(({ fullName }) => fullName),
    reply,
  );
}

function dryRun({ engine, args, reply }: Call): void {
  const name = args.at(2).text();
  const user = engine.users.get(name);
  if (user === undefined) throw new ReplyError(`ERR User '${name}' not found`);
  const request = Args.of(...args.strings().slice(3));
  const command = found(engine.commands.find(request.at(0)), request);
  const denial = user.check(command, request);
  if (denial === undefined) reply.ok();
  else if (denial.reason === 'command') {
    reply.bulk(`This user has no permissions to run the '${command.fullName}' command`);
  } else {
    const key = request.at(denial.at).text();
    reply.bulk(`This user has no permissions to access the '${key}' key`);
  }
}

/** The subcommand, if it is a container's. @throws ReplyError */
function found(command: Command | undefined, request: Args): Command {
  const child = request.count > 1 ? command?.children?.find(request.at(1)) : undefined;
  const whole = child ?? command;
  const lost = command?.children !== undefined && request.count > 1 && child === undefined;
  if (whole === undefined || lost) {
    throw new ReplyError(`ERR Command '${request.at(0).text()}' not found`);
  }
  const { arity, fullName } = whole;
  if (arity >= 0 ? request.count !== arity : request.count < -arity) {
    throw new ReplyError(`ERR wrong number of arguments for '${fullName}' command`);
  }
  return whole;
}

function generatePassword({ engine, args, reply }: Call): void {
  if (args.count > 3) throw wrongSubcommand(args.at(1), 'ACL');
  const bits = args.count === 3 ? args.at(2).integer() : PASSWORD_BITS;
  if (bits === undefined) throw notAnInteger();
  if (bits <= 0 || bits > MOST_PASSWORD_BITS) {
    throw new ReplyError(
      'ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096',
    );
  }
  const digits = Math.ceil(bits / 4);
  const bytes = engine.host.secretBytes(Math.ceil(digits / 2));
  reply.bulk(bytesToHex(bytes).slice(0, digits));
}

function showLog(call: Call, log: AclLog): void {
  const { args, reply } = call;
  if (args.count > 3) throw wrongSubcommand(args.at(1), 'ACL');
  if (args.count === 2) log.reply(call);
  else if (args.at(2).is('RESET')) {
    log.clear();
    reply.ok();
  } else {
    const count = args.at(2).integer();
    if (count === undefined) throw notAnInteger();
    log.reply(call, count);
  }
}

function noFile(): never {
  throw new ReplyError(
    'ERR This Redis instance is not configured to use an ACL file. You may want to specify users via the ' +
      'ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis configuration file set) ' +
      'in order to store users in the Redis configuration.',
  );
}

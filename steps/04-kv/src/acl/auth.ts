// Who is asking: AUTH, and HELLO, which may carry a name and a password too.

import { clientName, describeServer, protocolVersion, ReplyError } from '@byor/03-event-loop/core';
import { alwaysAllowed } from '../commands/connection.ts';
import type { Call } from '../engine/call.ts';
import type { CommandRow } from '../engine/command.ts';
import { syntaxError } from '../engine/errors.ts';
import type { AclLog } from './acl-log.ts';

export const authRows = (log: AclLog): CommandRow[] => [
  {
    name: 'auth',
    arity: -2,
    flags: alwaysAllowed,
    syntax: '[username] password',
    summary: 'Authenticate to the server',
    since: '1.0.0',
    run: (call) => auth(call, log),
  },
  {
    name: 'hello',
    arity: -1,
    flags: alwaysAllowed,
    syntax: '[protover [AUTH username password] [SETNAME clientname]]',
    summary: 'Handshake with Redis',
    since: '6.0.0',
    run: (call) => hello(call, log),
  },
];

function auth(call: Call, log: AclLog): void {
  const { engine, args, reply } = call;
  if (args.count > 3) throw syntaxError();
  if (args.count === 2) {
    if (engine.users.default.nopass) throw noPasswordSet();
    authenticate(call, log, 'default', args.at(1).text());
  } else {
    authenticate(call, log, args.at(1).text(), args.at(2).text());
  }
  reply.ok();
}

/** The options take effect one after the other, as in Redis: a name is set although a later AUTH fails. */
function hello(call: Call, log: AclLog): void {
  const { engine, client, args, reply } = call;
  const protocol = args.count > 1 ? protocolVersion(args) : client.output.protocol;
  for (let at = 2; at < args.count; at++) {
    const option = args.at(at);
    const more = args.count - 1 - at;
    if (option.is('AUTH') && more >= 2) {
      authenticate(call, log, args.at(at + 1).text(), args.at(at + 2).text());
      at += 2;
    } else if (option.is('SETNAME') && more >= 1) {
      client.name = clientName(args.at(at + 1).text());
      at += 1;
    } else {
      throw new ReplyError(`ERR Syntax error in HELLO option '${option.text()}'`);
    }
  }
  if (client.stranger) throw helloFirst();
  client.output.protocol = protocol;
  describeServer(reply, engine.host.info.version, client.id);
}

/** @throws ReplyError WRONGPASS */
function authenticate({ engine, client, args }: Call, log: AclLog, name: string, password: string) {
  const user = engine.users.authenticate(name, password);
  if (user === undefined) {
    log.add(client, { reason: 'auth', object: args.at(0).text(), username: name });
    throw new ReplyError('WRONGPASS invalid username-password pair or user is disabled.');
  }
  client.become(user, true);
}

const noPasswordSet = () =>
  new ReplyError(
    'ERR AUTH <password> called without any password configured for the default user. ' +
      'Are you sure your configuration is correct?',
  );

const helloFirst = () =>
  new ReplyError(
    'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH ' +
      '<user> <pass> option can be used to authenticate the client and select the RESP protocol ' +
      'version at the same time',
  );

// Who is asking: AUTH and HELLO. There is one user, `default`, and `requirepass` is its password.

import { clientName, describeServer, protocolVersion, ReplyError } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { CommandFlag } from '../engine/command-table.ts';
import type { Layer } from '../engine/engine.ts';
import { syntaxError } from '../engine/errors.ts';

const USER = 'default';

const flags: readonly CommandFlag[] = [
  'noscript',
  'loading',
  'stale',
  'fast',
  'no_auth',
  'allow_busy',
];

export const authCommands: Layer = (engine) => {
  engine.commands.define('connection', [
    {
      name: 'auth',
      arity: -2,
      flags,
      syntax: '[username] password',
      summary: 'Authenticate to the server',
      since: '1.0.0',
      run: auth,
    },
    {
      name: 'hello',
      arity: -1,
      flags,
      syntax: '[protover [AUTH username password] [SETNAME clientname]]',
      summary: 'Handshake with Redis',
      since: '6.0.0',
      run: hello,
    },
  ]);
};

function auth(call: Call): void {
  const { engine, args, reply } = call;
  if (args.count > 3) throw syntaxError();
  if (args.count === 2) {
    if (!engine.config.has('requirepass')) throw noPasswordSet();
    authenticate(call, USER, args.at(1).text());
  } else {
    authenticate(call, args.at(1).text(), args.at(2).text());
  }
  reply.ok();
}

/** The options take effect one after the other, as in Redis: a name is set although a later AUTH fails. */
function hello(call: Call): void {
  const { engine, client, args, reply } = call;
  const protocol = args.count > 1 ? protocolVersion(args) : client.output.protocol;
  for (let at = 2; at < args.count; at++) {
    const option = args.at(at);
    const more = args.count - 1 - at;
    if (option.is('AUTH') && more >= 2) {
      authenticate(call, args.at(at + 1).text(), args.at(at + 2).text());
      at += 2;
    } else if (option.is('SETNAME') && more >= 1) {
      client.name = clientName(args.at(at + 1).text());
      at += 1;
    } else {
      throw new ReplyError(`ERR Syntax error in HELLO option '${option.text()}'`);
    }
  }
  if (!client.authenticated && engine.config.has('requirepass')) throw helloFirst();
  client.output.protocol = protocol;
  describeServer(reply, engine.host.info.version, client.id);
}

/** @throws ReplyError WRONGPASS */
function authenticate({ engine, client }: Call, user: string, password: string): void {
  const wanted = engine.config.text('requirepass');
  const open = wanted === ''; // then any password will do, for the one user there is
  if (user !== USER || !(open || sameSecret(password, wanted))) {
    throw new ReplyError('WRONGPASS invalid username-password pair or user is disabled.');
  }
  client.setAuthenticated(true);
}

/** Takes as long for a first wrong byte as for the last one, so that time tells nothing about the password. */
function sameSecret(given: string, wanted: string): boolean {
  let difference = given.length ^ wanted.length;
  for (let at = 0; at < given.length; at++) {
    difference |= given.charCodeAt(at) ^ wanted.charCodeAt(at % wanted.length);
  }
  return difference === 0;
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

// The layer that asks, before anything is done, whether it is permitted: to come in, to run this command, to touch that key.
// A client that may do everything costs one look at a boolean; all else is asked only of others (hooks.restricted).

import { ReplyError } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import { anyText, integerWithin, LONG_MAX, oneOf, yesOrNo } from '../engine/config.ts';
import type { Engine, Layer } from '../engine/engine.ts';
import { aclRow } from './acl-command.ts';
import { AclLog } from './acl-log.ts';
import { authRows } from './auth.ts';
import { isLocal, PROTECTED_MODE } from './protected-mode.ts';

export const accessControl: Layer = (engine) => {
  const log = new AclLog();
  defineParameters(engine, log);
  engine.commands.define('connection', authRows(log));
  engine.commands.define('server', [aclRow(log)]);
  engine.hooks.restricted.push((call) => authorize(call, log));
  engine.hooks.connect.push(({ remoteAddress }) => {
    const open = engine.config.flag('protected-mode') && engine.users.default.nopass;
    if (open && !isLocal(remoteAddress)) throw new ReplyError(PROTECTED_MODE);
  });
};

/** @throws ReplyError NOAUTH or NOPERM */
function authorize({ client, command, args }: Call, log: AclLog): void {
  if (client.stranger) {
    if (command.noAuth) return;
    command.rejected++;
    throw new ReplyError('NOAUTH Authentication required.');
  }
  const { user } = client;
  const denial = user.check(command, args);
  if (denial === undefined) return;
  command.rejected++;
  const { reason } = denial;
  const object = denial.reason === 'key' ? args.at(denial.at).text() : command.fullName;
  log.add(client, { reason, object, username: user.name });
  if (denial.reason === 'key') {
    throw new ReplyError(
      'NOPERM this user has no permissions to access one of the keys used as arguments',
    );
  }
  throw new ReplyError(
    `NOPERM this user has no permissions to run the '${command.fullName}' command`,
  );
}

function defineParameters({ config, users, clients }: Engine, log: AclLog): void {
  config.define(
    {
      name: 'requirepass',
      default: '',
      summary: "the default user's password, which AUTH must give; empty: none",
      parse: anyText,
      apply: (password) => {
        users.set('default', password === '' ? ['nopass'] : ['resetpass', `>${password}`]);
        for (const client of clients.values()) client.review();
      },
    },
    {
      name: 'protected-mode',
      default: 'yes',
      summary: 'without a password only clients on this machine are served',
      parse: yesOrNo,
    },
    {
      name: 'acllog-max-len',
      default: '128',
      summary: 'refusals that ACL LOG keeps',
      parse: integerWithin(0, LONG_MAX),
      apply: (count) => {
        log.maxEntries = Number(count);
      },
    },
    {
      name: 'acl-pubsub-default',
      default: 'resetchannels',
      summary: 'what new users may hear: allchannels or resetchannels',
      parse: oneOf('allchannels', 'resetchannels'),
      apply: (choice) => {
        users.allChannels = choice === 'allchannels';
      },
    },
    {
      name: 'aclfile',
      default: '',
      summary: 'there is none: users come from --user and ACL SETUSER',
      immutable: true,
      parse: (text) => {
        if (text !== '') throw new Error('users cannot be read from a file here: use --user');
        return text;
      },
    },
  );
}

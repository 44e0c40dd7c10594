// Users: who they are, and what they may do.

import { error, map, nil, ok, set, status, wire } from '@byor/spec';
import { define, noCommand, noKey, userClient, wrongPass } from './support/users.ts';

const PW = '30c952fab122c3f9759f02a6d95c3758b246b4fee239957b2d4fee46e26170c4'; // SHA-256 of `pw`

export const cases = [
  wire('default', 'there is one user, who may do everything', async ({ client }) => {
    await client.call('ACL', 'WHOAMI').expect('default');
    await client.call('ACL', 'LIST').expect(['user default on nopass ~* &* +@all']);
    await client.call('ACL', 'USERS').expect(['default']);
    await client.call('ACL', 'GETUSER', 'default').expect(
      [
        ['flags', ['on', 'nopass']],
        ['passwords', []],
        ['commands', '+@all'],
        ['keys', '~*'],
        ['channels', '&*'],
        ['selectors', []],
      ].flat(),
    );
    await client.call('ACL', 'GETUSER', 'nobody').expect(nil);
  }),

  wire('new-user', 'a new user may do nothing, not even come in', async (context) => {
    const { client, connect } = context;
    await define(context, 'alice');
    await client
      .call('ACL', 'LIST')
      .expect(['user alice off resetchannels -@all', 'user default on nopass ~* &* +@all']);
    const other = await connect();
    await other.call('AUTH', 'alice', '').expect(wrongPass);
    await client.call('ACL', 'SETUSER', 'alice', 'on', 'nopass').expect(ok);
    await other.call('AUTH', 'alice', 'anything').expect(ok);
    await other.call('ACL', 'WHOAMI').expect(noCommand('acl|whoami'));
    await other.call('PING').expect(noCommand('ping'));
    await other.call('RESET').expect(status('RESET'));
    await other.call('ACL', 'WHOAMI').expect('default');
  }),

  wire('getuser-resp3', 'GETUSER is a map with sets in RESP3', async (context) => {
    const { client } = context;
    await define(context, 'alice', 'on', '>pw', '~a:*', '%R~b', '+get', '(~c +set)');
    await client.call('HELLO', 3).reply();
    await client.call('ACL', 'GETUSER', 'alice').expect(
      map([
        ['flags', set(['on'])],
        ['passwords', [PW]],
        ['commands', '-@all +get'],
        ['keys', '~a:* %R~b'],
        ['channels', ''],
        [
          'selectors',
          [
            map([
              ['commands', '-@all +set'],
              ['keys', '~c'],
              ['channels', ''],
            ]),
          ],
        ],
      ]),
    );
  }),

  wire(
    'passwords',
    'a user may have several passwords, kept as their SHA-256',
    async (context) => {
      const { client, connect } = context;
      await define(context, 'alice', 'on', '>pw', '>other', '>pw', '+ping');
      const someone = await connect();
      for (const password of ['pw', 'other']) {
        await someone.call('AUTH', 'alice', password).expect(ok);
      }
      await someone.call('AUTH', 'alice', PW).expect(wrongPass);
      await someone.call('AUTH', 'alice', 'PW').expect(wrongPass);
      await client.call('ACL', 'SETUSER', 'alice', '<other').expect(ok);
      await someone.call('AUTH', 'alice', 'other').expect(wrongPass);
      await client.call('ACL', 'SETUSER', 'alice', `!${PW}`).expect(ok);
      await someone.call('AUTH', 'alice', 'pw').expect(wrongPass);
      await client.call('ACL', 'SETUSER', 'alice', `#${PW}`).expect(ok);
      await someone.call('AUTH', 'alice', 'pw').expect(ok);
      await someone.call('PING').expect(status('PONG'));
      await client.call('ACL', 'SETUSER', 'alice', 'nopass').expect(ok);
      await someone.call('AUTH', 'alice', 'whatever').expect(ok);
      await client.call('ACL', 'SETUSER', 'alice', 'resetpass').expect(ok);
      await someone.call('AUTH', 'alice', 'pw').expect(wrongPass);
    },
    { cause: 'passwords are compared as they are typed, not as hashes' },
  ),

  wire('commands', 'only what is permitted is run', async (context) => {
    const alice = await userClient(
      context,
      'alice',
      ...['on', '>pw', 'allkeys', '+get', '+config|get', '+client', '-client|kill', '+select|1'],
    );
    await alice.call('GET', 'k').expect(nil);
    await alice.call('SET', 'k', 'v').expect(noCommand('set'));
    await alice.call('CONFIG', 'GET', 'databases').expect(['databases', '16']);
    await alice.call('CONFIG', 'SET', 'databases', '1').expect(noCommand('config|set'));
    await alice.call('CLIENT', 'GETNAME').expect(nil);
    await alice.call('CLIENT', 'KILL', '127.0.0.1:1').expect(noCommand('client|kill'));
    await alice.call('SELECT', 1).expect(ok);
    await alice.call('SELECT', 0).expect(noCommand('select'));
  }),

  wire(
    'order',
    'what is no command, or called wrongly, is told before what is forbidden',
    async (context) => {
      const alice = await userClient(context, 'alice', 'on', '>pw');
      await alice.call('FOO').expect(error(/^ERR unknown command 'FOO'/));
      await alice.call('GET').expect(error("ERR wrong number of arguments for 'get' command"));
      await alice
        .call('CONFIG', 'FOO')
        .expect(error("ERR unknown subcommand 'FOO'. Try CONFIG HELP."));
    },
  ),

  wire('always', 'AUTH, HELLO, RESET and QUIT need no permission', async (context) => {
    const alice = await userClient(context, 'alice', 'on', '>pw');
    await alice.call('HELLO', 2).reply();
    await alice.call('AUTH', 'default', '').expect(ok);
    await alice.call('AUTH', 'alice', 'pw').expect(ok);
    await alice.call('RESET').expect(status('RESET'));
    await alice.call('AUTH', 'alice', 'pw').expect(ok);
    await alice.call('QUIT').expect(ok);
    await alice.expectClosed();
  }),

  wire('keys', 'a key must match one of the patterns', async (context) => {
    const alice = await userClient(context, 'alice', 'on', '>pw', '~a:*', '~exactly', '+@all');
    await alice.call('SET', 'a:1', 'v').expect(ok);
    await alice.call('GET', 'exactly').expect(nil);
    await alice.call('GET', 'exactly2').expect(noKey);
    await alice.call('MGET', 'a:1', 'b').expect(noKey);
    await alice.call('RENAME', 'a:1', 'b').expect(noKey);
    await alice.call('RENAME', 'a:1', 'a:2').expect(ok);
    await alice.call('DBSIZE').expect(1); // says nothing of a key
  }),

  wire(
    'read-write',
    '%R~ lets read, %W~ lets write, and some commands do both',
    async (context) => {
      const { client } = context;
      const alice = await userClient(context, 'alice', 'on', '>pw', '+@all', '%R~r', '%W~w');
      await client.call('SET', 'r', '1').expect(ok);
      await alice.call('GET', 'r').expect('1');
      await alice.call('SET', 'r', '2').expect(noKey);
      await alice.call('DEL', 'r').expect(noKey);
      await alice.call('INCR', 'r').expect(noKey);
      await alice.call('GET', 'w').expect(noKey);
      await alice.call('SET', 'w', '1').expect(ok);
      await alice.call('SET', 'w', 'get', 'XX').expect(ok);
      await alice.call('SET', 'w', '1', 'GET').expect(noKey);
      await alice.call('GETSET', 'w', '1').expect(noKey);
      await alice.call('INCR', 'w').expect(noKey);
      await alice.call('APPEND', 'w', 'x').expect(4);
      await alice.call('COPY', 'r', 'w', 'REPLACE').expect(1);
      await alice.call('COPY', 'w', 'r').expect(noKey);
      await alice.call('EXISTS', 'r', 'w').expect(2); // its reply is no value of theirs
      await alice.call('DEL', 'w').expect(1);
    },
    { cause: 'the key specs say what a command does to each key: access, insert, update, delete' },
  ),

  wire('selectors', 'one selector must permit all of a request', async (context) => {
    const alice = await userClient(
      context,
      'alice',
      ...['on', '>pw', '~a', '+get', '(~b', '+set)', '(%R~c +getrange)'],
    );
    await alice.call('GET', 'a').expect(nil);
    await alice.call('SET', 'b', '1').expect(ok);
    await alice.call('GET', 'b').expect(noKey);
    await alice.call('SET', 'a', '1').expect(noKey);
    await alice.call('DEL', 'a').expect(noCommand('del'));
    await alice.call('GETRANGE', 'c', 0, 0).expect('');
    await context.client.call('ACL', 'SETUSER', 'alice', 'clearselectors').expect(ok);
    await alice.call('SET', 'b', '1').expect(noCommand('set'));
  }),

  wire('who-is-there', 'a change concerns those who are there already', async (context) => {
    const { client } = context;
    const alice = await userClient(context, 'alice', 'on', '>pw', '+ping');
    await alice.call('PING').expect(status('PONG'));
    await client.call('ACL', 'SETUSER', 'alice', 'nocommands').expect(ok);
    await alice.call('PING').expect(noCommand('ping'));
    await client.call('ACL', 'SETUSER', 'alice', '+ping', 'off').expect(ok);
    await alice.call('PING').expect(status('PONG')); // is in, but would not come in again
    await alice.call('AUTH', 'alice', 'pw').expect(wrongPass);
    await client.call('ACL', 'DELUSER', 'alice', 'nobody').expect(1);
    await alice.expectClosed();
    await client
      .call('ACL', 'DELUSER', 'default')
      .expect(error("ERR The 'default' user cannot be removed"));
  }),

  wire('deluser-self', 'who deletes himself still gets his reply', async (context) => {
    const alice = await userClient(context, 'alice', 'on', '>pw', '+acl');
    await alice.call('ACL', 'DELUSER', 'alice').expect(1);
    await alice.expectClosed();
  }),

  wire('client-user', 'CLIENT LIST shows users, CLIENT KILL finds them', async (context) => {
    const { client } = context;
    const alice = await userClient(context, 'alice', 'on', '>pw', '+client');
    const info = String(await alice.call('CLIENT', 'INFO').value());
    if (!/ user=alice /.test(info)) throw new Error(`no user=alice in ${info}`);
    await client
      .call('CLIENT', 'KILL', 'USER', 'nobody')
      .expect(error("ERR No such user 'nobody'"));
    await client.call('CLIENT', 'KILL', 'USER', 'alice').expect(1);
    await alice.expectClosed();
  }),

  wire('requirepass', 'requirepass is the default user’s password', async (context) => {
    const { client, after } = context;
    after(() => client.call('CONFIG', 'SET', 'requirepass', '').expect(ok));
    await client.call('CONFIG', 'SET', 'requirepass', 'pw').expect(ok);
    await client.call('ACL', 'LIST').expect([`user default on #${PW} ~* &* +@all`]);
    await client.call('CONFIG', 'SET', 'requirepass', '').expect(ok);
    await client.call('ACL', 'LIST').expect(['user default on nopass ~* &* +@all']);
  }),

  wire('default-off', 'a default user who is off makes everybody a stranger', async (context) => {
    const { client, connect, after } = context;
    after(() => client.call('ACL', 'SETUSER', 'default', 'on').expect(ok));
    const there = await connect();
    await there.call('PING').expect(status('PONG'));
    await client.call('ACL', 'SETUSER', 'default', 'off').expect(ok);
    const stranger = await connect();
    await stranger.call('PING').expect(error('NOAUTH Authentication required.'));
    await stranger.call('AUTH', 'default', 'x').expect(wrongPass);
    await there.call('PING').expect(status('PONG'));
    await client.call('ACL', 'SETUSER', 'default', 'on').expect(ok);
    await stranger.call('PING').expect(status('PONG'));
  }),
];

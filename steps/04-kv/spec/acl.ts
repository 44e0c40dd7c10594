// Users: what ACL SETUSER takes and shows, and what a user may not do.

import { error, map, nil, ok, set, status, unordered, type WireContext, wire } from '@byor/spec';

const PW = '30c952fab122c3f9759f02a6d95c3758b246b4fee239957b2d4fee46e26170c4'; // SHA-256 of `pw`
const noKey = error(
  'NOPERM this user has no permissions to access one of the keys used as arguments',
);
const noCommand = (name: string) =>
  error(`NOPERM this user has no permissions to run the '${name}' command`);
const wrongPass = error('WRONGPASS invalid username-password pair or user is disabled.');
const modifier = (text: string, why: string) =>
  error(`ERR Error in ACL SETUSER modifier '${text}': ${why}`);

/** A user for the time of the case, and a connection that acts for it. */
async function userClient(context: WireContext, name: string, ...rules: string[]) {
  await define(context, name, ...rules);
  const client = await context.connect();
  await client.call('AUTH', name, 'pw').expect(ok);
  return client;
}

async function define({ client, after, connect }: WireContext, name: string, ...rules: string[]) {
  await client.call('ACL', 'SETUSER', name, ...rules).expect(ok);
  after(async () => (await connect()).call('ACL', 'DELUSER', name).value());
}

/** What ACL LIST says of a user, beyond its name. */
async function rulesOf({ client }: WireContext, name: string): Promise<string | undefined> {
  const lines = (await client.call('ACL', 'LIST').value()) as unknown[];
  const begin = `user ${name} `;
  return lines
    .map(String)
    .find((line) => line.startsWith(begin))
    ?.slice(begin.length);
}

/** After these rules ACL LIST shows that. */
const becomes = (id: string, title: string, table: readonly [rules: string, shown: string][]) =>
  wire(id, title, async (context) => {
    for (const [rules, shown] of table) {
      await define(context, 'tested', 'reset', ...rules.split(' '));
      const got = await rulesOf(context, 'tested');
      const wanted = `off sanitize-payload ${shown}`;
      if (got !== wanted) throw new Error(`after '${rules}': '${got}' instead of '${wanted}'`);
    }
  });

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

  becomes('rules', 'rules are applied in order, and shown without what has no effect', [
    ['+get', 'resetchannels -@all +get'],
    ['+@all -get -@read +get', 'resetchannels +@all -@read +get'],
    ['+config|get +config|set +config', 'resetchannels -@all +config'],
    ['+config -config|get +config|get', 'resetchannels -@all +config'],
    ['+@all -@all +@STRING', 'resetchannels -@all +@string'],
    ['+@read -@all', 'resetchannels -@all'],
    ['allcommands -@dangerous', 'resetchannels +@all -@dangerous'],
    ['+select|0 +select|1 +select', 'resetchannels -@all +select'],
    ['+SELECT|AbC', 'resetchannels -@all +select|AbC'],
    ['+@all -config +config|get', 'resetchannels +@all -config +config|get'],
    ['+@dangerous +@admin', 'resetchannels -@all +@dangerous'],
    ['+@all -set +@all', 'resetchannels +@all'],
    ['+@all nocommands', 'resetchannels -@all'],
  ]),

  becomes('patterns', 'patterns are kept in order, and merged', [
    ['~a ~b ~a', '~a ~b resetchannels -@all'],
    ['%R~a %W~a', '~a resetchannels -@all'],
    ['%rw~a %r~b %W~c', '~a %R~b %W~c resetchannels -@all'],
    ['~a allkeys', '~* resetchannels -@all'],
    ['~a ~b resetkeys ~c', '~c resetchannels -@all'],
    ['%R~* ~x', '%R~* ~x resetchannels -@all'],
    ['&a &b', 'resetchannels &a &b -@all'],
    ['&a allchannels', '&* -@all'],
    [
      '(~a +get) (allkeys)',
      'resetchannels -@all (~a resetchannels -@all +get) (~* resetchannels -@all)',
    ],
  ]),

  wire(
    'faults',
    'what is wrong with a modifier is said, and nothing is changed',
    async (context) => {
      const { client } = context;
      await define(context, 'alice', 'on', '~*', '&*');
      const unknown = 'Unknown command or category name in ACL';
      const hash =
        'The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters';
      const faults: [text: string, why: string][] = [
        ['+foo', unknown],
        ['+@foo', unknown],
        ['+config|foo', unknown],
        ['-select|0', unknown],
        ['+', unknown],
        ['+get|', 'Syntax error'],
        ['+client|id|x', 'Allowing first-arg of a subcommand is not supported'],
        ['blah', 'Syntax error'],
        ['~a b', 'Syntax error'],
        ['%Q~x', 'Syntax error'],
        ['%~x', 'Syntax error'],
        ['(nopass)', 'Syntax error'],
        ['(+foo)', unknown],
        ['#1234', hash],
        ['!1234', hash],
        ['<nope', 'The password you are trying to remove from the user does not exist'],
        [
          '~x',
          "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not have any " +
            "effect. Try 'resetkeys' to start with an empty list of patterns",
        ],
        [
          '&x',
          "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not have any " +
            "effect. Try 'resetchannels' to start with an empty list of channels",
        ],
      ];
      for (const [text, why] of faults) {
        await client.call('ACL', 'SETUSER', 'alice', '+get', text).expect(modifier(text, why));
      }
      await client
        .call('ACL', 'SETUSER', 'alice', '+get', '(~a', '+set')
        .expect(error("ERR Unmatched parenthesis in acl selector starting at '(~a'."));
      await client
        .call('ACL', 'SETUSER', 'a b')
        .expect(error("ERR Usernames can't contain spaces or null characters"));
      await client
        .call('ACL', 'LIST')
        .expect(['user alice on ~* &* -@all', 'user default on nopass ~* &* +@all']);
    },
  ),

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

  wire('dryrun', 'DRYRUN tells what would be refused, and runs nothing', async (context) => {
    const { client } = context;
    await define(context, 'alice', '~a', '+get', '+set');
    const dry = (...request: string[]) => client.call('ACL', 'DRYRUN', ...request);
    await dry('alice', 'SET', 'a', '1').expect(ok);
    await client.call('EXISTS', 'a').expect(0);
    await dry('alice', 'get', 'b').expect("This user has no permissions to access the 'b' key");
    await dry('alice', 'del', 'a').expect("This user has no permissions to run the 'del' command");
    await dry('alice', 'config', 'get', 'x').expect(
      "This user has no permissions to run the 'config|get' command",
    );
    await dry('alice', 'auth', 'x').expect(ok);
    await dry('nobody', 'get', 'a').expect(error("ERR User 'nobody' not found"));
    await dry('alice', 'foo').expect(error("ERR Command 'foo' not found"));
    await dry('alice', 'config', 'foo').expect(error("ERR Command 'config' not found"));
    await dry('alice', 'get').expect(error("ERR wrong number of arguments for 'get' command"));
  }),

  wire('log', 'LOG keeps what was refused, and counts what is repeated', async (context) => {
    const { client } = context;
    await client.call('ACL', 'LOG', 'RESET').expect(ok);
    const alice = await userClient(context, 'alice', 'on', '>pw', '~a', '+get', '+auth');
    await alice.call('AUTH', 'alice', 'wrong').expect(wrongPass);
    await alice.call('SET', 'a', '1').expect(noCommand('set'));
    await alice.call('GET', 'b').expect(noKey);
    await alice.call('GET', 'b').expect(noKey);
    const log = (await client.call('ACL', 'LOG').value()) as unknown[][];
    const shown = log.map((entry) => entry.map(String).slice(0, 10).join(' '));
    const wanted = [
      'count 2 reason key context toplevel object b username alice',
      'count 1 reason command context toplevel object set username alice',
      'count 1 reason auth context toplevel object AUTH username alice',
    ];
    if (String(shown) !== String(wanted)) throw new Error(`ACL LOG: ${shown.join('\n')}`);
    if (((await client.call('ACL', 'LOG', 1).value()) as unknown[]).length !== 1) {
      throw new Error('ACL LOG 1 shows more than one entry');
    }
    await client.call('ACL', 'LOG', 'RESET').expect(ok);
    await client.call('ACL', 'LOG').expect([]);
    await client
      .call('ACL', 'LOG', 'x')
      .expect(error('ERR value is not an integer or out of range'));
  }),

  wire('cat', 'CAT shows categories, and their commands', async ({ client }) => {
    const all =
      'keyspace read write set sortedset list hash string bitmap hyperloglog geo stream pubsub admin ' +
      'fast slow blocking dangerous connection transaction scripting';
    await client.call('ACL', 'CAT').expect(all.split(' '));
    const commands = (await client.call('ACL', 'CAT', 'String').value()) as unknown[];
    for (const name of ['get', 'set', 'append', 'incr']) {
      if (!commands.map(String).includes(name)) throw new Error(`${name} is not in @string`);
    }
    await client.call('ACL', 'CAT', 'nosuch').expect(error("ERR Unknown category 'nosuch'"));
    await client
      .call('ACL', 'CAT', 'a', 'b')
      .expect(
        error("ERR unknown subcommand or wrong number of arguments for 'CAT'. Try ACL HELP."),
      );
  }),

  wire('genpass', 'GENPASS makes passwords nobody can guess', async ({ client }) => {
    const made = async (...bits: number[]) =>
      String(await client.call('ACL', 'GENPASS', ...bits).value());
    const passwords = [await made(), await made()];
    if (passwords[0] === passwords[1]) throw new Error('twice the same password');
    for (const [bits, digits] of [
      [undefined, 64],
      [1, 1],
      [5, 2],
      [4096, 1024],
    ] as const) {
      const password = bits === undefined ? await made() : await made(bits);
      if (!new RegExp(`^[0-9a-f]{${digits}}$`).test(password)) {
        throw new Error(`${bits ?? 'no number of'} bits: ${password}`);
      }
    }
    const range = error(
      'ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096',
    );
    await client.call('ACL', 'GENPASS', 0).expect(range);
    await client.call('ACL', 'GENPASS', 4097).expect(range);
  }),

  wire('no-file', 'without a file of users there is nothing to load or save', [
    ['ACL LOAD', error(/^ERR This Redis instance is not configured to use an ACL file\. You may/)],
    ['ACL SAVE', error(/^ERR This Redis instance is not configured to use an ACL file\. You may/)],
    ['CONFIG GET aclfile', ['aclfile', '']],
  ]),

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

  wire('redacted', 'SLOWLOG shows nothing of ACL SETUSER', async (context) => {
    const { client, after } = context;
    after(() => client.call('CONFIG', 'SET', 'slowlog-log-slower-than', 10_000).expect(ok));
    await client.call('CONFIG', 'SET', 'slowlog-log-slower-than', 0).expect(ok);
    await define(context, 'alice', 'on', '>pw');
    const text = JSON.stringify(await client.call('SLOWLOG', 'GET', 1).value(), (_, value) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    if (!text.includes('SETUSER') || /alice|pw/.test(text)) throw new Error(text);
  }),

  wire('members', 'ACL’s own errors', [
    ['ACL FOO', error("ERR unknown subcommand 'FOO'. Try ACL HELP.")],
    ['ACL', error("ERR wrong number of arguments for 'acl' command")],
    ['ACL WHOAMI x', error("ERR wrong number of arguments for 'acl|whoami' command")],
    ['ACL USERS', unordered(['default'])],
  ]),
];

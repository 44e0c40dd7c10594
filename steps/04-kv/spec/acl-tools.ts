// What ACL tells and makes besides users: DRYRUN, LOG, CAT, GENPASS.

import { error, ok, unordered, wire } from '@byor/spec';
import { define, noCommand, noKey, userClient, wrongPass } from './support/users.ts';

export const cases = [
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

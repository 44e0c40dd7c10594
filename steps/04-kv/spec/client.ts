// CLIENT: names, lists, reply modes, ending others.

import { containing, error, integerBetween, matching, nil, ok, status, wire } from '@byor/spec';

const badName = error('ERR Client names cannot contain spaces, newlines or special characters.');
const syntax = error('ERR syntax error');

export const cases = [
  wire('container', 'CLIENT alone, unknown subcommands and wrong counts', [
    ['CLIENT', error("ERR wrong number of arguments for 'client' command")],
    ['CLIENT FOO', error("ERR unknown subcommand 'FOO'. Try CLIENT HELP.")],
    ['CLIENT ID 1', error("ERR wrong number of arguments for 'client|id' command")],
    ['client getname x', error("ERR wrong number of arguments for 'client|getname' command")],
  ]),

  wire('id', 'ids count up and are never used again', async ({ client, connect }) => {
    const first = Number(await client.call('CLIENT', 'ID').value());
    const other = await connect();
    await other.call('CLIENT', 'ID').expect(integerBetween(first + 1, first + 1000));
  }),

  wire('name', 'a name can be set, read and taken away', [
    ['CLIENT GETNAME', nil],
    ['CLIENT SETNAME bob', ok],
    ['CLIENT GETNAME', 'bob'],
    ['CLIENT SETNAME "bob smith"', badName],
    ['CLIENT SETNAME "bob\\n"', badName],
    ['CLIENT SETNAME "b\\xc3\\xb6b"', badName],
    ['CLIENT GETNAME', 'bob'],
    ['CLIENT SETNAME ""', ok],
    ['CLIENT GETNAME', nil],
  ]),

  wire('info', 'INFO is a line about this client', [
    ['CLIENT SETNAME bob', ok],
    ['SELECT 7', ok],
    [
      'CLIENT INFO',
      matching(
        /^id=\d+ addr=\S+:\d+ laddr=\S+:\d+ fd=-?\d+ name=bob age=\d+ idle=\d flags=N db=7 sub=0 psub=0 ssub=0 multi=-1 qbuf=\d+ .*cmd=client\|info user=default redir=-1 resp=2/,
      ),
    ],
  ]),

  wire('list', 'LIST is a line for each, or for those asked for', async ({ client, connect }) => {
    const other = await connect();
    await client.call('CLIENT', 'SETNAME', 'alice').expect(ok);
    await other.call('CLIENT', 'SETNAME', 'bob').expect(ok);
    await client
      .call('CLIENT', 'LIST')
      .expect(matching(/ name=alice .* cmd=client\|list [\s\S]* name=bob /));
    const id = Number(await other.call('CLIENT', 'ID').value());
    await client.call('CLIENT', 'LIST', 'ID', id).expect(matching(/^id=\d+ .* name=bob [^\n]*\n$/));
    await client.call('CLIENT', 'LIST', 'ID', 999_999, id).expect(matching(/^[^\n]*bob[^\n]*\n$/));
    await client.call('CLIENT', 'LIST', 'TYPE', 'normal').expect(containing('name=alice'));
    await client.call('CLIENT', 'LIST', 'TYPE', 'pubsub').expect('');
  }),

  wire('list-errors', 'LIST says what it does not understand', [
    ['CLIENT LIST FOO', syntax],
    ['CLIENT LIST TYPE', syntax],
    ['CLIENT LIST TYPE foo', error("ERR Unknown client type 'foo'")],
    ['CLIENT LIST ID', syntax],
    ['CLIENT LIST ID x', error('ERR Invalid client ID')],
  ]),

  wire('reply-off', 'REPLY OFF drops replies, errors too, until ON', async ({ client }) => {
    client.call('CLIENT', 'REPLY', 'OFF').unread();
    client.call('SET', 'k', 'v').unread();
    client.call('NOSUCH').unread();
    client.call('CLIENT', 'REPLY', 'SKIP').unread();
    client.call('PING').unread();
    await client.call('CLIENT', 'REPLY', 'ON').expect(ok);
    await client.call('GET', 'k').expect('v');
  }),

  wire('reply-skip', 'REPLY SKIP drops the next reply', async ({ client }) => {
    client.call('CLIENT', 'REPLY', 'SKIP').unread();
    client.call('SET', 'k', 'v').unread();
    await client.call('GET', 'k').expect('v');
    await client.call('CLIENT', 'REPLY', 'FOO').expect(syntax);
  }),

  wire('no-evict', 'NO-EVICT is on or off', [
    ['CLIENT NO-EVICT ON', ok],
    ['CLIENT INFO', containing(' flags=e ')],
    ['CLIENT NO-EVICT off', ok],
    ['CLIENT NO-EVICT maybe', syntax],
  ]),

  wire('kill-address', 'KILL addr:port ends that client', async ({ client, connect }) => {
    const other = await connect();
    const info = String(await other.call('CLIENT', 'INFO').value());
    const address = /addr=(\S+)/.exec(info)?.[1] ?? '';
    await client.call('CLIENT', 'KILL', address).expect(ok);
    await other.expectClosed();
    await client.call('CLIENT', 'KILL', address).expect(error('ERR No such client'));
    await client.call('CLIENT', 'KILL', 'ID').expect(error('ERR No such client'));
  }),

  wire(
    'kill-filters',
    'KILL counts those for whom all filters hold',
    async ({ client, connect }) => {
      const other = await connect();
      const id = Number(await other.call('CLIENT', 'ID').value());
      await client.call('CLIENT', 'KILL', 'ID', id, 'TYPE', 'replica').expect(0);
      await client.call('CLIENT', 'KILL', 'ID', id, 'ADDR', '1.2.3.4:5').expect(0);
      await client.call('CLIENT', 'KILL', 'ID', id, 'LADDR', '1.2.3.4:5').expect(0);
      await client.call('CLIENT', 'KILL', 'ID', id, 'TYPE', 'normal', 'USER', 'default').expect(1);
      await other.expectClosed();
      await client.call('CLIENT', 'KILL', 'ID', id).expect(0);
    },
  ),

  wire('kill-self', 'KILL spares the caller unless told not to', async ({ client }) => {
    const id = Number(await client.call('CLIENT', 'ID').value());
    await client.call('CLIENT', 'KILL', 'ID', id).expect(0);
    await client.call('CLIENT', 'KILL', 'ID', id, 'SKIPME', 'no').expect(1);
    await client.expectClosed();
  }),

  wire('kill-errors', 'KILL says what it does not understand', [
    ['CLIENT KILL', error("ERR wrong number of arguments for 'client|kill' command")],
    ['CLIENT KILL ID 0', error('ERR client-id should be greater than 0')],
    ['CLIENT KILL ID x', error('ERR client-id should be greater than 0')],
    ['CLIENT KILL TYPE foo', error("ERR Unknown client type 'foo'")],
    ['CLIENT KILL USER nobody', error("ERR No such user 'nobody'")],
    ['CLIENT KILL SKIPME maybe', syntax],
    ['CLIENT KILL FOO bar', syntax],
    ['CLIENT KILL ID 1 FOO', syntax],
  ]),

  wire(
    'setinfo',
    'SETINFO of Redis 7.2 is understood, since libraries send it',
    [
      ['CLIENT SETINFO LIB-NAME my-lib', ok],
      ['CLIENT SETINFO lib-ver 1.2.3', ok],
      ['CLIENT INFO', containing(' lib-name=my-lib lib-ver=1.2.3')],
      [
        'CLIENT SETINFO lib-name "a b"',
        error('ERR lib-name cannot contain spaces, newlines or special characters.'),
      ],
      ['CLIENT SETINFO foo bar', error("ERR Unrecognized option 'foo'")],
    ],
    { notOnRedis: 'SETINFO came with Redis 7.2' },
  ),

  wire('help', 'HELP lists the subcommands', async ({ client }) => {
    const help = (await client.call('CLIENT', 'HELP').value()) as unknown[];
    const [first, ...rest] = help.map(String);
    if (first !== 'CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:') {
      throw new Error(`HELP begins with: ${first}`);
    }
    for (const line of ['ID', 'KILL <ip:port>', 'HELP', '    Prints this help.']) {
      if (!rest.includes(line)) throw new Error(`HELP lacks the line: ${line}`);
    }
    await client.call('PING').expect(status('PONG'));
  }),
];

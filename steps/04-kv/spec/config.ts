// CONFIG: reading parameters by pattern, changing several at once or none.

import { error, map, matching, ok, unordered, wire } from '@byor/spec';

const failed = (name: string, why: string) =>
  error(`ERR CONFIG SET failed (possibly related to argument '${name}') - ${why}`);

export const cases = [
  wire('get', 'GET answers names and values, by name or by pattern', [
    ['CONFIG GET databases', ['databases', '16']],
    ['CONFIG GET DataBases', ['DataBases', '16']],
    ['CONFIG GET nosuch', []],
    ['CONFIG GET no-such-* other', []],
    ['CONFIG GET database?', ['databases', '16']],
    ['CONFIG GET databases data*[s]', ['databases', '16']],
    ['CONFIG GET Databases databases', ['Databases', '16']],
    [
      'CONFIG GET slowlog-*',
      unordered(['slowlog-log-slower-than', '10000', 'slowlog-max-len', '128']),
    ],
    ['CONFIG GET', error("ERR wrong number of arguments for 'config|get' command")],
  ]),

  wire('get-resp3', 'in RESP3 it is a map', async ({ client }) => {
    await client.call('HELLO', 3).reply();
    await client.call('CONFIG', 'GET', 'databases').expect(map([['databases', '16']]));
  }),

  wire('what-tools-read', 'parameters that tools ask for have Redis’s defaults', [
    ['CONFIG GET save', ['save', '']],
    ['CONFIG GET appendonly', ['appendonly', matching(/^(yes|no)$/)]],
    ['CONFIG GET maxmemory', ['maxmemory', '0']],
    ['CONFIG GET maxclients', ['maxclients', '10000']],
    ['CONFIG GET timeout', ['timeout', '0']],
    ['CONFIG GET requirepass', ['requirepass', '']],
    ['CONFIG GET proto-max-bulk-len', ['proto-max-bulk-len', '536870912']],
  ]),

  wire('set', 'SET changes a parameter, SET several', async ({ client, after }) => {
    after(() =>
      client
        .call('CONFIG', 'SET', 'slowlog-max-len', 128, 'slowlog-log-slower-than', 10_000)
        .expect(ok),
    );
    await client.call('CONFIG', 'SET', 'slowlog-max-len', 64).expect(ok);
    await client.call('CONFIG', 'GET', 'slowlog-max-len').expect(['slowlog-max-len', '64']);
    await client
      .call('CONFIG', 'SET', 'SlowLog-Max-Len', 65, 'slowlog-log-slower-than', -1)
      .expect(ok);
    await client
      .call('CONFIG', 'GET', 'slowlog-log-slower-than')
      .expect(['slowlog-log-slower-than', '-1']);
  }),

  wire('set-memory', 'memory may be given with a unit', async (context) => {
    const { client } = context;
    const other = await context.connect(); // outlives the client, whose last request ends it
    context.after(() => other.call('CONFIG', 'SET', 'proto-max-bulk-len', '512mb').expect(ok));
    await client.call('CONFIG', 'SET', 'proto-max-bulk-len', '2mb').expect(ok);
    await client
      .call('CONFIG', 'GET', 'proto-max-bulk-len')
      .expect(['proto-max-bulk-len', '2097152']);
    client.send('*2\r\n$4\r\nECHO\r\n$2097153\r\n');
    await client.expectRaw('-ERR Protocol error: invalid bulk length\r\n');
  }),

  wire('set-nothing', 'SET of several is all or nothing', [
    [
      'CONFIG SET slowlog-max-len 1 nosuch 2',
      error("ERR Unknown option or number of arguments for CONFIG SET - 'nosuch'"),
    ],
    [
      'CONFIG SET slowlog-max-len 1 timeout x',
      failed('timeout', "argument couldn't be parsed into an integer"),
    ],
    ['CONFIG SET slowlog-max-len 1 databases 4', failed('databases', "can't set immutable config")],
    [
      'CONFIG SET slowlog-max-len 1 slowlog-max-len 2',
      failed('slowlog-max-len', 'duplicate parameter'),
    ],
    ['CONFIG SET slowlog-max-len 1 timeout', error('ERR syntax error')],
    ['CONFIG GET slowlog-max-len', ['slowlog-max-len', '128']],
  ]),

  wire('set-errors', 'what is wrong with a value is said in Redis’s words', [
    [
      'CONFIG SET maxclients 0',
      failed('maxclients', 'argument must be between 1 and 4294967295 inclusive'),
    ],
    [
      'CONFIG SET slowlog-max-len 9223372036854775808',
      failed('slowlog-max-len', "argument couldn't be parsed into an integer"),
    ],
    ['CONFIG SET appendonly maybe', failed('appendonly', "argument must be 'yes' or 'no'")],
    ['CONFIG SET maxmemory 1x', failed('maxmemory', 'argument must be a memory value')],
    [
      'CONFIG SET loglevel loud',
      failed(
        'loglevel',
        'argument(s) must be one of the following: debug, verbose, notice, warning',
      ),
    ],
    ['CONFIG SET port', error("ERR wrong number of arguments for 'config|set' command")],
  ]),

  wire('resetstat', 'RESETSTAT sets the counters back', async ({ client }) => {
    await client.call('GET', 'missing').reply();
    await client.call('CONFIG', 'RESETSTAT').expect(ok);
    const info = String(await client.call('INFO', 'stats').value());
    if (!info.includes('\r\nkeyspace_misses:0\r\n')) throw new Error('misses are still counted');
  }),

  wire('rewrite', 'without a file there is nothing to rewrite', [
    ['CONFIG REWRITE', error('ERR The server is running without a config file')],
    ['CONFIG FOO', error("ERR unknown subcommand 'FOO'. Try CONFIG HELP.")],
    ['CONFIG', error("ERR wrong number of arguments for 'config' command")],
  ]),
];

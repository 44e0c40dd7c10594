// The log as clients see it: its parameters, what INFO says, and commands that are about what outlives the server.

import { containing, error, integerBetween, ok, skipCase, unordered, wire } from '@byor/spec';

const failed = (name: string, why: string) =>
  error(`ERR CONFIG SET failed (possibly related to argument '${name}') - ${why}`);

export const cases = [
  wire('parameters', 'the parameters of the log have Redis’s names and defaults', [
    ['CONFIG GET appendfsync', ['appendfsync', 'everysec']],
    ['CONFIG GET appenddirname', ['appenddirname', 'appendonlydir']],
    ['CONFIG GET appendfilename', ['appendfilename', 'appendonly.aof']],
    ['CONFIG GET aof-load-truncated', ['aof-load-truncated', 'yes']],
    ['CONFIG GET no-appendfsync-on-rewrite', ['no-appendfsync-on-rewrite', 'no']],
    ['CONFIG GET aof-timestamp-enabled', ['aof-timestamp-enabled', 'no']],
    ['CONFIG GET aof-rewrite-incremental-fsync', ['aof-rewrite-incremental-fsync', 'yes']],
    [
      'CONFIG GET auto-aof-rewrite-*',
      unordered(['auto-aof-rewrite-percentage', '100', 'auto-aof-rewrite-min-size', '67108864']),
    ],
  ]),

  wire('parameters-set', 'those that may change do, at once', async ({ client, after }) => {
    after(() => client.call('CONFIG', 'SET', 'appendfsync', 'everysec').expect(ok));
    after(() => client.call('CONFIG', 'SET', 'auto-aof-rewrite-min-size', '64mb').expect(ok));
    await client.call('CONFIG', 'SET', 'appendfsync', 'ALWAYS').expect(ok);
    await client.call('CONFIG', 'GET', 'appendfsync').expect(['appendfsync', 'always']);
    await client.call('SET', 'a', 1).expect(ok);
    await client.call('CONFIG', 'SET', 'auto-aof-rewrite-min-size', '1gb').expect(ok);
    await client
      .call('CONFIG', 'GET', 'auto-aof-rewrite-min-size')
      .expect(['auto-aof-rewrite-min-size', '1073741824']);
  }),

  wire('parameters-refused', 'the others say why not', [
    ['CONFIG SET dir /tmp', failed('dir', "can't set protected config")],
    ['CONFIG SET appenddirname x', failed('appenddirname', "can't set immutable config")],
    ['CONFIG SET appendfilename x', failed('appendfilename', "can't set immutable config")],
    [
      'CONFIG SET appendfsync sometimes',
      failed('appendfsync', 'argument(s) must be one of the following: everysec, always, no'),
    ],
    [
      'CONFIG SET auto-aof-rewrite-percentage -1',
      failed('auto-aof-rewrite-percentage', 'argument must be between 0 and 2147483647 inclusive'),
    ],
    [
      'CONFIG SET auto-aof-rewrite-min-size x',
      failed('auto-aof-rewrite-min-size', 'argument must be a memory value'),
    ],
    [
      'CONFIG SET aof-use-rdb-preamble maybe',
      failed('aof-use-rdb-preamble', "argument must be 'yes' or 'no'"),
    ],
  ]),

  wire('info', 'INFO persistence tells how the log is', [
    ['INFO persistence', containing('\r\naof_rewrite_in_progress:0\r\n')],
    ['INFO persistence', containing('\r\naof_last_bgrewrite_status:ok\r\n')],
    ['INFO persistence', containing('\r\naof_last_write_status:ok\r\n')],
    ['INFO persistence', containing('\r\naof_current_rewrite_time_sec:-1\r\n')],
    ['INFO persistence', containing('\r\nloading:0\r\n')],
  ]),

  wire('lastsave', 'LASTSAVE is the start until something was saved', [
    ['LASTSAVE', integerBetween(1_500_000_000, 5_000_000_000)],
    ['LASTSAVE x', error("ERR wrong number of arguments for 'lastsave' command")],
  ]),

  wire('arity', 'the commands check their words', [
    ['BGREWRITEAOF now', error("ERR wrong number of arguments for 'bgrewriteaof' command")],
    ['SAVE now', error("ERR wrong number of arguments for 'save' command")],
    ['BGSAVE now', error('ERR syntax error')],
    ['BGSAVE SCHEDULE now', error('ERR syntax error')],
  ]),

  wire(
    'no-snapshots',
    'without snapshots SAVE says so',
    [
      ['SAVE', error(/^ERR This server makes no snapshots/)],
      ['BGSAVE', error(/^ERR This server makes no snapshots/)],
      ['BGSAVE SCHEDULE', error(/^ERR This server makes no snapshots/)],
    ],
    { until: '08', notOnRedis: 'Redis makes snapshots; this course keeps a log alone' },
  ),

  wire(
    'no-log',
    'without a log there is nothing to rewrite, and BGREWRITEAOF says how to get one',
    async ({ client }) => {
      const info = String(await client.call('INFO', 'persistence').value());
      if (info.includes('aof_enabled:1')) skipCase('needs a server without a log: --appendonly no');
      await client
        .call('BGREWRITEAOF')
        .expect(error(/^ERR There is no append-only file.*CONFIG SET appendonly yes/));
      await client
        .call('INFO', 'persistence')
        .expect(containing('\r\naof_rewrite_in_progress:0\r\n'));
    },
    {
      notOnRedis:
        'Redis forks, and writes a base of that moment; a base that is written bit by bit needs the log of what changes meanwhile',
    },
  ),
];

// Watching a server at work: SLOWLOG, LATENCY, MONITOR, INFO.

import {
  arrayOf,
  containing,
  error,
  integer,
  integerBetween,
  matching,
  ok,
  status,
  verbatim,
  type WireContext,
  wire,
} from '@byor/spec';

async function logEverything({ client, after }: WireContext): Promise<void> {
  after(() => client.call('CONFIG', 'SET', 'slowlog-log-slower-than', 10_000).expect(ok));
  await client.call('CONFIG', 'SET', 'slowlog-log-slower-than', 0).expect(ok);
  await client.call('SLOWLOG', 'RESET').expect(ok);
}

export const cases = [
  wire('slowlog', 'SLOWLOG keeps slow commands, the newest first', async (context) => {
    const { client } = context;
    await client.call('CLIENT', 'SETNAME', 'bob').expect(ok);
    await logEverything(context);
    await client.call('ECHO', 'hello').expect('hello');
    const entry = (...args: string[]) => [
      integer,
      integerBetween(1e9, 1e10),
      integer,
      args,
      matching(/:\d+$/),
      'bob',
    ];
    await client
      .call('SLOWLOG', 'GET', 2)
      .expect([entry('ECHO', 'hello'), entry('SLOWLOG', 'RESET')]);
    await client.call('SLOWLOG', 'LEN').expect(integerBetween(3, 4));
  }),

  wire('slowlog-cut', 'long arguments and long lists of them are cut', async (context) => {
    const { client } = context;
    await logEverything(context);
    await client.call('ECHO', 'x'.repeat(130)).reply();
    const cut = `${'x'.repeat(128)}... (2 more bytes)`;
    const entry = (args: string[]) => [[integer, integer, integer, args, containing(':'), '']];
    await client.call('SLOWLOG', 'GET', 1).expect(entry(['ECHO', cut]));
    const keys = Array.from({ length: 40 }, (_, n) => `k${n}`);
    await client.call('MGET', ...keys).expect(arrayOf(null, 40));
    await client
      .call('SLOWLOG', 'GET', 1)
      .expect(entry(['MGET', ...keys.slice(0, 30), '... (10 more arguments)']));
  }),

  wire('slowlog-secrets', 'passwords do not reach the log', async (context) => {
    const { client } = context;
    await logEverything(context);
    await client.call('CONFIG', 'SET', 'requirepass', '').expect(ok);
    await client.call('AUTH', 'default', 'sesame').expect(ok);
    const args = (...words: string[]) => [integer, integer, integer, words, containing(':'), ''];
    await client
      .call('SLOWLOG', 'GET', 2)
      .expect([
        args('AUTH', '(redacted)', '(redacted)'),
        args('CONFIG', 'SET', 'requirepass', '(redacted)'),
      ]);
  }),

  wire('slowlog-errors', 'SLOWLOG says what it does not understand', [
    ['SLOWLOG GET x', error('ERR count should be greater than or equal to -1')],
    ['SLOWLOG GET -2', error('ERR count should be greater than or equal to -1')],
    ['SLOWLOG FOO', error("ERR unknown subcommand 'FOO'. Try SLOWLOG HELP.")],
    ['SLOWLOG LEN x', error("ERR wrong number of arguments for 'slowlog|len' command")],
  ]),

  wire('latency', 'LATENCY records slow commands once it is told to', async ({ client, after }) => {
    after(() => client.call('CONFIG', 'SET', 'latency-monitor-threshold', 0).expect(ok));
    await client.call('LATENCY', 'RESET').reply();
    await client.call('LATENCY', 'LATEST').expect([]);
    await client.call('LATENCY', 'HISTORY', 'command').expect([]);
    await client.call('CONFIG', 'SET', 'latency-monitor-threshold', 100).expect(ok);
    await client.call('DEBUG', 'SLEEP', '0.12').expect(ok);
    const ms = integerBetween(118, 5000);
    await client.call('LATENCY', 'LATEST').expect([['command', integer, ms, ms]]);
    await client.call('LATENCY', 'HISTORY', 'command').expect([[integer, ms]]);
    await client.call('LATENCY', 'RESET', 'nosuch').expect(0);
    await client.call('LATENCY', 'RESET', 'command').expect(1);
    await client.call('LATENCY', 'LATEST').expect([]);
  }),

  wire('monitor', 'MONITOR shows what others send', async ({ client, connect }) => {
    const monitor = await connect();
    await monitor.call('MONITOR').expect(ok);
    await client.call('SELECT', 2).expect(ok);
    await client.call('set', 'k', 'a "b"\r\n\x00\x07\xff').expect(ok);
    await client.call('CONFIG', 'GET', 'port').reply(); // administration is not shown
    await client.call('NOSUCH').reply(); // nor what never ran
    await client.call('INCR', 'k').reply(); // but what failed
    const line = (shown: string) =>
      matching(new RegExp(`^\\d+\\.\\d{6} \\[2 \\S+:\\d+\\] ${shown}$`));
    await monitor.expect(line('"SELECT" "2"'));
    await monitor.expect(line('"set" "k" "a \\\\"b\\\\"\\\\r\\\\n\\\\x00\\\\a\\\\xff"'));
    await monitor.expect(line('"INCR" "k"'));
    await monitor.call('GET', 'k').expect(error("ERR Replica can't interact with the keyspace"));
    await monitor.call('RESET').expect(status('RESET'));
    await client.call('PING').expect(status('PONG'));
    await monitor.call('EXISTS', 'k').expect(0);
  }),

  wire('monitor-secrets', 'MONITOR hides passwords', async ({ client, connect }) => {
    const monitor = await connect();
    await monitor.call('MONITOR').expect(ok);
    await client.call('AUTH', 'default', 'sesame').expect(ok);
    await client.call('HELLO', 2, 'AUTH', 'default', 'sesame').reply();
    await monitor.expect(matching(/ "AUTH" "\(redacted\)" "\(redacted\)"$/));
    await monitor.expect(matching(/ "HELLO" "2" "AUTH" "\(redacted\)" "\(redacted\)"$/));
  }),

  wire('info', 'INFO has the fields that tools read', async ({ client }) => {
    await client.call('SET', 'k', 'v').expect(ok);
    const info = String(await client.call('INFO').value());
    for (const field of [
      /^# Server\r\nredis_version:\d+\.\d+\.\d+\r$/m,
      /^redis_mode:standalone\r$/m,
      /^process_id:\d+\r$/m,
      /^run_id:[0-9a-f]{40}\r$/m,
      /^tcp_port:\d+\r$/m,
      /^uptime_in_seconds:\d+\r$/m,
      /^connected_clients:\d+\r$/m,
      /^maxclients:10000\r$/m,
      /^blocked_clients:0\r$/m,
      /^used_memory:\d{5,}\r$/m,
      /^used_memory_human:[\d.]+[KMG]\r$/m,
      /^used_memory_rss:\d{6,}\r$/m,
      /^maxmemory_policy:noeviction\r$/m,
      /^mem_fragmentation_ratio:[\d.]+\r$/m,
      /^loading:0\r$/m,
      /^aof_enabled:[01]\r$/m,
      /^rdb_last_bgsave_status:ok\r$/m,
      /^total_connections_received:\d+\r$/m,
      /^total_commands_processed:\d+\r$/m,
      /^instantaneous_ops_per_sec:\d+\r$/m,
      /^keyspace_hits:\d+\r$/m,
      /^expired_keys:\d+\r$/m,
      /^evicted_keys:0\r$/m,
      /^role:master\r$/m,
      /^connected_slaves:0\r$/m,
      /^used_cpu_sys:[\d.]+\r$/m,
      /^cluster_enabled:0\r$/m,
      /^# Keyspace\r\ndb0:keys=1,expires=0,avg_ttl=0\r$/m,
    ]) {
      if (!field.test(info)) throw new Error(`INFO has nothing like ${field}`);
    }
  }),

  wire('info-sections', 'INFO answers the sections asked for', async ({ client }) => {
    await client.call('INFO', 'nosuch').expect('');
    await client.call('INFO', 'KEYSPACE').expect('# Keyspace\r\n');
    await client.call('INFO', 'cluster', 'cluster').expect('# Cluster\r\ncluster_enabled:0\r\n');
    await client
      .call('INFO', 'keyspace', 'cluster')
      .expect('# Cluster\r\ncluster_enabled:0\r\n\r\n# Keyspace\r\n');
    await client.call('CONFIG', 'RESETSTAT').expect(ok);
    await client.call('GET').reply();
    await client.call('GET', 'k').reply();
    await client
      .call('INFO', 'commandstats', 'errorstats')
      .expect(
        matching(
          /^# Commandstats\r\n[\s\S]*cmdstat_get:calls=1,usec=\d+,usec_per_call=[\d.]+,rejected_calls=1,failed_calls=0\r\n[\s\S]*# Errorstats\r\nerrorstat_ERR:count=1\r\n$/,
        ),
      );
    await client.call('HELLO', 3).reply();
    await client.call('INFO', 'keyspace').expect(verbatim('txt', '# Keyspace\r\n'));
  }),
];

// INFO: what monitoring tools read. Later stages put their figures in the place of the zeros here.

import type { Call } from '../engine/call.ts';
import type { Engine, Layer } from '../engine/engine.ts';
import type { InfoFields } from '../engine/info-sections.ts';
import { memoryFields } from './info-memory.ts';

const DAY_S = 86_400;

/** Not in what a bare INFO shows. */
const ON_REQUEST = new Set(['commandstats', 'latencystats']);

export const infoCommands: Layer = (engine) => {
  engine.commands.define('server', [
    {
      name: 'info',
      arity: -1,
      flags: ['loading', 'stale'],
      categories: ['@dangerous'],
      syntax: '[section [section ...]]',
      summary: 'Get information and statistics about the server',
      since: '1.0.0',
      tips: ['nondeterministic_output', 'request_policy:all_shards', 'response_policy:special'],
      run: info,
    },
  ]);
  const { info: sections } = engine;
  sections.add('Server', () => server(engine));
  sections.add('Clients', () => clients(engine));
  sections.add('Memory', memoryFields(engine));
  sections.add('Persistence', () => persistence(engine));
  sections.add('Stats', () => stats(engine));
  sections.add('Replication', () => ({ role: 'master', connected_slaves: 0 }));
  sections.add('CPU', () => processor(engine));
  sections.add('Modules', () => ({}));
  sections.add('Commandstats', () => commandStats(engine));
  sections.add('Errorstats', () => errorStats(engine));
  sections.add('Cluster', () => ({ cluster_enabled: 0 }));
  sections.add('Keyspace', () => keyspace(engine));
};

function info({ engine, args, reply }: Call): void {
  const asked = new Set<string>();
  for (let at = 1; at < args.count; at++) asked.add(args.at(at).text().toLowerCase());
  const all = asked.has('all') || asked.has('everything');
  const usual = asked.size === 0 || asked.has('default');
  const text = engine.info.text(
    (name) => all || (usual && !ON_REQUEST.has(name)) || asked.has(name),
  );
  reply.verbatim('txt', text);
}

function server({ host, config, stats }: Engine): InfoFields {
  const { info } = host;
  const nowMs = host.now();
  const uptimeS = Math.floor((nowMs - stats.startedMs) / 1000);
  return {
    redis_version: info.version,
    redis_git_sha1: '00000000',
    redis_git_dirty: 0,
    redis_build_id: '0',
    redis_mode: 'standalone',
    os: info.os,
    arch_bits: 64,
    monotonic_clock: 'performance.now',
    multiplexing_api: info.multiplexingApi(),
    process_id: info.processId,
    process_supervised: 'no',
    run_id: info.runId,
    tcp_port: config.number('port') || config.number('tls-port'),
    server_time_usec: nowMs * 1000,
    uptime_in_seconds: uptimeS,
    uptime_in_days: Math.floor(uptimeS / DAY_S),
    hz: config.text('hz'),
    configured_hz: config.text('hz'),
    lru_clock: Math.floor(nowMs / 1000) & 0xffffff,
    executable: info.executable,
    config_file: '',
    io_threads_active: 0,
  };
}

function clients({ clients, config }: Engine): InfoFields {
  let maxInput = 0;
  let maxOutput = 0;
  for (const { input, output } of clients.values()) {
    maxInput = Math.max(maxInput, input.buffered);
    maxOutput = Math.max(maxOutput, output.length);
  }
  return {
    connected_clients: clients.size,
    cluster_connections: 0,
    maxclients: config.text('maxclients'),
    client_recent_max_input_buffer: maxInput,
    client_recent_max_output_buffer: maxOutput,
    blocked_clients: 0,
    tracking_clients: 0,
    clients_in_timeout_table: 0,
  };
}

function persistence({ dirty, stats }: Engine): InfoFields {
  return {
    loading: 0,
    async_loading: 0,
    rdb_changes_since_last_save: dirty,
    rdb_bgsave_in_progress: 0,
    rdb_last_save_time: Math.floor(stats.startedMs / 1000),
    rdb_last_bgsave_status: 'ok',
    rdb_last_bgsave_time_sec: -1,
    rdb_current_bgsave_time_sec: -1,
    aof_enabled: 0,
    aof_rewrite_in_progress: 0,
    aof_rewrite_scheduled: 0,
    aof_last_rewrite_time_sec: -1,
    aof_current_rewrite_time_sec: -1,
    aof_last_bgrewrite_status: 'ok',
    aof_last_write_status: 'ok',
  };
}

function stats({ stats }: Engine): InfoFields {
  return {
    total_connections_received: stats.connections,
    total_commands_processed: stats.commands,
    instantaneous_ops_per_sec: stats.commandsPerSecond,
    rejected_connections: stats.rejectedConnections,
    sync_full: 0,
    sync_partial_ok: 0,
    sync_partial_err: 0,
    expired_keys: 0,
    expired_stale_perc: '0.00',
    expired_time_cap_reached_count: 0,
    expire_cycle_cpu_milliseconds: 0,
    evicted_keys: 0,
    evicted_clients: 0,
    total_eviction_exceeded_time: 0,
    current_eviction_exceeded_time: 0,
    keyspace_hits: stats.lookups.hits,
    keyspace_misses: stats.lookups.misses,
    pubsub_channels: 0,
    pubsub_patterns: 0,
    latest_fork_usec: 0,
    total_forks: 0,
    migrate_cached_sockets: 0,
    tracking_total_keys: 0,
    tracking_total_items: 0,
    tracking_total_prefixes: 0,
    unexpected_error_replies: 0,
    total_error_replies: stats.errorReplies,
  };
}

function processor({ host }: Engine): InfoFields {
  const { userS, systemS } = host.info.cpu();
  return {
    used_cpu_sys: systemS.toFixed(6),
    used_cpu_user: userS.toFixed(6),
    used_cpu_sys_children: '0.000000',
    used_cpu_user_children: '0.000000',
  };
}

function commandStats({ commands }: Engine): InfoFields {
  const fields: Record<string, string> = {};
  for (const { fullName, calls, elapsedUs, rejected, failed } of commands.all()) {
    if (calls + rejected + failed === 0) continue;
    const perCall = calls === 0 ? 0 : elapsedUs / calls;
    fields[`cmdstat_${fullName}`] =
      `calls=${calls},usec=${Math.round(elapsedUs)},usec_per_call=${perCall.toFixed(2)},` +
      `rejected_calls=${rejected},failed_calls=${failed}`;
  }
  return fields;
}

function errorStats({ stats }: Engine): InfoFields {
  const fields: Record<string, string> = {};
  for (const [code, count] of stats.errors) fields[`errorstat_${code}`] = `count=${count}`;
  return fields;
}

function keyspace({ databases }: Engine): InfoFields {
  const fields: Record<string, string> = {};
  databases.forEach(({ size }, index) => {
    if (size > 0) fields[`db${index}`] = `keys=${size},expires=0,avg_ttl=0`;
  });
  return fields;
}

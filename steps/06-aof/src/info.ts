// INFO persistence, as redis-server 7 shows it.

import type { Engine, InfoFields } from '@byor/05-expiry/core';
import type { AppendOnlyFile } from './append-only-file.ts';

export function persistenceFields(engine: Engine, aof: AppendOnlyFile): InfoFields {
  const { log, schedule, rewriting } = aof;
  const always = {
    loading: engine.loading ? 1 : 0,
    aof_enabled: log === undefined ? 0 : 1,
    aof_rewrite_in_progress: rewriting ? 1 : 0,
    aof_rewrite_scheduled: 0,
    aof_last_rewrite_time_sec: schedule.lastSeconds,
    aof_current_rewrite_time_sec: rewriting ? schedule.currentSeconds : -1,
    aof_last_bgrewrite_status: schedule.lastSucceeded ? 'ok' : 'err',
    aof_rewrites: schedule.rewrites,
    aof_rewrites_consecutive_failures: schedule.failures,
    aof_last_write_status: log?.trouble === undefined ? 'ok' : 'err',
    aof_last_cow_size: 0,
    module_fork_in_progress: 0,
    module_fork_last_cow_size: 0,
  };
  if (log === undefined) return always;
  return {
    ...always,
    aof_current_size: aof.sizeBytes,
    aof_base_size: schedule.baseBytes,
    aof_pending_rewrite: 0,
    aof_buffer_length: log.bufferedBytes,
    aof_pending_bio_fsync: log.syncPending ? 1 : 0,
    aof_delayed_fsync: log.delayedSyncs,
  };
}

// What INFO tells of deadlines and deaths, and the switch that DEBUG has for the active cycle.

import type { DebugAction, Engine, InfoFields } from '@byor/04-kv/core';
import type { ActiveCycle } from '../active-cycle.ts';
import type { ExpiringKeyspace } from '../expiring-keyspace.ts';
import { keyspacesOf } from '../keyspaces.ts';

/** `deaths`: how many keys have died since the start or since CONFIG RESETSTAT, which sets it back here. */
export function controlExpiry(engine: Engine, cycle: ActiveCycle, deaths: { count: number }): void {
  engine.debug.set('SET-ACTIVE-EXPIRE', switchOf(cycle));
  engine.stats.onReset(() => {
    deaths.count = 0;
    cycle.capReached = 0;
    cycle.elapsedUs = 0;
  });
  engine.info.add('Stats', () => ({
    expired_keys: deaths.count,
    expired_stale_perc: stalePercentage(keyspacesOf(engine)).toFixed(2),
    expired_time_cap_reached_count: cycle.capReached,
    expire_cycle_cpu_milliseconds: Math.floor(cycle.elapsedUs / 1000),
  }));
  engine.info.add('Keyspace', () => keyspaceFields(keyspacesOf(engine)));
}

function switchOf(cycle: ActiveCycle): DebugAction {
  return {
    least: 1,
    most: 1,
    help: [
      'SET-ACTIVE-EXPIRE <0|1>',
      '    Setting it to 0 disables expiring keys in background when they are not',
      '    accessed (otherwise the Redis behavior). Setting it to 1 reenables back the',
      '    default.',
    ],
    run: ({ args, reply }) => {
      cycle.enabled = (Number.parseInt(args.at(2).text(), 10) || 0) !== 0; // as C's atoi reads it
      reply.ok();
    },
  };
}

/** Of all keys with a deadline. */
function stalePercentage(keyspaces: readonly ExpiringKeyspace[]): number {
  const expires = keyspaces.reduce((sum, keyspace) => sum + keyspace.expires, 0);
  const stale = keyspaces.reduce((sum, keyspace) => sum + keyspace.stale, 0);
  return expires === 0 ? 0 : (stale / expires) * 100;
}

function keyspaceFields(keyspaces: readonly ExpiringKeyspace[]): InfoFields {
  const fields: Record<string, string> = {};
  keyspaces.forEach(({ size, expires, averageTtlMs }, index) => {
    if (size > 0) fields[`db${index}`] = `keys=${size},expires=${expires},avg_ttl=${averageTtlMs}`;
  });
  return fields;
}

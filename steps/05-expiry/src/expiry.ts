// The layer that makes keys mortal: keyspaces with deadlines, the active cycle, and what INFO and DEBUG say about both.
// Invariant: a death is recorded as a DEL before the key goes, so that who replays the log sees it die at the same point.

import { Args, type InfoFields, type Layer } from '@byor/04-kv/core';
import { ActiveCycle } from './active-cycle.ts';
import { ExpiringKeyspace, type Mortality } from './expiring-keyspace.ts';
import { keyspacesOf } from './keyspaces.ts';

export const expiry: Layer = (engine) => {
  let expiredKeys = 0;
  const mortality: Mortality = {
    frozen: () => engine.loading,
    reaped: (keyspace, key) => {
      expiredKeys++;
      if (engine.recording) {
        engine.record(engine.databases.indexOf(keyspace), Args.of('DEL', key));
      }
    },
  };
  engine.createKeyspace = (context) => new ExpiringKeyspace(context, mortality);

  const cycle = new ActiveCycle(() => engine.host.monotonicUs());
  engine.hooks.maintain.push(() => cycle.run(keyspacesOf(engine)));
  engine.debug.set('SET-ACTIVE-EXPIRE', {
    ...(engine.debug.get('SET-ACTIVE-EXPIRE') as NonNullable<ReturnType<typeof engine.debug.get>>),
    run: ({ args, reply }) => {
      cycle.enabled = (Number.parseInt(args.at(2).text(), 10) || 0) !== 0;
      reply.ok();
    },
  });

  engine.stats.onReset(() => {
    expiredKeys = 0;
    cycle.capReached = 0;
    cycle.elapsedUs = 0;
  });
  engine.info.add('Stats', () => ({
    expired_keys: expiredKeys,
    expired_stale_perc: stalePercentage(keyspacesOf(engine)).toFixed(2),
    expired_time_cap_reached_count: cycle.capReached,
    expire_cycle_cpu_milliseconds: Math.floor(cycle.elapsedUs / 1000),
  }));
  engine.info.add('Keyspace', () => keyspaceFields(keyspacesOf(engine)));
};

/** Of all keys with a deadline. */
function stalePercentage(keyspaces: readonly ExpiringKeyspace[]): number {
  const expires = keyspaces.reduce((sum, keyspace) => sum + keyspace.expires, 0);
  const stale = keyspaces.reduce((sum, keyspace) => sum + keyspace.stale, 0);
  return expires === 0 ? 0 : (stale / expires) * 100;
}

function keyspaceFields(databases: readonly ExpiringKeyspace[]): InfoFields {
  const fields: Record<string, string> = {};
  databases.forEach(({ size, expires, averageTtlMs }, index) => {
    if (size > 0) fields[`db${index}`] = `keys=${size},expires=${expires},avg_ttl=${averageTtlMs}`;
  });
  return fields;
}

// The layer that makes keys mortal: keyspaces with deadlines, and the active cycle in the maintain phase.
// Invariant: a death is recorded as a DEL before the key goes, so that who replays the log sees it die at the same point.

import { Args, type Layer } from '@byor/04-kv/core';
import { ActiveCycle } from './active-cycle.ts';
import { controlExpiry } from './admin/expiry.ts';
import { ExpiringKeyspace, type Mortality } from './expiring-keyspace.ts';
import { keyspacesOf } from './keyspaces.ts';

export const expiry: Layer = (engine) => {
  const deaths = { count: 0 };
  const mortality: Mortality = {
    frozen: () => engine.loading,
    reaped: (keyspace, key) => {
      deaths.count++;
      if (!engine.recording) return;
      engine.record(engine.databases.indexOf(keyspace), Args.of('DEL', key));
    },
  };
  engine.createKeyspace = (context) => new ExpiringKeyspace(context, mortality);
  const cycle = new ActiveCycle(() => engine.host.monotonicUs());
  engine.hooks.maintain.push(() => cycle.run(keyspacesOf(engine)));
  controlExpiry(engine, cycle, deaths);
};

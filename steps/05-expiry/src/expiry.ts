// The layer that makes keys mortal: keyspaces with deadlines, the active cycle in the maintain phase, and eviction.
// Invariant: a death is recorded as a DEL before the key goes, so that who replays the log sees it die at the same point.

import { Args, type Layer } from '@byor/04-kv/core';
import { ActiveCycle } from './active-cycle.ts';
import { controlExpiry } from './admin/expiry.ts';
import { eviction } from './eviction/eviction.ts';
import { Evictor } from './eviction/evictor.ts';
import { Frequency } from './eviction/frequency.ts';
import { MemoryInUse } from './eviction/memory-in-use.ts';
import { ExpiringKeyspace } from './expiring-keyspace.ts';
import { keyspacesOf } from './keyspaces.ts';
import type { Mortality } from './mortality.ts';

export const expiry: Layer = (engine) => {
  const deaths = { count: 0 };
  const frequency = new Frequency(engine.host);
  const evictor = new Evictor(engine, new MemoryInUse(engine), frequency);
  const tell = (keyspace: ExpiringKeyspace, key: string) => {
    if (engine.recording) {
      engine.record(engine.databases.indexOf(keyspace), Args.of('DEL', key));
    }
  };
  const mortality: Mortality = {
    frozen: () => engine.loading,
    reaped: (keyspace, key) => {
      deaths.count++;
      tell(keyspace, key);
    },
    evicted: tell,
    frequency,
  };
  engine.createKeyspace = (context) => new ExpiringKeyspace(context, mortality);
  const cycle = new ActiveCycle(() => engine.host.monotonicUs());
  engine.hooks.maintain.push(() => cycle.run(keyspacesOf(engine)));
  controlExpiry(engine, cycle, deaths);
  eviction(engine, evictor, frequency);
};

// Everything of this stage that runs anywhere: no `node:` import, no system call.

export * from '@byor/04-kv/core';
export * from './active-cycle.ts';
export * from './deadline.ts';
export * from './deadline-heap.ts';
export { Evictor } from './eviction/evictor.ts';
export { Frequency } from './eviction/frequency.ts';
export { MemoryInUse } from './eviction/memory-in-use.ts';
export * from './expiring-keyspace.ts';
export * from './keyspaces.ts';
export { layers } from './layers.ts';
export * from './mortality.ts';
export * from './recency-list.ts';

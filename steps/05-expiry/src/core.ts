// Everything of this stage that runs anywhere: no `node:` import, no system call.

export * from '@byor/04-kv/core';
export * from './deadline-heap.ts';
export * from './expiring-keyspace.ts';

// Everything of this stage that runs anywhere: no `node:` import, no system call.

export * from '@byor/03-event-loop/core';
export { helpRow } from './admin/help.ts';
export { shutdownOptions } from './admin/server.ts';
export {
  BUCKETS_PER_KEY,
  parseCursor,
  parseScanOptions,
  type ScanOptions,
} from './commands/scan.ts';
export { Call } from './engine/call.ts';
export { Client } from './engine/client.ts';
export * from './engine/command.ts';
export * from './engine/command-table.ts';
export * from './engine/config.ts';
export type { DebugAction } from './engine/debug-action.ts';
export { type Dumper, Engine, type Layer } from './engine/engine.ts';
export * from './engine/errors.ts';
export { type ClientAddress, type Hooks, hang } from './engine/hooks.ts';
export * from './engine/host.ts';
export type { InfoFields, InfoSections } from './engine/info-sections.ts';
export { bytesInUse, clientBytes, keyspaceBytes } from './engine/memory-in-use.ts';
export * from './keyspace.ts';
export { layers } from './layers.ts';
export { Arena, NOWHERE, type Ref } from './memory/arena.ts';
export * from './memory/heap-sizes.ts';
export * from './table/hash-table.ts';
export * from './text/numbers.ts';
export type { Value } from './value.ts';
// Value by name too, since stage 02's core has another (a reply's): of two `export *` with one name neither would count.
export * from './value.ts';

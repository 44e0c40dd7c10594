// How much memory is in use: counted from what the engine itself has handed out, not from what the process has, for
// what was let go stays with the process until its collector comes.

import type { Engine } from './engine.ts';

/** Bytes of all keys and values. O(databases) */
export function keyspaceBytes({ databases }: Engine): number {
  return databases.reduce((sum, database) => sum + database.usedBytes, 0);
}

/** Bytes of the clients' buffers. O(clients) */
export function clientBytes({ clients }: Engine): number {
  let bytes = 0;
  for (const { input, output } of clients.values()) {
    bytes += input.buffer.length + output.buffer.length;
  }
  return bytes;
}

/** All of it, with what was there at the start. */
export function bytesInUse(engine: Engine): number {
  return engine.startupBytes + clientBytes(engine) + keyspaceBytes(engine);
}

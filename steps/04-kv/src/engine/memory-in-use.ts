// How much memory is in use: counted from what the engine knows of its buffers, not from what the process has, for pages
// and buffers that were let go stay with the process until its collector comes.

import type { Engine } from './engine.ts';

/** Bytes of all keys and values. O(databases) */
export function keyspaceBytes({ databases }: Engine): number {
  return databases.reduce((sum, database) => sum + database.usedBytes, 0);
}

/** Bytes of all else: objects, code, and the buffers of clients. O(clients) */
export function bytesBesideKeys({ host, clients }: Engine): number {
  let bytes = host.info.memory().objectBytes;
  for (const { input, output } of clients.values()) {
    bytes += input.buffer.length + output.buffer.length;
  }
  return bytes;
}

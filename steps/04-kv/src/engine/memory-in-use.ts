// How much memory is in use: counted from what the engine itself has handed out, not from what the process has, for
// what was let go stays with the process until its collector comes.

import type { Client } from './client.ts';
import type { Engine } from './engine.ts';

/** Bytes of all keys and values. O(databases) */
export function keyspaceBytes({ databases }: Engine): number {
  return databases.reduce((sum, database) => sum + database.usedBytes, 0);
}

/**
 * A client's objects and its connection's, and what two buffers are besides their bytes: many and small, so that they are
 * weighed (`npm run memory -- --only clients`), not reckoned. On node:net a connection takes 1.3 KB more.
 */
const CLIENT_BYTES = 2500;

export function bytesOfClient({ input, output }: Client): number {
  return CLIENT_BYTES + input.buffer.length + output.buffer.length;
}

/** Bytes of the clients, their buffers above all. O(clients) */
export function clientBytes({ clients }: Engine): number {
  let bytes = 0;
  for (const client of clients.values()) bytes += bytesOfClient(client);
  return bytes;
}

/** All of it, with what was there at the start. */
export function bytesInUse(engine: Engine): number {
  return engine.startupBytes + clientBytes(engine) + keyspaceBytes(engine);
}

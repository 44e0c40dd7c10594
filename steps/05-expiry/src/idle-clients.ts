// --timeout: connections on which nothing has moved for so many seconds are closed. The list of clients in the order of
// their last use makes the look in each turn O(1): if the oldest may stay, all may.

import { type Client, type Engine, hang, integerWithin, type Layer } from '@byor/04-kv/core';
import { RecencyList } from './recency-list.ts';

export const idleClients: Layer = (engine) => {
  const clients = new RecencyList<Client>();
  const touch = (client: Client) => clients.touch(client);
  const look = () => {
    closeIdle(engine, clients, timeoutMs);
    return false;
  };
  let timeoutMs = 0;
  engine.config.replace({
    name: 'timeout',
    default: '0',
    summary: 'close a connection that was idle for so many seconds; 0: never',
    parse: integerWithin(0, 2 ** 31 - 1),
    apply: (seconds) => {
      timeoutMs = Number(seconds) * 1000;
      for (const client of byLastUse(engine)) clients.touch(client);
      hang(engine.hooks.active, touch, timeoutMs > 0);
      hang(engine.hooks.maintain, look, timeoutMs > 0);
    },
  });
  engine.hooks.disconnected.push((client) => clients.delete(client));
};

/** Nobody keeps an order that nobody asks for: it is made when a timeout is set. */
function byLastUse({ clients }: Engine): Client[] {
  return [...clients.values()].sort((one, other) => one.lastActiveMs - other.lastActiveMs);
}

/**
 * @exercise 5.9 Clients that sleep
 * @tests idle-clients
 * @tests 05/idle
 * @hint Ten thousand clients are connected, and one of them has been silent for too long. How many must be looked at to
 *   know that?
 * @hint The list keeps them in the order of their last use, the oldest first: if that one may stay, all may. A client on
 *   which nothing moved since now - timeout is closed; a monitor only listens, so its silence says nothing.
 * @hint latestMs = now - timeoutMs; for each client in order: return at the first whose lastActiveMs is not before that; close
 *   the connection unless it is a monitor.
 */
function closeIdle(engine: Engine, clients: RecencyList<Client>, timeoutMs: number): void {
  const latestMs = engine.now() - timeoutMs;
  for (const client of clients) {
    if (client.lastActiveMs >= latestMs) return;
    if (!client.isMonitor) client.connection?.close(); // a monitor listens: it has nothing to say
  }
}

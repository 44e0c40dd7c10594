// The engine on a loop: its share of each turn, a beat so that nobody waits for a client to come, its clients.

import type { Server } from '@byor/03-event-loop';
import type { Engine } from './engine/engine.ts';

/** How often housekeeping goes on when nobody asks for anything, in ms. */
const BEAT_MS = 100;

/** Serves until SHUTDOWN, SIGINT or SIGTERM. */
export async function serve(engine: Engine, server: Server): Promise<void> {
  const { loop, transport } = server;
  transport.socketOptions = engine.socketOptions;
  const nothing = () => {};
  let quietMs = -1;
  loop.beforeSleep('maintain', () => {
    if (loop.now === quietMs) return; // nothing was left to do, and nothing can have come due in the same millisecond
    if (engine.maintain())
      loop.after(0, nothing); // another turn at once
    else quietMs = loop.now;
  });
  loop.beforeSleep('persist', () => engine.persist());
  loop.every(BEAT_MS, nothing);
  engine.start();
  await server.run(
    (peer) => engine.connect(peer),
    ({ port }) => {
      // Without plain text there is no port, as in Redis.
      if (port !== engine.config.number('tls-port')) engine.config.start('port', String(port));
    },
  );
  engine.stop();
}

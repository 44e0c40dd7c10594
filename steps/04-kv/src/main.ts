// Stage 04: keys and values in memory, for every client that speaks Redis.

import { runMain, Server, serverCommand } from '@byor/03-event-loop';
import { Engine } from './engine/engine.ts';
import { readFlags } from './flags.ts';
import { layers } from './layers.ts';
import { NodeHost } from './node-host.ts';
import { serve } from './serve.ts';

const NAME = '04-kv';

await runMain(async () => {
  const host = new NodeHost();
  const engine = new Engine(host).use(...layers);
  const command = serverCommand(NAME, 'Keys and values in memory, for all who speak Redis.');
  const server = new Server(NAME, readFlags(engine.config, command));
  host.attach(server);
  await serve(engine, server);
});

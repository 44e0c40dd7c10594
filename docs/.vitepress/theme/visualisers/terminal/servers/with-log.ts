// A server that keeps a log on a disk in memory: SHUTDOWN, and the next command finds the keys again.

import type { Engine, layers, MemoryFileSystem } from '@byor/06-aof/core';
import { EngineServer } from './engine-server.ts';

export function withLog(
  EngineClass: typeof Engine,
  layersOf: typeof layers,
  disk: MemoryFileSystem,
): EngineServer {
  let server: EngineServer | undefined;
  const tell = (text: string) => server?.note(text);
  server = new EngineServer((host) => {
    const engine = new EngineClass(host).use(
      ...layersOf({ disk, report: { note: tell, warn: tell } }),
    );
    engine.config.start('appendonly', 'yes');
    engine.start();
    return engine;
  });
  return server;
}

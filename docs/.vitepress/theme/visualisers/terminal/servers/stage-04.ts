// Stage 04 in a page: its own layers on an engine without a network.

import { Engine, layers } from '@byor/04-kv/core';
import { EngineServer } from './engine-server.ts';

export const open = (): EngineServer =>
  new EngineServer((host) => {
    const engine = new Engine(host).use(...layers);
    engine.start();
    return engine;
  });

// Stage 06 in a page: its own layers, and a disk in memory that outlives the server but not the page.

import { Engine, layers, MemoryFileSystem } from '@byor/06-aof/core';
import type { EngineServer } from './engine-server.ts';
import { withLog } from './with-log.ts';

export const open = (): EngineServer => withLog(Engine, layers, new MemoryFileSystem());

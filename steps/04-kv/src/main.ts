// Stage 04: keys and values in memory, for every client that speaks Redis.

import { layers } from './layers.ts';
import { runStage } from './run-stage.ts';

await runStage({
  name: '04-kv',
  description: 'Keys and values in memory, for all who speak Redis.',
  layers,
});

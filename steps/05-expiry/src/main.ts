// Stage 05: keys that die when their time has come, and clients that are let go when they sleep.

import { runStage } from '@byor/04-kv';
import { layers } from './layers.ts';

await runStage({
  name: '05-expiry',
  description: 'Keys with a time to live, for all who speak Redis.',
  layers,
});

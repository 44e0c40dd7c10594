// Stage 07: sorted sets, and with them everything: the finished server.

import { nodeDisk, runStage, stderrReport } from '@byor/06-aof';
import { layers } from './layers.ts';

await runStage({
  name: '07-sorted-set',
  description: 'Keys, lifetimes, a log, and sorted sets, for all who speak Redis.',
  layers: layers({ disk: nodeDisk, report: stderrReport }),
});

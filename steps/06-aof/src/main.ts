// Stage 06: a server that can be killed. What it has answered, it finds again.

import { runStage } from '@byor/05-expiry';
import { nodeDisk } from './files/node-file-system.ts';
import { layers } from './layers.ts';
import { stderrReport } from './stderr-report.ts';

await runStage({
  name: '06-aof',
  description: 'Keys and values that survive the server, for all who speak Redis.',
  layers: layers({ disk: nodeDisk, report: stderrReport }),
});

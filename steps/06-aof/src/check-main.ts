// `check-aof`: looks for damage in this stage's log.

import { runCheck } from './check/run-check.ts';
import { nodeDisk } from './files/node-file-system.ts';
import { layers } from './layers.ts';
import { stderrReport } from './stderr-report.ts';

await runCheck(layers({ disk: nodeDisk, report: stderrReport }));

// `check-aof`: looks for damage in the finished server's log.

import { nodeDisk, runCheck, stderrReport } from '@byor/06-aof';
import { layers } from './layers.ts';

await runCheck(layers({ disk: nodeDisk, report: stderrReport }));

// What this stage's server is made of. The next stage's list is this one and its own.

import { accessControl } from './acl/access-control.ts';
import { adminLayers } from './admin/layers.ts';
import { connectionCommands } from './commands/connection.ts';
import { counterCommands } from './commands/counters.ts';
import { keyCommands } from './commands/keys.ts';
import { lcsCommands } from './commands/lcs.ts';
import { rangeCommands } from './commands/ranges.ts';
import { scanCommands } from './commands/scan.ts';
import { stringCommands } from './commands/strings.ts';
import type { Layer } from './engine/engine.ts';

export const layers: readonly Layer[] = [
  accessControl,
  ...adminLayers,
  connectionCommands,
  stringCommands,
  counterCommands,
  rangeCommands,
  lcsCommands,
  keyCommands,
  scanCommands,
];

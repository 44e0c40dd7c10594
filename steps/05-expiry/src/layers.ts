// What this stage's server is made of: the one below, and keys that die.

import { type Layer, layers as layersBelow } from '@byor/04-kv/core';
import { expireCommands } from './commands/expire.ts';
import { setCommand } from './commands/set.ts';
import { setexCommands } from './commands/setex.ts';
import { ttlCommands } from './commands/ttl.ts';
import { expiry } from './expiry.ts';
import { idleClients } from './idle-clients.ts';

export const layers: readonly Layer[] = [
  ...layersBelow,
  expiry,
  setCommand,
  setexCommands,
  expireCommands,
  ttlCommands,
  idleClients,
];

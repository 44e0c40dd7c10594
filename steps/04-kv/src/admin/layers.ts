// The commands that administer a server, as layers: what real clients and tools need besides the data.

import type { Layer } from '../engine/engine.ts';
import { clientCommands } from './client.ts';
import { commandCommands } from './command.ts';
import { configCommands } from './config.ts';
import { crossProtocol } from './cross-protocol.ts';
import { debugCommands } from './debug.ts';
import { functionCommands } from './function.ts';
import { infoCommands } from './info.ts';
import { databaseCommands } from './keyspace.ts';
import { latencyCommands } from './latency.ts';
import { maxClients } from './max-clients.ts';
import { memoryCommands } from './memory.ts';
import { monitorCommands } from './monitor.ts';
import { objectCommands } from './object.ts';
import { outputLimits } from './output-limits.ts';
import { serverParameters } from './parameters.ts';
import { serverCommands } from './server.ts';
import { slowlogCommands } from './slowlog.ts';

export const adminLayers: readonly Layer[] = [
  serverParameters,
  maxClients,
  outputLimits,
  crossProtocol,
  databaseCommands,
  serverCommands,
  clientCommands,
  commandCommands,
  configCommands,
  infoCommands,
  objectCommands,
  memoryCommands,
  debugCommands,
  functionCommands,
  slowlogCommands,
  latencyCommands,
  monitorCommands,
];

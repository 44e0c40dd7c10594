// One command being run: what its function is given. The engine reuses a single Call.

import type { Args, ReplyWriter } from '@byor/03-event-loop/core';
import type { Keyspace } from '../keyspace.ts';
import type { Client } from './client.ts';
import type { Command } from './command-table.ts';
import type { Engine } from './engine.ts';

/** Valid until the command returns, as everything that `args` hands out is. */
export interface Call {
  engine: Engine;
  client: Client;
  command: Command;
  /** The client's selected database. */
  db: Keyspace;
  /** The request, its name at 0. */
  args: Args;
  reply: ReplyWriter;
}

// One command being run: what its function is given. The engine reuses a single Call.

import { Args, type ReplyWriter, Slice } from '@byor/03-event-loop/core';
import type { Keyspace } from '../keyspace.ts';
import type { Client } from './client.ts';
import type { Command } from './command.ts';
import type { Engine } from './engine.ts';

/** Valid until the command returns, as everything that `args` hands out is. */
export class Call {
  readonly engine: Engine;
  client!: Client;
  command!: Command;
  /** The client's selected database. */
  db!: Keyspace;
  /** The request, its name at 0. */
  args!: Args;
  reply!: ReplyWriter;
  /** What the log gets in the request's place; undefined: the request as it came. */
  recorded: Args[] | undefined;

  /** The engine sets the rest anew for each request. */
  constructor(engine: Engine) {
    this.engine = engine;
  }

  /**
   * Says what the log gets in this request's place: a form that brings about the same change whenever it is run, such
   * as a deadline instead of a delay. Each call adds one request.
   */
  recordAs(...parts: readonly (string | number | Slice)[]): void {
    if (!this.engine.recording) return;
    this.recorded ??= [];
    this.recorded.push(
      Args.of(...parts.map((part) => (part instanceof Slice ? part.view() : part))),
    );
  }

  /** The request changes data that the log need not know of. */
  recordNothing(): void {
    this.recorded = [];
  }
}

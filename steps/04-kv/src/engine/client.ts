// What the engine knows of one client: a Session (stage 02) with a name, a database and a history.

import { type Args, Session } from '@byor/03-event-loop/core';
import type { Engine } from './engine.ts';

export class Client extends Session {
  readonly engine: Engine;
  /** Counts up from 1 and is never used twice: CLIENT ID. */
  readonly id: number;
  readonly createdMs: number;
  name = '';
  libraryName = '';
  libraryVersion = '';
  dbIndex = 0;
  authenticated: boolean;
  lastActiveMs: number;
  /** `get`, `client|list`: CLIENT LIST's `cmd`. */
  lastCommand = 'NULL';
  isMonitor = false;
  noEvict = false;
  /** CLIENT REPLY: whether replies are sent. `skip` holds for the next command only. */
  replyMode: 'on' | 'off' | 'skip' = 'on';

  constructor(engine: Engine, id: number) {
    super(execute);
    this.engine = engine;
    this.id = id;
    this.createdMs = engine.now();
    this.lastActiveMs = this.createdMs;
    this.authenticated = !engine.config.has('requirepass');
  }

  override closed(): void {
    this.engine.disconnect(this);
  }
}

function execute(args: Args, session: Session): void {
  const client = session as Client;
  client.engine.execute(args, client);
}

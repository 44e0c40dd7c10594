// What the engine knows of one client: a Session (stage 02) with a name, a database and a history.

import { type Args, ReplyError, Session } from '@byor/03-event-loop/core';
import type { User } from '../acl/user.ts';
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
  /** For whom it acts; `default` before AUTH. */
  user: User;
  authenticated = false;
  /** Must each of its requests be looked at, whether it is permitted? False for nearly everybody: see `review`. */
  restricted = false;
  lastActiveMs: number;
  /** `get`, `client|list`: CLIENT LIST's `cmd`. */
  lastCommand = 'NULL';
  isMonitor = false;
  noEvict = false;
  /** CLIENT REPLY. `skip-next` becomes `skip` with the next request, and `on` after it. */
  replyMode: 'on' | 'off' | 'skip-next' | 'skip' = 'on';

  constructor(engine: Engine, id: number) {
    super(execute);
    this.engine = engine;
    this.user = engine.users.default;
    this.id = id;
    this.createdMs = engine.now();
    this.lastActiveMs = this.createdMs;
    this.input.limits = engine.limits;
    this.begin();
  }

  /** The state of a fresh connection; RESET comes back to it. */
  begin(): void {
    const { users } = this.engine;
    this.become(users.default, !users.closed);
    this.output.protocol = 2;
    this.dbIndex = 0;
    this.name = '';
    this.isMonitor = false;
    this.noEvict = false;
    this.replyMode = 'on';
  }

  become(user: User, authenticated: boolean): void {
    this.user = user;
    this.authenticated = authenticated;
    this.review();
  }

  /** Needs a password, and has given none. */
  get stranger(): boolean {
    return !this.authenticated && this.engine.users.closed;
  }

  /** After each change of a user. A stranger's requests are kept small by the parser. */
  review(): void {
    const { stranger } = this;
    this.input.unauthenticated = stranger;
    this.restricted = stranger || !this.user.unlimited;
  }

  /** Runs a request whose reply is dropped, unless it is the one that asks for replies again. */
  executeSilently(args: Args): void {
    const mark = this.output.mark();
    if (this.replyMode === 'skip-next') this.replyMode = 'skip';
    try {
      this.engine.execute(args, this);
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
    }
    if (this.replyMode !== 'on') this.output.rewind(mark);
    if (this.replyMode === 'skip') this.replyMode = 'on';
  }

  override process(): void {
    this.engine.touch(this);
    super.process();
  }

  override closed(): void {
    this.engine.disconnect(this);
  }
}

function execute(args: Args, session: Session): void {
  const client = session as Client;
  if (client.replyMode === 'on') client.engine.execute(args, client);
  else client.executeSilently(args);
}

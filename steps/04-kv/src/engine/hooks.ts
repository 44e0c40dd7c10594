// Where layers join in: what the engine calls at each point of a client's and a request's life.

import type { Args, Peer } from '@byor/03-event-loop/core';
import type { Call } from './call.ts';
import type { Client } from './client.ts';

/** Where a client comes from: `host:port`. */
export type ClientAddress = Pick<Peer, 'remoteAddress'>;

/** Each list runs in the order in which the layers were added. */
export interface Hooks {
  /** Somebody has come; throws a ReplyError to turn it away. */
  readonly connect: ((peer: ClientAddress) => void)[];
  /** A request that no command answers, before that is said. */
  readonly unknown: ((request: Args, client: Client) => void)[];
  /** Before a command of a client that may not do everything; throws a ReplyError to refuse it. */
  readonly restricted: ((call: Call) => void)[];
  /** Before a command runs; throws a ReplyError to refuse it. */
  readonly before: ((call: Call) => void)[];
  /** After a command ran, whether it replied with an error or not. */
  readonly after: ((call: Call) => void)[];
  /** After a command whose time was taken (command-timing.ts says which). */
  readonly timed: ((call: Call, elapsedUs: number) => void)[];
  /** For each change to the data: a request that brings it about again. Valid during the call only. */
  readonly write: ((dbIndex: number, request: Args) => void)[];
  /** Once, before the first client. */
  readonly start: (() => void)[];
  /** A client came, or bytes came from it or left to it. */
  readonly active: ((client: Client) => void)[];
  /** A client is gone. */
  readonly disconnected: ((client: Client) => void)[];
  /** In every turn's maintain phase; @returns whether there is more to do at once. */
  readonly maintain: (() => boolean)[];
  /** In every turn before its replies leave: what they promise is made to last. */
  readonly persist: (() => void)[];
  /** Once, after the last turn. */
  readonly stop: (() => void)[];
}

/** Hangs `hook` into a list while it is wanted: a layer that has nothing to say costs a request nothing. */
export function hang<Hook>(hooks: Hook[], hook: Hook, wanted: boolean): void {
  const at = hooks.indexOf(hook);
  if (wanted && at < 0) hooks.push(hook);
  else if (!wanted && at >= 0) hooks.splice(at, 1);
}

export function noHooks(): Hooks {
  return {
    connect: [],
    unknown: [],
    restricted: [],
    before: [],
    after: [],
    timed: [],
    write: [],
    start: [],
    active: [],
    disconnected: [],
    maintain: [],
    persist: [],
    stop: [],
  };
}

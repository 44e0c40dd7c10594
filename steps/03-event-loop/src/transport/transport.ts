// What a server needs of the world: clients that come, talk and leave, and a loop to do it in. Three implementations:
// `epoll` and `poll` on our own loop, `node` on Node's. One conformance suite holds them to the same behaviour.

import type { Connection, Session } from '@byor/02-protocol/core';
import type { Loop } from '../loop/event-loop.ts';
import type { TlsKeys } from './tls.ts';

/** Who has come: what is known of a connection before there is a session for it. */
export type Peer = Pick<Connection, 'id' | 'fd' | 'remoteAddress' | 'localAddress'>;

/** Makes the session of a client; what it writes before the first byte is sent. */
export type Open = (peer: Peer) => Session;

/** Where to listen. `host`: a name or a numeric address; `port` 0: the system chooses. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** Clients speak TLS here. Only the `node` transport knows how. */
  readonly tls?: TlsKeys | undefined;
}

export interface Listener {
  /** Where it listens: the port that the system chose, if 0 was asked for. */
  readonly host: string;
  readonly port: number;
  /** No more clients; those that are here stay. */
  close(): void;
}

export interface Transport {
  readonly name: 'poll' | 'epoll' | 'node';
  readonly loop: Loop;
  /** Everybody whose socket is open. */
  readonly connections: ReadonlySet<Connection>;
  /** Of those who come from now on. Whoever lets them be changed puts an object of their own here. */
  socketOptions: SocketOptions;
  /**
   * Takes clients once the loop runs; `open` makes the session of each. Rejects with an error that has a `code`
   * (EADDRINUSE, EADDRNOTAVAIL, EACCES, ENOTFOUND).
   */
  listen(address: ListenAddress, open: Open): Promise<Listener>;
  /** Closes every listener and connection. Replies that have not left are lost: stop the loop first. */
  close(): void;
}

/** Bytes taken from one client in one turn, so that one who never stops does not keep the others waiting. */
export const READ_SHARE_BYTES = 64 * 1024;

export interface SocketOptions {
  /** Seconds of silence after which the kernel asks whether a client is still there; 0: never (redis.conf: tcp-keepalive). */
  keepAliveS: number;
}

/** A client that has vanished without a word is noticed after some ten minutes. */
export const defaultSocketOptions = (): SocketOptions => ({ keepAliveS: 300 });

/** How long a connection that we end waits for the client to end its side, in ms: see Linger in each transport. */
export const LINGER_MS = 1000;

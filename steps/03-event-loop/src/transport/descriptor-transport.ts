// The transport over our own event loop: every socket is a descriptor that a poller watches.

import { lookup } from 'node:dns/promises';
import {
  close,
  formatEndpoint,
  getpeername,
  getsockname,
  SystemError,
  setKeepAlive,
  setNoDelay,
} from '@byor/libc';
import { besideNode } from '../loop/beside-node.ts';
import { CoalescingPoller } from '../loop/coalescing-poller.ts';
import { EpollPoller } from '../loop/epoll-poller.ts';
import { EventLoop } from '../loop/event-loop.ts';
import { PollPoller } from '../loop/poll-poller.ts';
import { DescriptorConnection } from './descriptor-connection.ts';
import { DescriptorListener } from './descriptor-listener.ts';
import {
  defaultSocketOptions,
  type ListenAddress,
  type Listener,
  type Open,
  type Peer,
  READ_SHARE_BYTES,
  type Transport,
} from './transport.ts';

export class DescriptorTransport implements Transport {
  readonly name: 'poll' | 'epoll';
  readonly loop: EventLoop;
  readonly connections = new Set<DescriptorConnection>();
  socketOptions = defaultSocketOptions();
  /** Where connections read what nobody wants to know. Never looked at. */
  readonly discarded = new Uint8Array(READ_SHARE_BYTES);
  readonly #listeners = new Set<Listener>();
  /** Those with replies to send this turn: the first #sending places. Kept, so that a turn allocates nothing. */
  readonly #toSend: (DescriptorConnection | undefined)[] = [];
  #sending = 0;
  #nextId = 1;

  /** `rest`: see CoalescingPoller; without it there is none. */
  constructor(name: 'poll' | 'epoll', clock: () => number, rest: (() => void) | undefined) {
    this.name = name;
    const poller = name === 'epoll' ? new EpollPoller() : new PollPoller();
    const asked = rest === undefined ? poller : new CoalescingPoller(poller, clock, rest);
    this.loop = new EventLoop(asked, clock, besideNode);
    this.loop.beforeSleep('flush', () => this.#flush());
  }

  async listen({ host: name, port, tls }: ListenAddress, open: Open): Promise<Listener> {
    if (tls !== undefined) throw new Error(`the transport ${this.name} does not speak TLS`);
    const { address: host } = await lookup(name);
    const listener = new DescriptorListener({ host, port }, this.loop, (fd) =>
      this.#welcome(fd, open),
    );
    this.#listeners.add(listener);
    return listener;
  }

  sendThisTurn(connection: DescriptorConnection): void {
    this.#toSend[this.#sending++] = connection;
  }

  close(): void {
    for (const listener of this.#listeners) listener.close();
    for (const connection of this.connections) connection.close();
    this.loop.poller.close();
  }

  #flush(): void {
    for (let i = 0; i < this.#sending; i++) {
      const connection = this.#toSend[i];
      this.#toSend[i] = undefined;
      connection?.send();
    }
    this.#sending = 0;
  }

  #welcome(fd: number, open: Open): void {
    const peer = this.#introduce(fd);
    if (peer === undefined) return;
    const session = open(peer);
    const connection = new DescriptorConnection(peer, session, this);
    this.connections.add(connection);
    session.connection = connection;
    if (session.output.length > 0 || session.closing) connection.flush();
  }

  /** Undefined: the client has gone again. */
  #introduce(fd: number): Peer | undefined {
    try {
      setNoDelay(fd); // replies are written whole: to hold them back for more would only delay them
      const { keepAliveS } = this.socketOptions;
      if (keepAliveS > 0) setKeepAlive(fd, keepAliveS);
      return {
        id: this.#nextId++,
        fd,
        remoteAddress: formatEndpoint(getpeername(fd)),
        localAddress: formatEndpoint(getsockname(fd)),
      };
    } catch (error) {
      close(fd);
      if (error instanceof SystemError) return undefined;
      throw error;
    }
  }
}

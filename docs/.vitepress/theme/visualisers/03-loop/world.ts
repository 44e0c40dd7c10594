// Stage 03 in a page: its listener, its connections and its loop on a kernel in memory, with the poller that is told what
// is ready. Invariant: nothing happens between two turns but what clients do.

import { DescriptorConnection } from '@byor/03-event-loop/connection';
import { EventLoop, respond, Session, SimulatedPoller } from '@byor/03-event-loop/core';
import { DescriptorListener } from '@byor/03-event-loop/listener';
import { type ClientEnd, Kernel, onKernel } from '@byor/libc/page';

const PORT = 7003;
const READABLE = 1;
const WRITABLE = 2;

type Transport = ConstructorParameters<typeof DescriptorConnection>[2];

export class LoopWorld {
  readonly kernel: Kernel;
  readonly poller = new SimulatedPoller();
  readonly loop: EventLoop;
  /** By descriptor. */
  readonly sessions = new Map<number, Session>();
  readonly listenerFd: number;
  readonly #connections = new Set<DescriptorConnection>();
  readonly #toSend: DescriptorConnection[] = [];
  #nextId = 1;

  constructor(kernel = new Kernel(), now: () => number = Date.now) {
    this.kernel = kernel;
    this.loop = new EventLoop(this.poller, now);
    this.poller.onWait = () => this.#askKernel();
    this.loop.beforeSleep('flush', () => {
      for (const connection of this.#toSend.splice(0)) connection.send();
    });
    onKernel(kernel, () => {
      new DescriptorListener({ host: '127.0.0.1', port: PORT }, this.loop, (fd) =>
        this.#welcome(fd),
      );
    });
    this.listenerFd = [...this.poller.interests.keys()][0] as number;
  }

  connect(): ClientEnd {
    return this.kernel.connect(PORT);
  }

  /** One turn of the loop. @returns how many descriptors were ready */
  turn(): number {
    return onKernel(this.kernel, () => this.loop.turn(0));
  }

  #askKernel(): void {
    for (const fd of this.poller.interests.keys()) {
      const { readable, writable } = this.kernel.ready(fd);
      this.poller.setReady(fd, (readable ? READABLE : 0) | (writable ? WRITABLE : 0));
    }
  }

  #welcome(fd: number): void {
    const session = new Session(respond);
    const { host, port } = this.kernel.getpeername(fd);
    const peer = {
      id: this.#nextId++,
      fd,
      remoteAddress: `${host}:${port}`,
      localAddress: `${host}:${PORT}`,
    };
    // What a connection asks of the transport it belongs to.
    const transport: Pick<Transport, 'loop' | 'connections' | 'discarded' | 'sendThisTurn'> = {
      loop: this.loop,
      connections: this.#connections,
      discarded: new Uint8Array(64 * 1024),
      sendThisTurn: (connection) => this.#toSend.push(connection),
    };
    const connection = new DescriptorConnection(peer, session, transport as Transport);
    session.connection = connection;
    this.#connections.add(connection);
    this.sessions.set(fd, session);
    session.closed = () => this.sessions.delete(fd);
  }
}

// The transport over node:net: for platforms whose system calls we cannot reach, and to compare with.
// Left to Node: when descriptors run out, libuv accepts and closes at once those who wait, so that it need not spin.

import { createServer, type Server, type Socket } from 'node:net';
import { NodeConnection } from './node-connection.ts';
import { NodeLoop } from './node-loop.ts';
import { createTlsServer } from './tls.ts';
import {
  defaultSocketOptions,
  type ListenAddress,
  type Listener,
  type Open,
  type Peer,
  type Transport,
} from './transport.ts';

const SERVER_OPTIONS = { allowHalfOpen: true, noDelay: true };

/** Node keeps it to itself. */
const NO_DESCRIPTOR = -1;

export class NodeTransport implements Transport {
  readonly name = 'node';
  readonly loop: NodeLoop;
  readonly connections = new Set<NodeConnection>();
  socketOptions = defaultSocketOptions();
  readonly #servers = new Set<Server>();
  #toSend: NodeConnection[] = [];
  #nextId = 1;

  constructor(clock: () => number) {
    this.loop = new NodeLoop(clock);
    this.loop.beforeSleep('flush', () => this.#flush());
  }

  listen({ host, port, tls }: ListenAddress, open: Open): Promise<Listener> {
    const welcome = (socket: Socket) => this.loop.within(() => this.#welcome(socket, open));
    const server =
      tls === undefined
        ? createServer(SERVER_OPTIONS, welcome)
        : createTlsServer(tls, SERVER_OPTIONS, welcome);
    this.#servers.add(server);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, () => {
        const bound = server.address();
        if (bound === null || typeof bound === 'string') throw new Error('not a TCP listener');
        resolve({ host: bound.address, port: bound.port, close: () => server.close() });
      });
    });
  }

  sendThisTurn(connection: NodeConnection): void {
    this.#toSend.push(connection);
    this.loop.within(() => {}); // called from outside a turn it needs one
  }

  close(): void {
    for (const server of this.#servers) server.close();
    for (const connection of this.connections) connection.close();
  }

  #flush(): void {
    const connections = this.#toSend;
    this.#toSend = [];
    for (const connection of connections) connection.send();
  }

  #welcome(socket: Socket, open: Open): void {
    if (socket.remoteAddress === undefined) {
      socket.destroy(); // the client has gone again
      return;
    }
    const { keepAliveS } = this.socketOptions;
    if (keepAliveS > 0) socket.setKeepAlive(true, keepAliveS * 1000);
    const peer = { ...addressesOf(socket), id: this.#nextId++, fd: NO_DESCRIPTOR };
    const session = open(peer);
    const connection = new NodeConnection(peer, socket, session, this);
    this.connections.add(connection);
    session.connection = connection;
    if (session.output.length > 0 || session.closing) connection.flush();
  }
}

function addressesOf(socket: Socket): Pick<Peer, 'remoteAddress' | 'localAddress'> {
  return {
    remoteAddress: formatAddress(socket.remoteAddress, socket.remotePort),
    localAddress: formatAddress(socket.localAddress, socket.localPort),
  };
}

function formatAddress(host = '', port = 0): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

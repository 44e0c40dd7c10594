// The transport over node:net: for platforms whose system calls we cannot reach, and to compare with.
// Left to Node: when descriptors run out, libuv accepts and closes at once those who wait, so that it need not spin.

import { createServer, type Server, type Socket } from 'node:net';
import type { Session } from '@byor/02-protocol';
import { NodeConnection } from './node-connection.ts';
import { NodeLoop } from './node-loop.ts';
import type { Listener, Transport } from './transport.ts';

export class NodeTransport implements Transport {
  readonly name = 'node';
  readonly loop: NodeLoop;
  readonly connections = new Set<NodeConnection>();
  readonly #servers = new Set<Server>();
  #toSend: NodeConnection[] = [];
  #nextId = 1;

  constructor(clock: () => number) {
    this.loop = new NodeLoop(clock);
    this.loop.beforeSleep('flush', () => this.#flush());
  }

  listen(address: { host: string; port: number }, open: () => Session): Promise<Listener> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    server.on('connection', (socket) => this.loop.within(() => this.#welcome(socket, open)));
    this.#servers.add(server);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, () => {
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

  #welcome(socket: Socket, open: () => Session): void {
    if (socket.remoteAddress === undefined) {
      socket.destroy(); // the client has gone again
      return;
    }
    const session = open();
    const connection = new NodeConnection(this.#nextId++, socket, session, this);
    this.connections.add(connection);
    session.connection = connection;
    if (session.output.length > 0 || session.closing) connection.flush();
  }
}

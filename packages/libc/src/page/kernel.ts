// A small kernel for a page: listeners, backlogs, connections, each direction with a buffer of its own. The course's
// stages run on it as on a real one. Invariant: a descriptor is the lowest free number from 3 on.
// Left out on purpose: a network between the ends, signals, everything that is no stream socket.

import {
  EADDRINUSE,
  EAGAIN,
  EBADF,
  ECONNRESET,
  EINVAL,
  ENOTCONN,
  EPIPE,
  SystemError,
} from '../errors.ts';
import { Pipe } from './pipe.ts';

export interface KernelAddress {
  readonly host: string;
  readonly port: number;
  readonly family: 'IPv4';
}

/** One system call that has returned, or waits. */
export interface SystemCall {
  readonly name: string;
  readonly fd: number;
  /** What came back; undefined: the caller sleeps. */
  readonly result: number | undefined;
  /** What read or write moved. */
  readonly bytes?: Uint8Array;
}

interface Socket {
  nonBlocking: boolean;
  address: KernelAddress | undefined;
  /** Of a listener. */
  backlog: ClientEnd[] | undefined;
  /** Of a connection. */
  client: ClientEnd | undefined;
}

/** Thrown out of a call that would put the thread to sleep: a page has no thread to put to sleep. */
export class Asleep extends Error {}

const FIRST_FREE_PORT = 49152;
const LOOPBACK = '127.0.0.1';

/** A client: the other end of a connection, in the hands of whoever made it. It is no process and makes no system calls. */
export class ClientEnd {
  readonly address: KernelAddress;
  readonly toServer: Pipe;
  readonly toClient: Pipe;
  /** The descriptor at the server; undefined while it waits in the backlog. */
  fd: number | undefined;

  constructor(port: number, capacityBytes: number) {
    this.address = { host: LOOPBACK, port, family: 'IPv4' };
    this.toServer = new Pipe(capacityBytes);
    this.toClient = new Pipe(capacityBytes);
  }

  /** @returns how many bytes the buffer between the two took */
  send(bytes: Uint8Array): number {
    return this.toServer.ended ? 0 : this.toServer.write(bytes);
  }

  receive(most = Number.POSITIVE_INFINITY): Uint8Array {
    return this.toClient.read(most);
  }

  /** Ends this side; what the server still says can be received. */
  end(): void {
    this.toServer.ended = true;
  }
}

export class Kernel {
  /** After each system call of the server's. */
  onCall: (call: SystemCall) => void = () => {};
  readonly #bufferBytes: number;
  readonly #sockets: (Socket | undefined)[] = [];
  #nextPort = FIRST_FREE_PORT;

  /** `bufferBytes`: what the system holds of a connection in each direction. */
  constructor(bufferBytes = 64 * 1024) {
    this.#bufferBytes = bufferBytes;
  }

  // --- What the world does. ---

  /** A client connects. The kernel completes that by itself: nobody need accept it. */
  connect(port: number): ClientEnd {
    const listener = this.#sockets.find(
      (socket) => socket?.backlog && socket.address?.port === port,
    );
    if (listener?.backlog === undefined) throw new Error(`nobody listens at port ${port}`);
    const client = new ClientEnd(this.#nextPort++, this.#bufferBytes);
    listener.backlog.push(client);
    return client;
  }

  /** What would not put the caller to sleep now. */
  ready(fd: number): { readable: boolean; writable: boolean } {
    const { backlog, client } = this.#socket('poll', fd);
    if (backlog !== undefined) return { readable: backlog.length > 0, writable: false };
    if (client === undefined) return { readable: false, writable: false };
    const { toServer, toClient } = client;
    return {
      readable: toServer.length > 0 || toServer.ended,
      writable: toClient.room > 0 || toClient.broken,
    };
  }

  // --- System calls: what ../index.ts says of them holds here. ---

  socket(): number {
    const free = this.#sockets.findIndex((socket, fd) => fd > 2 && socket === undefined);
    const fd = free < 0 ? Math.max(3, this.#sockets.length) : free;
    while (this.#sockets.length < fd) this.#sockets.push(undefined);
    this.#sockets[fd] = {
      nonBlocking: false,
      address: undefined,
      backlog: undefined,
      client: undefined,
    };
    return fd;
  }

  bind(fd: number, { host, port }: { host: string; port: number }): void {
    const chosen = port === 0 ? this.#nextPort++ : port;
    if (this.#sockets.some((socket) => socket?.backlog && socket.address?.port === chosen))
      throw new SystemError('bind', EADDRINUSE, `${host}:${chosen}`);
    this.#socket('bind', fd).address = { host, port: chosen, family: 'IPv4' };
  }

  listen(fd: number): void {
    this.#socket('listen', fd).backlog = [];
  }

  accept(fd: number, nonBlocking: boolean): number {
    const { backlog, nonBlocking: impatient } = this.#socket('accept', fd);
    if (backlog === undefined) return -EINVAL;
    const client = backlog.shift();
    if (client === undefined) return this.#wait('accept', fd, impatient);
    const accepted = this.socket();
    Object.assign(this.#socket('accept', accepted), { nonBlocking, client });
    client.fd = accepted;
    this.onCall({ name: 'accept', fd, result: accepted });
    return accepted;
  }

  /** `name`: read or recv. */
  read(fd: number, target: Uint8Array, name = 'read'): number {
    const { client, nonBlocking } = this.#socket(name, fd);
    if (client === undefined) return -ENOTCONN;
    const { toServer } = client;
    if (toServer.length === 0 && !toServer.ended) return this.#wait(name, fd, nonBlocking);
    const bytes = toServer.read(target.length);
    target.set(bytes);
    this.onCall({ name, fd, result: bytes.length, bytes });
    return bytes.length;
  }

  /** `name`: write or send. What is written to standard output or error is nobody's in a page. */
  write(fd: number, source: Uint8Array, name = 'write'): number {
    if (fd === 1 || fd === 2) return source.length;
    const { client, nonBlocking } = this.#socket(name, fd);
    if (client === undefined) return -ENOTCONN;
    const { toClient } = client;
    if (toClient.ended) return -EPIPE;
    if (toClient.broken) return -ECONNRESET;
    if (toClient.room === 0 && source.length > 0) return this.#wait(name, fd, nonBlocking);
    const count = toClient.write(source);
    this.onCall({ name, fd, result: count, bytes: source.slice(0, count) });
    return count;
  }

  shutdown(fd: number): void {
    const { client } = this.#socket('shutdown', fd);
    if (client === undefined) throw new SystemError('shutdown', ENOTCONN);
    client.toClient.ended = true;
    this.onCall({ name: 'shutdown', fd, result: 0 });
  }

  close(fd: number): void {
    const { client } = this.#socket('close', fd);
    if (client !== undefined) {
      client.toClient.ended = true;
      client.toServer.broken = true;
      client.fd = undefined;
    }
    this.#sockets[fd] = undefined;
    this.onCall({ name: 'close', fd, result: 0 });
  }

  setNonBlocking(fd: number, nonBlocking: boolean): void {
    this.#socket('fcntl', fd).nonBlocking = nonBlocking;
  }

  getsockname(fd: number): KernelAddress {
    const { address, client } = this.#socket('getsockname', fd);
    return address ?? client?.address ?? { host: LOOPBACK, port: 0, family: 'IPv4' };
  }

  getpeername(fd: number): KernelAddress {
    const { client } = this.#socket('getpeername', fd);
    if (client === undefined) throw new SystemError('getpeername', ENOTCONN);
    return client.address;
  }

  #wait(name: string, fd: number, impatient: boolean): number {
    if (impatient) {
      this.onCall({ name, fd, result: -EAGAIN });
      return -EAGAIN;
    }
    this.onCall({ name, fd, result: undefined });
    throw new Asleep(`${name}(${fd})`);
  }

  #socket(call: string, fd: number): Socket {
    const socket = this.#sockets[fd];
    if (socket === undefined) throw new SystemError(call, EBADF, `(descriptor ${fd})`);
    return socket;
  }
}

// libc for a page: the same calls as ../index.ts makes to the system's kernel, made to a kernel in memory.
// A page may hold several: `onKernel` says on which of them a piece of program runs.

import { Kernel, type KernelAddress } from './kernel.ts';
import { called } from './thread.ts';

export * from '../errors.ts';
export { ClientEnd, Kernel, type KernelAddress, type SystemCall } from './kernel.ts';
export { Pipe } from './pipe.ts';
export { Thread } from './thread.ts';

export type Address = KernelAddress;
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export const SHUT_WR = 1;

let kernel = new Kernel();

/** Whatever `run` calls here goes to that kernel. */
export function onKernel<T>(chosen: Kernel, run: () => T): T {
  const before = kernel;
  kernel = chosen;
  try {
    return run();
  } finally {
    kernel = before;
  }
}

export const domainOf = (host: string): number => (host.includes(':') ? 10 : 2);

export const formatEndpoint = ({ host, port }: Endpoint): string => `${host}:${port}`;

export const socket = (_domain: number): number => called(() => kernel.socket());

export const bind = (fd: number, endpoint: Endpoint): void =>
  called(() => kernel.bind(fd, endpoint));

export const listen = (fd: number, _backlog: number): void => called(() => kernel.listen(fd));

export const accept = (fd: number, nonBlocking = false): number =>
  called(() => kernel.accept(fd, nonBlocking));

/** Clients of a page are ends in the picture's hands, not programs: see Kernel.connect. */
export function connect(_fd: number, _endpoint: Endpoint): boolean {
  throw new Error('a program in a page cannot connect: use Kernel.connect');
}

export const read = receiver('read');
export const recv = receiver('recv');
export const write = sender('write');
export const send = sender('send');

type Transfer = (fd: number, buffer: Uint8Array, offset?: number, length?: number) => number;

function receiver(name: string): Transfer {
  return (fd, buffer, offset = 0, length = buffer.length - offset) => {
    const target = buffer.subarray(offset, offset + length);
    return called(() => kernel.read(fd, target, name), target);
  };
}

function sender(name: string): Transfer {
  return (fd, buffer, offset = 0, length = buffer.length - offset) =>
    called(() => kernel.write(fd, buffer.subarray(offset, offset + length), name));
}

export const close = (fd: number): void => called(() => kernel.close(fd));

export const shutdown = (fd: number, _how: number): void => called(() => kernel.shutdown(fd));

export const setNonBlocking = (fd: number, nonBlocking = true): void =>
  called(() => kernel.setNonBlocking(fd, nonBlocking));

export const getsockname = (fd: number): Address => called(() => kernel.getsockname(fd));

export const getpeername = (fd: number): Address => called(() => kernel.getpeername(fd));

/** A page has nothing to delay. */
export function setNoDelay(_fd: number): void {}

/** Nor to wait for before it takes a port again. */
export function setReuseAddress(_fd: number): void {}

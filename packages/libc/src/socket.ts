// Sockets: socket(2), bind(2), listen(2), accept(2), connect(2), recv(2), send(2), shutdown(2), getsockname(2), getpeername(2).
// A call that fails throws SystemError; accept, recv and send, which a loop calls, return -errno (see `negated`).

import {
  type Address,
  decodeAddress,
  type Endpoint,
  encodeAddress,
  formatEndpoint,
  SOCKADDR_BYTES,
} from './address.ts';
import { negated } from './contract.ts';
import { close, MAX_TRANSFER_BYTES, part, setCloseOnExec, setNonBlocking } from './descriptor.ts';
import { EINPROGRESS, EINTR, SystemError } from './errors.ts';
import { SOCK_CLOEXEC, SOCK_NONBLOCK } from './linux.ts';
import { native } from './native.ts';
import { getSocketError } from './options.ts';
import { platform } from './platform.ts';
import { POLLOUT, PollFds, poll } from './poll.ts';

export const { AF_INET, AF_INET6 } = platform;
export const SOCK_STREAM = 1;

/** How much of a connection shutdown(2) ends. */
export const SHUT_WR = 1;
export const SHUT_RDWR = 2;

/**
 * What `read` does, for a socket alone: the kernel goes straight to it, past the layer that serves files too.
 * (Written out like `read`: to call a function that one is handed costs more.)
 */
export function recv(
  fd: number,
  buffer: Uint8Array,
  offset = 0,
  length = buffer.length - offset,
): number {
  const target = part(buffer, offset, length);
  let count: number;
  do count = native.recv(fd, target, Math.min(length, MAX_TRANSFER_BYTES), 0);
  while (count < 0 && native.errno() === EINTR);
  return count < 0 ? negated('recv', native.errno(), fd) : count;
}

/** What `write` does, for a socket alone: see `recv`. */
export function send(
  fd: number,
  buffer: Uint8Array,
  offset = 0,
  length = buffer.length - offset,
): number {
  const source = part(buffer, offset, length);
  let count: number;
  do count = native.send(fd, source, Math.min(length, MAX_TRANSFER_BYTES), 0);
  while (count < 0 && native.errno() === EINTR);
  return count < 0 ? negated('send', native.errno(), fd) : count;
}

function check(result: number, syscall: string, subject?: string): number {
  if (result < 0) throw new SystemError(syscall, native.errno(), subject);
  return result;
}

/** A new socket, close-on-exec (a child process does not inherit it), blocking. */
export function socket(domain: number, type = SOCK_STREAM, protocol = 0): number {
  if (platform.isLinux)
    return check(native.socket(domain, type | SOCK_CLOEXEC, protocol), 'socket');
  const fd = check(native.socket(domain, type, protocol), 'socket');
  setCloseOnExec(fd);
  return fd;
}

/** Port 0 takes a free port: `getsockname` tells which. */
export function bind(fd: number, endpoint: Endpoint): void {
  const address = encodeAddress(endpoint);
  check(native.bind(fd, address, address.length), 'bind', formatEndpoint(endpoint));
}

/** `backlog`: how many connections the kernel completes ahead of accept; it lowers it to its own limit. */
export function listen(fd: number, backlog: number): void {
  check(native.listen(fd, backlog), 'listen');
}

/**
 * The next connection's descriptor, close-on-exec, and non-blocking if asked for; or -errno: EAGAIN when none waits,
 * ECONNABORTED when it left again, EMFILE or ENFILE when descriptors have run out (it stays in the backlog then).
 */
export function accept(fd: number, nonBlocking = false): number {
  for (;;) {
    const accepted = platform.isLinux
      ? native.accept4(fd, null, null, nonBlocking ? SOCK_CLOEXEC | SOCK_NONBLOCK : SOCK_CLOEXEC)
      : native.accept(fd, null, null);
    if (accepted >= 0) {
      if (!platform.isLinux) prepare(accepted, nonBlocking);
      return accepted;
    }
    const errno = native.errno();
    if (errno !== EINTR) return negated('accept', errno, fd);
  }
}

// BSD's accept(2) hands on the listener's O_NONBLOCK, so it is set either way.
function prepare(fd: number, nonBlocking: boolean): void {
  try {
    setCloseOnExec(fd);
    setNonBlocking(fd, nonBlocking);
  } catch (error) {
    close(fd);
    throw error;
  }
}

/**
 * Connects. True when connected; false when the socket is non-blocking and the handshake is still under way:
 * wait until it is writable, then ask `getSocketError`.
 */
export function connect(fd: number, endpoint: Endpoint): boolean {
  const address = encodeAddress(endpoint);
  if (native.connect(fd, address, address.length) === 0) return true;
  let errno = native.errno();
  if (errno === EINPROGRESS) return false;
  if (errno === EINTR) errno = finishConnect(fd);
  if (errno !== 0) throw new SystemError('connect', errno, formatEndpoint(endpoint));
  return true;
}

// An interrupted connect(2) goes on in the kernel and must not be called again (it would say EALREADY).
function finishConnect(fd: number): number {
  const entry = new PollFds(1);
  entry.set(0, fd, POLLOUT);
  while (poll(entry, 1, -1) === 0);
  return getSocketError(fd);
}

/** Ends one direction or both: SHUT_WR sends the end of the stream, and what the peer still says can be read. */
export function shutdown(fd: number, how: number): void {
  check(native.shutdown(fd, how), 'shutdown', `(descriptor ${fd})`);
}

/** The socket's own address. */
export function getsockname(fd: number): Address {
  const bytes = new Uint8Array(SOCKADDR_BYTES);
  check(native.getsockname(fd, bytes, Uint32Array.of(bytes.length)), 'getsockname');
  return decodeAddress(bytes);
}

/** The peer's address; ENOTCONN when it has gone. */
export function getpeername(fd: number): Address {
  const bytes = new Uint8Array(SOCKADDR_BYTES);
  check(native.getpeername(fd, bytes, Uint32Array.of(bytes.length)), 'getpeername');
  return decodeAddress(bytes);
}

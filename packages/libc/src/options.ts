// Socket options: setsockopt(2), getsockopt(2), socket(7), tcp(7). Each throws SystemError when it fails.

import { EINVAL, SystemError } from './errors.ts';
import { native } from './native.ts';
import { platform } from './platform.ts';

const { SOL_SOCKET } = platform;
const IPPROTO_TCP = 6;
const IPPROTO_IPV6 = 41;
const INT_BYTES = 4;

/** An option whose value is one int, or several (struct linger). */
export function setsockopt(fd: number, level: number, name: number, ...values: number[]): void {
  if (native.setsockopt(fd, level, name, Int32Array.from(values), values.length * INT_BYTES) < 0) {
    throw new SystemError('setsockopt', native.errno(), `(descriptor ${fd})`);
  }
}

/** An option whose value is one int. */
export function getsockopt(fd: number, level: number, name: number): number {
  const value = new Int32Array(1);
  if (native.getsockopt(fd, level, name, value, Uint32Array.of(INT_BYTES)) < 0) {
    throw new SystemError('getsockopt', native.errno(), `(descriptor ${fd})`);
  }
  return value[0] ?? 0;
}

/** Binds a port that a connection of the last run still holds in TIME_WAIT: a server can restart at once. */
export function setReuseAddress(fd: number): void {
  setsockopt(fd, SOL_SOCKET, platform.SO_REUSEADDR, 1);
}

/**
 * Small writes leave at once; without it Nagle's algorithm holds them until the last one is acknowledged.
 * Does nothing on a connection that is gone already, where macOS says EINVAL: the next read tells.
 */
export function setNoDelay(fd: number): void {
  try {
    setsockopt(fd, IPPROTO_TCP, platform.TCP_NODELAY, 1);
  } catch (error) {
    if (!(error instanceof SystemError && error.errno === EINVAL)) throw error;
  }
}

/** Probes a silent peer after `idleSeconds`, then every third of that; after three unanswered it is reset. 0 = off. */
export function setKeepAlive(fd: number, idleSeconds: number): void {
  setsockopt(fd, SOL_SOCKET, platform.SO_KEEPALIVE, idleSeconds > 0 ? 1 : 0);
  if (idleSeconds <= 0) return;
  setsockopt(fd, IPPROTO_TCP, platform.TCP_KEEPIDLE, idleSeconds);
  setsockopt(fd, IPPROTO_TCP, platform.TCP_KEEPINTVL, Math.max(1, Math.floor(idleSeconds / 3)));
  setsockopt(fd, IPPROTO_TCP, platform.TCP_KEEPCNT, 3);
}

/** A listener on `::` takes IPv6 only, and leaves IPv4 to one of its own. */
export function setV6Only(fd: number): void {
  setsockopt(fd, IPPROTO_IPV6, platform.IPV6_V6ONLY, 1);
}

/** close(2) then resets the connection (RST) and drops what is unsent: the peer sees ECONNRESET. */
export function setResetOnClose(fd: number): void {
  setsockopt(fd, SOL_SOCKET, platform.SO_LINGER, 1, 0);
}

/** The errno that waits on the socket (0 = none), and clears it: how a non-blocking connect ended. */
export function getSocketError(fd: number): number {
  return getsockopt(fd, SOL_SOCKET, platform.SO_ERROR);
}

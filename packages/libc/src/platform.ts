// What differs between the kernels we run on: numbers and struct layouts, one table each.
// Invariant: a number that is the same on both stands where it is used, not here.

import { darwin } from './darwin.ts';
import { linux } from './linux.ts';

export interface Platform {
  // socket(2), setsockopt(2), ip(7), tcp(7)
  readonly AF_INET: number;
  readonly AF_INET6: number;
  readonly SOL_SOCKET: number;
  readonly SO_REUSEADDR: number;
  readonly SO_KEEPALIVE: number;
  readonly SO_ERROR: number;
  readonly SO_LINGER: number;
  readonly TCP_NODELAY: number;
  /** Seconds of silence before the first keep-alive probe (macOS calls it TCP_KEEPALIVE). */
  readonly TCP_KEEPIDLE: number;
  readonly TCP_KEEPINTVL: number;
  readonly TCP_KEEPCNT: number;
  readonly IPV6_V6ONLY: number;
  // fcntl(2)
  readonly O_NONBLOCK: number;
  // getrlimit(2)
  readonly RLIMIT_NOFILE: number;
  readonly RLIM_INFINITY: bigint;
  /** BSD's sockaddr begins with its own length (one byte), then one byte of family; Linux has two bytes of family. */
  readonly sockaddrHasLength: boolean;
  /** The C type of poll(2)'s count. */
  readonly nfds: 'unsigned long' | 'unsigned int';
  /** epoll(7), and accept4(2) with its SOCK_ flags, exist on Linux alone. */
  readonly isLinux: boolean;
}

/** The table of the kernel we run on; Linux's where there is none (nothing is called there, see native.ts). */
export const platform: Platform = process.platform === 'darwin' ? darwin : linux;

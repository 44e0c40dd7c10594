// Linux, 64-bit: asm-generic/socket.h, asm-generic/fcntl.h, netinet/tcp.h, bits/resource.h.
// The same for glibc and musl, on x86_64, arm64, riscv64, ppc64 and loong64.

import type { Platform } from './platform.ts';

export const linux: Platform = {
  AF_INET: 2,
  AF_INET6: 10,
  SOL_SOCKET: 1,
  SO_REUSEADDR: 2,
  SO_KEEPALIVE: 9,
  SO_ERROR: 4,
  SO_LINGER: 13,
  TCP_NODELAY: 1,
  TCP_KEEPIDLE: 4,
  TCP_KEEPINTVL: 5,
  TCP_KEEPCNT: 6,
  IPV6_V6ONLY: 26,
  O_NONBLOCK: 0o4000,
  RLIMIT_NOFILE: 7,
  RLIM_INFINITY: 0xffff_ffff_ffff_ffffn,
  sockaddrHasLength: false,
  nfds: 'unsigned long',
  isLinux: true,
};

/** Flags that socket(2) and accept4(2) take beside the type: no fcntl(2) afterwards. */
export const SOCK_CLOEXEC = 0o2000000;
export const SOCK_NONBLOCK = 0o4000;

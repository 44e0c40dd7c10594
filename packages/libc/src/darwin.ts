// macOS, x86_64 and arm64: sys/socket.h, sys/fcntl.h, netinet/tcp.h, sys/resource.h of the SDK.
// Written from the headers; the repository's workflow runs the tests on macOS.

import type { Platform } from './platform.ts';

export const darwin: Platform = {
  AF_INET: 2,
  AF_INET6: 30,
  SOL_SOCKET: 0xffff,
  SO_REUSEADDR: 0x0004,
  SO_KEEPALIVE: 0x0008,
  SO_ERROR: 0x1007,
  SO_LINGER: 0x0080,
  TCP_NODELAY: 1,
  TCP_KEEPIDLE: 0x10,
  TCP_KEEPINTVL: 0x101,
  TCP_KEEPCNT: 0x102,
  IPV6_V6ONLY: 27,
  O_NONBLOCK: 0x0004,
  RLIMIT_NOFILE: 8,
  RLIM_INFINITY: 0x7fff_ffff_ffff_ffffn,
  sockaddrHasLength: true,
  nfds: 'unsigned int',
  isLinux: false,
};

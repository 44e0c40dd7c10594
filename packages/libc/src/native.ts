// The C functions themselves, loaded through koffi: libc is already in the process, so dlopen(NULL) finds it
// under any name (glibc, musl, libSystem). Importing this never throws: see `supported`.

import { createRequire } from 'node:module';
import { platform } from './platform.ts';

type Koffi = typeof import('koffi');

/** The C signatures in TypeScript. Each returns -1 (inet_ntop: null) and sets errno() when it fails. */
export interface Native {
  errno(): number;
  socket(domain: number, type: number, protocol: number): number;
  bind(fd: number, address: Uint8Array, length: number): number;
  listen(fd: number, backlog: number): number;
  accept(fd: number, address: null, length: null): number;
  accept4(fd: number, address: null, length: null, flags: number): number;
  connect(fd: number, address: Uint8Array, length: number): number;
  shutdown(fd: number, how: number): number;
  close(fd: number): number;
  read(fd: number, buffer: Uint8Array, length: number): number;
  write(fd: number, buffer: Uint8Array, length: number): number;
  recv(fd: number, buffer: Uint8Array, length: number, flags: number): number;
  send(fd: number, buffer: Uint8Array, length: number, flags: number): number;
  /** Variadic in C, and Apple's arm64 passes such arguments another way: the third comes as type and value. */
  fcntl(fd: number, command: number, type: 'int', value: number): number;
  flock(fd: number, operation: number): number;
  setsockopt(fd: number, level: number, name: number, value: Int32Array, length: number): number;
  getsockopt(
    fd: number,
    level: number,
    name: number,
    value: Int32Array,
    length: Uint32Array,
  ): number;
  getsockname(fd: number, address: Uint8Array, length: Uint32Array): number;
  getpeername(fd: number, address: Uint8Array, length: Uint32Array): number;
  inet_pton(family: number, text: string, address: Uint8Array): number;
  inet_ntop(family: number, address: Uint8Array, text: Uint8Array, size: number): string | null;
  getrlimit(resource: number, limit: BigUint64Array): number;
  setrlimit(resource: number, limit: BigUint64Array): number;
  poll(entries: Int32Array, count: number, timeoutMs: number): number;
  epoll_create1(flags: number): number;
  epoll_ctl(epfd: number, operation: number, fd: number, event: Int32Array): number;
  epoll_wait(epfd: number, events: Int32Array, capacity: number, timeoutMs: number): number;
  /** Seconds and nanoseconds, as a 64-bit system has them. */
  clock_gettime(clock: number, time: BigInt64Array): number;
  nanosleep(time: BigInt64Array, left: null): number;
  /** glibc's: gives back free memory behind the last `kept` bytes; 1 if there was any. 0 elsewhere. */
  malloc_trim(kept: number): number;
  /** libuv's, not libc's: the descriptor of Node's own loop, -1 where it cannot be had. */
  uv_backend_fd(): number;
}

// koffi 3 has no ssize_t; intptr_t is the same width wherever we run.
function bindings(koffi: Koffi): Native {
  const libc = koffi.load(null);
  const linuxOnly = (signature: string) =>
    platform.isLinux ? libc.func(signature) : missing(`${process.platform} has no ${signature}`);
  return {
    errno: koffi.errno,
    socket: libc.func('int socket(int, int, int)'),
    bind: libc.func('int bind(int, const void *, uint32_t)'),
    listen: libc.func('int listen(int, int)'),
    accept: libc.func('int accept(int, void *, void *)'),
    accept4: linuxOnly('int accept4(int, void *, void *, int)'),
    connect: libc.func('int connect(int, const void *, uint32_t)'),
    shutdown: libc.func('int shutdown(int, int)'),
    close: libc.func('int close(int)'),
    read: libc.func('intptr_t read(int, void *, size_t)'),
    write: libc.func('intptr_t write(int, const void *, size_t)'),
    recv: libc.func('intptr_t recv(int, void *, size_t, int)'),
    send: libc.func('intptr_t send(int, const void *, size_t, int)'),
    fcntl: libc.func('int fcntl(int, int, ...)'),
    flock: libc.func('int flock(int, int)'),
    setsockopt: libc.func('int setsockopt(int, int, int, const void *, uint32_t)'),
    getsockopt: libc.func('int getsockopt(int, int, int, void *, void *)'),
    getsockname: libc.func('int getsockname(int, void *, void *)'),
    getpeername: libc.func('int getpeername(int, void *, void *)'),
    inet_pton: libc.func('int inet_pton(int, const char *, void *)'),
    inet_ntop: libc.func('const char *inet_ntop(int, const void *, void *, uint32_t)'),
    getrlimit: libc.func('int getrlimit(int, void *)'),
    setrlimit: libc.func('int setrlimit(int, const void *)'),
    poll: libc.func(`int poll(void *, ${platform.nfds}, int)`),
    epoll_create1: linuxOnly('int epoll_create1(int)'),
    epoll_ctl: linuxOnly('int epoll_ctl(int, int, int, void *)'),
    epoll_wait: linuxOnly('int epoll_wait(int, void *, int, int)'),
    clock_gettime: libc.func('int clock_gettime(int, void *)'),
    nanosleep: libc.func('int nanosleep(const void *, void *)'),
    malloc_trim: mallocTrim(libc),
    uv_backend_fd: nodeLoopFd(libc),
  };
}

/** musl and macOS have none, and give freed memory back by themselves. */
function mallocTrim(libc: ReturnType<Koffi['load']>): (kept: number) => number {
  try {
    return libc.func('int malloc_trim(size_t)');
  } catch {
    return () => 0;
  }
}

/** Most node binaries export libuv's functions, for addons; one that does not has no descriptor for us. */
function nodeLoopFd(node: ReturnType<Koffi['load']>): () => number {
  try {
    const loop = node.func('void *uv_default_loop()')();
    const backendFd = node.func('int uv_backend_fd(const void *)');
    return () => backendFd(loop);
  } catch {
    return () => -1;
  }
}

function missing(why: string): () => never {
  return () => {
    throw new Error(`system calls are not available here: ${why}`);
  };
}

/** The tables hold for these; 32-bit kernels have other layouts. */
const ARCHITECTURES = ['x64', 'arm64', 'riscv64', 'ppc64', 'loong64'];

function open(): { native: Native; unsupportedReason: string } {
  let unsupportedReason: string;
  try {
    if (!['linux', 'darwin'].includes(process.platform) || !ARCHITECTURES.includes(process.arch)) {
      throw new Error(`no tables for ${process.platform} on ${process.arch}`);
    }
    const koffi: Koffi = createRequire(import.meta.url)('koffi');
    return { native: bindings(koffi), unsupportedReason: '' };
  } catch (error) {
    unsupportedReason = error instanceof Error ? error.message : String(error);
  }
  // Whoever calls all the same hears why, at the call.
  const native = new Proxy({} as Native, { get: () => missing(unsupportedReason) });
  return { native, unsupportedReason };
}

export const { native, unsupportedReason } = open();

/** False where the system calls cannot be reached (Windows, 32-bit, koffi does not load): use node:net there. */
export const supported = unsupportedReason === '';

// Node's own event loop, libuv, as a descriptor: the node binary exports libuv's functions to addons, so they can be
// called like any other. Source: docs.libuv.org/en/v1.x/loop.html#c.uv_backend_fd

import { isMainThread } from 'node:worker_threads';
import { native } from './native.ts';

/**
 * The descriptor (an epoll set or a kqueue) that is readable when Node's loop has I/O, a finished task of a worker or of
 * the thread pool, or a signal to attend to; its timers do not show. Undefined where it cannot be had: a node binary
 * without these exports, or a worker (uv_default_loop is the main thread's).
 */
export function nodeBackendFd(): number | undefined {
  if (!isMainThread) return undefined;
  const fd = native.uv_backend_fd();
  return fd >= 0 ? fd : undefined;
}

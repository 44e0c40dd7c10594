// A listening socket on the loop: accepts whoever has come, a bounded number a turn.

import {
  accept,
  bind,
  close,
  domainOf,
  EAGAIN,
  EMFILE,
  ENFILE,
  ENOBUFS,
  ENOMEM,
  errnoName,
  getsockname,
  listen,
  setNonBlocking,
  setReuseAddress,
  socket,
} from '@byor/libc';
import type { EventLoop } from '../loop/event-loop.ts';
import { READABLE } from '../loop/poller.ts';
import type { Listener } from './transport.ts';

/** Connections that the kernel completes ahead of us, as in Redis (tcp-backlog). */
const BACKLOG = 511;

/** A burst of thousands must not keep those who are already here waiting: some 0.5 ms of accepting a turn. */
const ACCEPTS_PER_TURN = 64;

/** How long nobody is accepted when descriptors have run out, in ms. */
const PAUSE_MS = 100;

/** Out of descriptors (the process, the system) or out of memory: the client stays in the backlog. */
const EXHAUSTED = new Set([EMFILE, ENFILE, ENOBUFS, ENOMEM]);

export class DescriptorListener implements Listener {
  readonly host: string;
  readonly port: number;
  readonly #fd: number;
  readonly #loop: EventLoop;
  readonly #welcome: (fd: number) => void;
  #closed = false;
  /** Whoever runs the server knows that descriptors have run out: told once, by process.emitWarning. */
  #warned = false;

  constructor(
    address: { host: string; port: number },
    loop: EventLoop,
    welcome: (fd: number) => void,
  ) {
    this.#fd = openListener(address);
    const { host, port } = getsockname(this.#fd);
    this.host = host;
    this.port = port;
    this.#loop = loop;
    this.#welcome = welcome;
    loop.watch(this.#fd, READABLE, this.#accept);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#loop.unwatch(this.#fd);
    close(this.#fd);
  }

  /**
   * @exercise 3.6 Accept, and run out
   * @tests listener: takes (whoever|64)
   * @hint Readable means that somebody waits, perhaps thousands. How many do you take before others get their turn? And what
   *   if no descriptor is left?
   * @hint At most ACCEPTS_PER_TURN, until EAGAIN. Out of descriptors, the listener stays readable and the loop would spin:
   *   leave it alone for PAUSE_MS. The clients keep waiting in the backlog.
   * @hint #accept: up to ACCEPTS_PER_TURN times accept(this.#fd, true); -EAGAIN returns; from 0 on welcome(fd); one of
   *   EXHAUSTED: #pause and return; anything else is that client's trouble. #pause: unwatch, loop.after(PAUSE_MS) watch
   *   again unless closed; warn once.
   */
  readonly #accept = () => {
    for (let i = 0; i < ACCEPTS_PER_TURN; i++) {
      const fd = accept(this.#fd, true);
      if (fd === -EAGAIN) return;
      if (fd >= 0) this.#welcome(fd);
      else if (EXHAUSTED.has(-fd)) {
        this.#pause(-fd);
        return;
      }
      // Anything else is that one client's trouble (ECONNABORTED: it has left again): the next, please.
    }
  };

  /**
   * The listener stays readable while somebody waits, so watching on would spin. It is left alone for a moment: whoever
   * waits is served as soon as descriptors are free again, which is kinder than accepting only to close.
   * @exercise 3.6
   */
  #pause(errno: number): void {
    this.#loop.unwatch(this.#fd);
    this.#loop.after(PAUSE_MS, () => {
      if (!this.#closed) this.#loop.watch(this.#fd, READABLE, this.#accept);
    });
    if (this.#warned) return;
    this.#warned = true;
    process.emitWarning(
      `New clients wait: accept failed with ${errnoName(errno)}. Raise the limit of open files (ulimit -n) and restart.`,
    );
  }
}

function openListener(address: { host: string; port: number }): number {
  const fd = socket(domainOf(address.host));
  try {
    setReuseAddress(fd);
    setNonBlocking(fd);
    bind(fd, address);
    listen(fd, BACKLOG);
  } catch (error) {
    close(fd);
    throw error;
  }
  return fd;
}

// The door: a socket that accepts connections on an address.
// Source: the four calls of every TCP server, socket(2), bind(2), listen(2), accept(2).

import {
  type Address,
  accept,
  bind,
  close,
  domainOf,
  ECONNABORTED,
  type Endpoint,
  getsockname,
  listen,
  SystemError,
  setNoDelay,
  setReuseAddress,
  socket,
} from '@byor/libc';
import { Stream } from './stream.ts';

/** Connections that the kernel completes and holds while we are busy. Redis's number; Linux caps it at net.core.somaxconn. */
const BACKLOG = 511;

export class Listener {
  #fd: number;
  /** Where it listens; its port is the one the kernel chose if port 0 was asked for. */
  readonly address: Address;

  private constructor(fd: number) {
    this.#fd = fd;
    this.address = getsockname(fd);
  }

  /** Starts to listen. `host` is a numeric address. Throws SystemError: EADDRINUSE when the port is taken. */
  static open(endpoint: Endpoint): Listener {
    const fd = socket(domainOf(endpoint.host));
    try {
      setReuseAddress(fd);
      bind(fd, endpoint);
      listen(fd, BACKLOG);
      return new Listener(fd);
    } catch (error) {
      close(fd);
      throw error;
    }
  }

  /** Waits for the next connection. One that left while it waited in the backlog is passed over. */
  accept(): Stream {
    for (;;) {
      const fd = accept(this.#fd);
      if (fd >= 0) {
        setNoDelay(fd);
        return new Stream(fd);
      }
      if (fd !== -ECONNABORTED) throw new SystemError('accept', -fd);
    }
  }

  /** Stops listening; connections that were accepted stay. A second call does nothing. */
  close(): void {
    if (this.#fd < 0) return;
    close(this.#fd);
    this.#fd = -1;
  }

  /** The descriptor; -1 once closed. */
  get fd(): number {
    return this.#fd;
  }
}

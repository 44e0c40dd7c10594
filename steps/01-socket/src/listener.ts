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

  /**
   * Starts to listen. `host` is a numeric address. Throws SystemError: EADDRINUSE when the port is taken.
   * @exercise 1.1 Say where you listen
   * @tests calls: ^listen
   * @hint Four calls make a door, always in the same order, and one of them lets a port be taken again at once. What must
   *   happen when one of the later ones fails?
   * @hint socket(2) gives a descriptor, setReuseAddress lets it take a port that the last run held, bind(2) gives it the
   *   address, listen(2) makes the kernel complete connections and hold them in a backlog. A descriptor is yours until
   *   you close it: an error between is no excuse to keep it.
   * @hint fd = socket(domain of the host); then, in try: setReuseAddress, bind, listen with BACKLOG, return new
   *   Listener(fd). catch: close(fd), throw the same error again.
   */
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

  /**
   * Waits for the next connection, on which small writes leave at once (setNoDelay). One that left while it waited in the
   * backlog is passed over.
   * @exercise 1.2 Accept a connection
   * @tests calls: ^accept
   * @hint accept(2) gives you another descriptor, one for each client. A client may also have left while it waited.
   * @hint The binding returns a negative errno instead of throwing. ECONNABORTED concerns one client that is gone; any other
   *   error concerns the listener.
   * @hint Loop: fd = accept(this.#fd). From 0 on: setNoDelay(fd) and return new Stream(fd). -ECONNABORTED: go round again.
   *   Else throw new SystemError("accept", -fd).
   */
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

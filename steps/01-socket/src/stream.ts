// One connection: an ordered stream of bytes in each direction, each ending on its own. Every call blocks.
// Source: read(2), write(2), shutdown(2), tcp(7).

import {
  type Address,
  close,
  connect,
  domainOf,
  type Endpoint,
  formatEndpoint,
  getpeername,
  getsockname,
  read,
  SHUT_WR,
  SystemError,
  setNoDelay,
  shutdown,
  socket,
  write,
} from '@byor/libc';

export class Stream {
  #fd: number;

  /** Takes over a connected descriptor, as accept(2) and connect(2) leave it. */
  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Connects to a server: socket(2), connect(2). Throws SystemError: ECONNREFUSED when nobody listens there. */
  static connect(endpoint: Endpoint): Stream {
    const fd = socket(domainOf(endpoint.host));
    try {
      connect(fd, endpoint);
      setNoDelay(fd);
      return new Stream(fd);
    } catch (error) {
      close(fd);
      throw error;
    }
  }

  /**
   * Waits for bytes and puts them into `buffer` from `offset`. Returns how many came: any number from 1 up to the room there is,
   * for a stream knows no messages; 0 = the peer has ended its side. Throws SystemError: ECONNRESET when the peer vanished;
   * RangeError when there is no room from `offset` on.
   * @exercise 1.3 Read what has come
   * @tests calls: ^read
   * @hint You ask for a buffer full and get whatever is there. Which result means that nothing will ever come again?
   * @hint A stream has no messages: any count from 1 to the room is right. 0 is the end of the stream, so a read into no
   *   room, which returns 0 too, must not happen.
   * @hint Refuse offset >= buffer.length with a RangeError. count = read(this.#fd, buffer, offset). Below 0 throw new
   *   SystemError("read", -count, this.#name()), else return it.
   */
  read(buffer: Uint8Array, offset = 0): number {
    // A read of nothing returns 0 as well, and the end of the stream must mean one thing only.
    if (offset >= buffer.length) throw new RangeError('no room to read into');
    const count = read(this.#fd, buffer, offset);
    if (count < 0) throw new SystemError('read', -count, this.#name());
    return count;
  }

  /**
   * Sends every byte. write(2) may take a part only, when a signal cuts it short, and says how many: it is called until none is left.
   * @exercise 1.4 Write all of it
   * @tests calls: ^write
   * @tests stream: ^writeAll
   * @hint write(2) says how many bytes it took. Is that always all of them?
   * @hint A signal can cut a write short, and then it is no error: the rest is still yours to send, from where it stopped.
   * @hint sent = 0; while sent < bytes.length: count = write(this.#fd, bytes, sent); below 0 throw as read does; sent +=
   *   count.
   */
  writeAll(bytes: Uint8Array): void {
    let sent = 0;
    while (sent < bytes.length) {
      const count = write(this.#fd, bytes, sent);
      if (count < 0) throw new SystemError('write', -count, this.#name());
      sent += count;
    }
  }

  /**
   * Ends our side: the peer reads 0 once it has read all we sent. What it still says can be read: a half-closed connection.
   * @exercise 1.5 End one side, then the connection
   * @tests calls: ^end
   * @tests stream: ^(each direction|after close|a server that)
   * @hint Two ends, two calls: one says "I have nothing more to say", the other gives the descriptor back.
   * @hint After close(2) the kernel gives the same number to the next connection. A stream that still held it would read a
   *   stranger's bytes: it must forget the number.
   * @hint shutdown: shutdown(this.#fd, SHUT_WR). close: return if #fd is below 0 already; close(this.#fd); this.#fd = -1.
   */
  shutdown(): void {
    shutdown(this.#fd, SHUT_WR);
  }

  /**
   * Gives the descriptor back. A second call does nothing; any other call then throws SystemError EBADF.
   * @exercise 1.5
   */
  close(): void {
    if (this.#fd < 0) return;
    close(this.#fd);
    this.#fd = -1;
  }

  /** The descriptor; -1 once closed, for the kernel soon gives the same number to another connection. */
  get fd(): number {
    return this.#fd;
  }

  /** Our end of the connection. */
  get localAddress(): Address {
    return getsockname(this.#fd);
  }

  /** The other end. Throws SystemError ENOTCONN when it has gone. */
  get remoteAddress(): Address {
    return getpeername(this.#fd);
  }

  #name(): string {
    try {
      return formatEndpoint(this.remoteAddress);
    } catch {
      return `(descriptor ${this.#fd})`;
    }
  }
}

// A client on a bare descriptor: it sends in the very moment it says so, and sees how the kernel ends the connection.
// Node's own sockets do neither: they send FIN a turn later, and show a reset as a plain end.

import {
  close,
  connect,
  domainOf,
  EAGAIN,
  errnoName,
  read,
  SHUT_WR,
  setNonBlocking,
  shutdown,
  socket,
  write,
} from '@byor/libc';
import { onTestFinished } from 'vitest';

export class RawClient {
  readonly #fd: number;
  #closed = false;

  constructor(address: { host: string; port: number }) {
    const fd = socket(domainOf(address.host));
    connect(fd, { host: address.host, port: address.port });
    setNonBlocking(fd);
    onTestFinished(() => {
      this.#closed = true;
      close(fd);
    });
    this.#fd = fd;
  }

  /** As much as the kernel takes at once. */
  send(text: string): void {
    write(this.#fd, Buffer.from(text, 'latin1'));
  }

  endInput(): void {
    shutdown(this.#fd, SHUT_WR);
  }

  /** Everything up to the end, and how that came: 'end', or the name of an error. */
  async rest(): Promise<[received: string, how: string]> {
    const buffer = Buffer.alloc(64 * 1024);
    let received = '';
    while (!this.#closed) {
      const count = read(this.#fd, buffer);
      if (count > 0) received += buffer.toString('latin1', 0, count);
      else if (count === -EAGAIN) await new Promise((resolve) => setImmediate(resolve));
      else return [received, count === 0 ? 'end' : errnoName(-count)];
    }
    throw new Error('the test has finished');
  }
}

import { describe, expect, test } from 'vitest';
import {
  accept,
  bind,
  close,
  connect,
  domainOf,
  EAGAIN,
  ECONNREFUSED,
  getpeername,
  getSocketError,
  getsockname,
  isNonBlocking,
  POLLIN,
  POLLOUT,
  PollFds,
  poll,
  read,
  setNonBlocking,
  socket,
  write,
} from '../src/index.ts';
import { closing, connected, LONG_MS, listening } from './support.ts';

/** Waits until `events` are there: loopback is quick, but not at once. */
function ready(fd: number, events: number): void {
  const entry = new PollFds(1);
  entry.set(0, fd, events);
  expect(poll(entry, 1, LONG_MS)).toBe(1);
}

describe('a socket that does not block', () => {
  test('accept: EAGAIN while nobody waits, and hands on what it was asked for', () => {
    const { listener, address } = listening();
    setNonBlocking(listener);
    expect(accept(listener)).toBe(-EAGAIN);
    for (const nonBlocking of [true, false]) {
      const client = closing(socket(domainOf(address.host)));
      connect(client, address);
      ready(listener, POLLIN);
      const accepted = closing(accept(listener, nonBlocking));
      expect(isNonBlocking(accepted)).toBe(nonBlocking);
    }
  });

  test('read: EAGAIN while there is nothing, then the bytes', () => {
    const { near, far } = connected();
    setNonBlocking(far);
    const buffer = new Uint8Array(4);
    expect(read(far, buffer)).toBe(-EAGAIN);
    write(near, Buffer.from('x'));
    ready(far, POLLIN);
    expect(read(far, buffer)).toBe(1);
    expect(read(far, buffer)).toBe(-EAGAIN);
  });

  test('write: takes what the kernel has room for, then EAGAIN; the rest leaves once the peer has read', () => {
    const { near, far } = connected();
    setNonBlocking(near);
    setNonBlocking(far);
    const sent = Buffer.alloc(32 * 1024 * 1024, 'abcdefghijk');
    const got: Buffer[] = [];
    const buffer = new Uint8Array(1024 * 1024);
    let at = 0;
    let partial = 0;
    let refused = 0;
    while (got.reduce((sum, { length }) => sum + length, 0) < sent.length) {
      if (at < sent.length) {
        const count = write(near, sent, at);
        if (count === -EAGAIN) refused++;
        else if (count < sent.length - at) partial++;
        if (count > 0) at += count;
      }
      const count = read(far, buffer);
      if (count > 0) got.push(Buffer.from(buffer.subarray(0, count)));
    }
    expect(Buffer.concat(got).equals(sent)).toBe(true);
    expect(partial).toBeGreaterThan(0);
    expect(refused + partial).toBeGreaterThan(1);
  });

  test('connect: under way, then connected', () => {
    const { listener, address } = listening();
    const fd = closing(socket(domainOf(address.host)));
    setNonBlocking(fd);
    if (!connect(fd, address)) ready(fd, POLLOUT);
    expect(getSocketError(fd)).toBe(0);
    expect(getpeername(closing(accept(listener)))).toEqual(getsockname(fd));
  });

  test('connect: refused, which the socket remembers until asked', () => {
    const gone = socket(domainOf('::1'));
    bind(gone, { host: '::1', port: 0 });
    const address = getsockname(gone);
    close(gone);
    const fd = closing(socket(domainOf('::1')));
    setNonBlocking(fd);
    try {
      expect(connect(fd, address)).toBe(false);
      ready(fd, POLLOUT);
      expect(getSocketError(fd)).toBe(ECONNREFUSED);
    } catch (error) {
      expect(error).toMatchObject({ code: 'ECONNREFUSED' }); // a kernel that knows at once
    }
  });
});

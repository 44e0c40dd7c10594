// Each call by itself, with a bare descriptor on the other side: what one call does must not need the others.

import {
  accept,
  close,
  connect,
  domainOf,
  getsockopt,
  read,
  SHUT_WR,
  shutdown,
  socket,
  write,
} from '@byor/libc';
import { expect, onTestFinished, test } from 'vitest';
import { Listener, Stream } from '../src/index.ts';
import { countDescriptors } from './support.ts';

/** The same numbers on Linux and on macOS. */
const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;

function listening(): Listener {
  const listener = Listener.open({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => close(listener.fd));
  return listener;
}

/** A client that knows nothing of streams. */
function dialled({ address }: Listener): number {
  const fd = socket(domainOf(address.host));
  connect(fd, address);
  onTestFinished(() => close(fd));
  return fd;
}

/** A stream over the accepted end, and the other end. */
function accepted(): { stream: Stream; peer: number } {
  const listener = listening();
  const peer = dialled(listener);
  const stream = listener.accept();
  onTestFinished(() => close(stream.fd));
  return { stream, peer };
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

test('listen: the kernel chooses a port and completes connections', () => {
  const listener = listening();
  expect(listener.address).toMatchObject({ host: '127.0.0.1', port: expect.any(Number) });
  expect(listener.address.port).toBeGreaterThan(0);
  dialled(listener);
});

test('listen: a port that is taken is refused, and the descriptor given back', () => {
  const { address } = listening();
  const before = countDescriptors();
  expect(() => Listener.open(address)).toThrow(
    expect.objectContaining({ syscall: 'bind', code: 'EADDRINUSE' }),
  );
  expect(countDescriptors(), 'open descriptors, before and after it failed').toBe(before);
});

test('listen: a port that a connection had a moment ago can be taken again', () => {
  const { fd, address } = Listener.open({ host: '127.0.0.1', port: 0 });
  const peer = socket(domainOf(address.host));
  connect(peer, address);
  close(accept(fd)); // first, so that the kernel keeps the port back on this side
  expect(read(peer, new Uint8Array(1))).toBe(0);
  close(peer);
  close(fd);
  close(Listener.open(address).fd);
});

test('accept: one stream for each client, in the order they came', () => {
  const listener = listening();
  const [first, second] = [dialled(listener), dialled(listener)];
  const streams = [listener.accept(), listener.accept()];
  for (const { fd } of streams) onTestFinished(() => close(fd));
  write(first, Buffer.from('1'));
  write(second, Buffer.from('2'));
  const heard = streams.map(({ fd }) => {
    const byte = new Uint8Array(1);
    read(fd, byte);
    return text(byte);
  });
  expect(heard).toEqual(['1', '2']);
});

test('accept: small writes leave at once', () => {
  const { stream } = accepted();
  expect(getsockopt(stream.fd, IPPROTO_TCP, TCP_NODELAY), 'TCP_NODELAY').not.toBe(0);
});

test('accept: an error that concerns the listener is thrown', () => {
  const listener = Listener.open({ host: '127.0.0.1', port: 0 });
  close(listener.fd);
  expect(() => listener.accept()).toThrow(
    expect.objectContaining({ syscall: 'accept', code: 'EBADF' }),
  );
});

test('read: whatever is there, from the offset on, and 0 for the end', () => {
  const { stream, peer } = accepted();
  write(peer, Buffer.from('abcdef'));
  const buffer = new Uint8Array(6).fill(46);
  expect(stream.read(buffer, 2)).toBe(4);
  expect(text(buffer)).toBe('..abcd');
  expect(stream.read(buffer)).toBe(2);
  shutdown(peer, SHUT_WR);
  expect(stream.read(buffer)).toBe(0);
});

test('read: no room is refused, for it would look like the end', () => {
  expect(() => accepted().stream.read(new Uint8Array(3), 3)).toThrow(RangeError);
});

test('read: an error names the call and the other end', () => {
  expect(() => new Stream(-1).read(new Uint8Array(1))).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/^read \(descriptor -1\): EBADF/) }),
  );
});

test('write: every byte arrives', () => {
  const { stream, peer } = accepted();
  const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
  stream.writeAll(bytes);
  const buffer = new Uint8Array(512);
  expect(read(peer, buffer)).toBe(256);
  expect(buffer.subarray(0, 256)).toEqual(bytes);
});

test('write: an error names the call and the other end', () => {
  expect(() => new Stream(-1).writeAll(new Uint8Array(1))).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/^write \(descriptor -1\): EBADF/) }),
  );
});

test('end: one side ends, the other can still be heard', () => {
  const { stream, peer } = accepted();
  const buffer = new Uint8Array(8);
  stream.shutdown();
  expect(read(peer, buffer)).toBe(0);
  write(peer, Buffer.from('yes?'));
  expect(read(stream.fd, buffer)).toBe(4);
});

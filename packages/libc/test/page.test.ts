// The kernel of a page: it must treat a server as the system's does, and let a blocking program sleep without a thread.

import { expect, test } from 'vitest';
import {
  accept,
  bind,
  close,
  EAGAIN,
  Kernel,
  listen,
  onKernel,
  read,
  socket,
  Thread,
  write,
} from '../src/page/index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (sent: Uint8Array) => new TextDecoder().decode(sent);

function listening(): number {
  const fd = socket(2);
  bind(fd, { host: '127.0.0.1', port: 7001 });
  listen(fd, 511);
  return fd;
}

/** Echoes one client after the other, for ever; every call may sleep. */
function echoServer(): never {
  const door = listening();
  for (;;) {
    const fd = accept(door);
    const buffer = new Uint8Array(8);
    for (let count = read(fd, buffer); count > 0; count = read(fd, buffer))
      write(fd, buffer, 0, count);
    close(fd);
  }
}

test('a program that blocks goes on where it slept, and serves one client at a time', () => {
  const kernel = new Kernel();
  const calls: string[] = [];
  kernel.onCall = ({ name, fd, result }) => calls.push(`${name}(${fd}) = ${result ?? '...'}`);
  const server = new Thread(echoServer);
  const turn = () => onKernel(kernel, () => server.resume());
  turn();
  const a = kernel.connect(7001);
  const b = kernel.connect(7001);
  a.send(bytes('from a'));
  b.send(bytes('from b'));
  turn();
  expect([text(a.receive()), text(b.receive())]).toEqual(['from a', '']);
  a.end();
  turn();
  expect([text(b.receive()), a.toClient.ended, b.toClient.ended]).toEqual(['from b', true, false]);
  expect(calls).toEqual([
    'accept(3) = ...',
    'accept(3) = 4',
    'read(4) = 6',
    'write(4) = 6',
    'read(4) = ...',
    'read(4) = 0',
    'close(4) = 0',
    'accept(3) = 4',
    'read(4) = 6',
    'write(4) = 6',
    'read(4) = ...',
  ]);
});

test('a descriptor that does not block says EAGAIN, and a full buffer takes a part', () => {
  const kernel = new Kernel(10);
  onKernel(kernel, () => {
    const door = listening();
    const client = kernel.connect(7001);
    const fd = accept(door, true);
    expect(read(fd, new Uint8Array(8))).toBe(-EAGAIN);
    expect(kernel.ready(fd)).toEqual({ readable: false, writable: true });
    expect(write(fd, bytes('twelve bytes'))).toBe(10);
    expect(write(fd, bytes('es'))).toBe(-EAGAIN);
    expect(kernel.ready(fd).writable).toBe(false);
    expect(text(client.receive(4))).toBe('twel');
    expect(write(fd, bytes('es'))).toBe(2);
  });
});

import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Listener, Stream } from '../src/index.ts';
import { countDescriptors, run } from './support.ts';

function listening(host = '127.0.0.1'): Listener {
  const listener = Listener.open({ host, port: 0 });
  onTestFinished(() => listener.close());
  return listener;
}

/** Both ends in one process: the kernel completes the connection before accept is called. */
function connected(host?: string): { near: Stream; far: Stream; listener: Listener } {
  const listener = listening(host);
  const near = Stream.connect(listener.address);
  const far = listener.accept();
  onTestFinished(() => {
    near.close();
    far.close();
  });
  return { near, far, listener };
}

function receive(stream: Stream): string {
  const buffer = new Uint8Array(64);
  return Buffer.from(buffer.subarray(0, stream.read(buffer))).toString();
}

describe.each(['127.0.0.1', '::1'])('a connection over %s', (host) => {
  test('carries bytes both ways, each end knowing the other', () => {
    const { near, far, listener } = connected(host);
    near.writeAll(Buffer.from('question'));
    expect(receive(far)).toBe('question');
    far.writeAll(Buffer.from('answer'));
    expect(receive(near)).toBe('answer');
    expect(near.remoteAddress).toEqual(listener.address);
    expect(far.remoteAddress).toEqual(near.localAddress);
    expect(far.localAddress).toEqual(listener.address);
  });
});

test('each direction ends on its own', () => {
  const { near, far } = connected();
  near.writeAll(Buffer.from('that is all'));
  near.shutdown();
  expect(receive(far)).toBe('that is all');
  expect(receive(far)).toBe('');
  far.writeAll(Buffer.from('and here is yours'));
  far.close();
  expect(receive(near)).toBe('and here is yours');
  expect(receive(near)).toBe('');
});

test('a read fills the buffer from the offset on, and needs room', () => {
  const { near, far } = connected();
  near.writeAll(Buffer.from('abcdef'));
  const buffer = new Uint8Array(5).fill(46);
  expect(far.read(buffer, 3)).toBe(2);
  expect(Buffer.from(buffer).toString()).toBe('...ab');
  // A read into no room would return 0, and that must mean the end.
  expect(() => far.read(buffer, 5)).toThrow(RangeError);
  expect(far.read(buffer)).toBe(4);
});

test('errors name the call, the address and the cause', () => {
  const { near, far, listener } = connected();
  const { host, port } = listener.address;
  expect(() => Listener.open({ host, port })).toThrow(`bind ${host}:${port}: EADDRINUSE`);
  listener.close();
  expect(() => Stream.connect({ host, port })).toThrow(`connect ${host}:${port}: ECONNREFUSED`);
  far.writeAll(Buffer.from('never read'));
  near.close(); // with bytes unread: the kernel resets the connection
  expect(() => {
    for (;;) far.writeAll(Buffer.from('anybody there?'));
  }).toThrow(
    expect.objectContaining({
      syscall: 'write',
      code: expect.stringMatching(/^E(PIPE|CONNRESET)$/),
    }),
  );
});

test('after close every call fails, even when the descriptor has a new owner', () => {
  const { near, listener } = connected();
  near.close();
  near.close();
  const heir = Stream.connect(listener.address);
  onTestFinished(() => heir.close());
  for (const call of [
    () => near.read(new Uint8Array(1)),
    () => near.writeAll(new Uint8Array(1)),
    () => near.shutdown(),
    () => near.localAddress,
  ]) {
    expect(call).toThrow(expect.objectContaining({ code: 'EBADF' }));
  }
  listener.close();
  listener.close();
  expect(() => listener.accept()).toThrow(expect.objectContaining({ code: 'EBADF' }));
});

test('a server that ended its connections can take its port again at once', () => {
  const { near, far, listener } = connected();
  far.close(); // first, so the connection stays in TIME_WAIT on this side
  expect(receive(near)).toBe('');
  near.close();
  listener.close();
  Listener.open(listener.address).close();
});

test('10,000 openings leave no descriptor behind; failed ones and connections neither', () => {
  const taken = listening();
  const before = countDescriptors();
  for (let i = 0; i < 10_000; i++) Listener.open({ host: '127.0.0.1', port: 0 }).close();
  for (let i = 0; i < 100; i++) {
    expect(() => Listener.open(taken.address)).toThrow(/EADDRINUSE/);
    const listener = Listener.open({ host: '::1', port: 0 });
    const near = Stream.connect(listener.address);
    const far = listener.accept();
    for (const end of [far, near, listener]) end.close();
    expect(() => Stream.connect(listener.address)).toThrow(/ECONNREFUSED/);
  }
  expect(countDescriptors()).toBe(before);
});

test('writeAll sends everything, though signals cut write(2) short', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const program = run('test/programs/write.ts', `${(server.address() as net.AddressInfo).port}`);
  const [socket] = (await once(server, 'connection')) as [net.Socket];
  const chunks: Buffer[] = [];
  let received = 0;
  for await (const chunk of socket) {
    chunks.push(chunk as Buffer);
    received += (chunk as Buffer).length;
    // While half of it is still to come the program is inside writeAll, for the kernel's buffers hold less.
    if (received < 16_000_000) program.kill('SIGUSR2');
    await new Promise(setImmediate);
  }
  expect(received, 'bytes that arrived of 32,000,000').toBe(32_000_000);
  const sent = Buffer.alloc(32_000_000, '0123456789abcdef!');
  expect(Buffer.concat(chunks).equals(sent), 'what arrived is what was sent').toBe(true);
  expect(await program.ended).toMatchObject({ code: 0, errors: '' });
});

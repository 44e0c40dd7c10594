import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import {
  accept,
  bind,
  close,
  connect,
  domainOf,
  EAGAIN,
  ECONNREFUSED,
  ECONNRESET,
  EPIPE,
  getpeername,
  getsockname,
  listen,
  read,
  recv,
  SHUT_WR,
  send,
  setKeepAlive,
  setNoDelay,
  setNonBlocking,
  setResetOnClose,
  setReuseAddress,
  setV6Only,
  shutdown,
  socket,
  write,
} from '../src/index.ts';
import { closing, connected, countDescriptors, listening } from './support.ts';

const text = (bytes: Uint8Array, count: number) => Buffer.from(bytes.subarray(0, count)).toString();

describe.each([
  ['IPv4', '127.0.0.1'],
  ['IPv6', '::1'],
] as const)('over %s', (family, host) => {
  test('bytes go both ways and each end knows the other', () => {
    const { near, far, address } = connected(host);
    const buffer = new Uint8Array(8);
    expect(write(near, Buffer.from('ping'))).toBe(4);
    expect(text(buffer, read(far, buffer))).toBe('ping');
    expect(write(far, Buffer.from('pong!'))).toBe(5);
    expect(text(buffer, read(near, buffer))).toBe('pong!');
    expect(address).toEqual({ host, port: expect.any(Number), family });
    expect(address.port).toBeGreaterThan(0);
    expect(getpeername(near)).toEqual(address);
    expect(getpeername(far)).toEqual(getsockname(near));
  });

  test('a taken port is refused by name', () => {
    const { address } = listening(host);
    const shown = family === 'IPv4' ? `${host}:${address.port}` : `[${host}]:${address.port}`;
    const fd = closing(socket(domainOf(host)));
    expect(() => bind(fd, address)).toThrow(
      expect.objectContaining({
        name: 'SystemError',
        syscall: 'bind',
        code: 'EADDRINUSE',
        message: `bind ${shown}: EADDRINUSE (address already in use)`,
      }),
    );
  });

  test('nobody listens: ECONNREFUSED', () => {
    const gone = socket(domainOf(host));
    bind(gone, { host, port: 0 });
    const address = getsockname(gone);
    close(gone);
    const fd = closing(socket(domainOf(host)));
    expect(() => connect(fd, address)).toThrow(
      expect.objectContaining({ syscall: 'connect', code: 'ECONNREFUSED', errno: ECONNREFUSED }),
    );
  });
});

describe('addresses', () => {
  test.each([
    ['a name', { host: 'localhost', port: 1 }, /not an IPv4 or IPv6 address: "localhost"/],
    ['half an address', { host: '127.0.0', port: 1 }, /not an IPv4 or IPv6 address/],
    ['a port beyond 16 bits', { host: '127.0.0.1', port: 65536 }, /port must be 0\.\.65535/],
    ['no port', { host: '127.0.0.1', port: Number.NaN }, /port must be 0\.\.65535/],
  ])('%s is refused before the kernel sees it', (_, endpoint, message) => {
    const fd = closing(socket(domainOf(endpoint.host)));
    expect(() => bind(fd, endpoint)).toThrow(message);
  });

  test('an IPv6 socket takes IPv4 in its mapped form, unless it keeps to IPv6', () => {
    const mapped = { host: '::ffff:127.0.0.1', port: 0 };
    const both = closing(socket(domainOf(mapped.host)));
    bind(both, mapped);
    expect(getsockname(both)).toMatchObject({ host: '::ffff:127.0.0.1', family: 'IPv6' });
    const strict = closing(socket(domainOf(mapped.host)));
    setV6Only(strict);
    expect(() => bind(strict, mapped)).toThrow(/bind \[::ffff:127\.0\.0\.1\]:0: E/);
  });

  test('a port in TIME_WAIT is taken again with SO_REUSEADDR, and not without', () => {
    const { address } = serveOnceAndLeave();
    const strict = closing(socket(domainOf(address.host)));
    expect(() => bind(strict, address)).toThrow(/EADDRINUSE/);
    const lenient = closing(socket(domainOf(address.host)));
    setReuseAddress(lenient);
    bind(lenient, address);
    listen(lenient, 1);
  });
});

/** A server's life: it ends its side first, so its connection stays in TIME_WAIT. */
function serveOnceAndLeave() {
  const listener = socket(domainOf('127.0.0.1'));
  setReuseAddress(listener); // Linux wants it of both: of who had the port, and of who takes it
  bind(listener, { host: '127.0.0.1', port: 0 });
  listen(listener, 1);
  const address = getsockname(listener);
  const client = socket(domainOf('127.0.0.1'));
  connect(client, address);
  const server = accept(listener);
  close(server);
  expect(read(client, new Uint8Array(1))).toBe(0);
  close(client);
  close(listener);
  return { address };
}

describe('the end of a connection', () => {
  test('half-closed: one side has ended, the other still speaks', () => {
    const { near, far } = connected();
    const buffer = new Uint8Array(16);
    write(near, Buffer.from('last words'));
    shutdown(near, SHUT_WR);
    expect(text(buffer, read(far, buffer))).toBe('last words');
    expect(read(far, buffer)).toBe(0);
    write(far, Buffer.from('answer'));
    expect(text(buffer, read(near, buffer))).toBe('answer');
    expect(write(near, Buffer.from('more'))).toBe(-EPIPE);
  });

  test('reset: ECONNRESET to whoever reads', () => {
    const { listener, address } = listening();
    const near = closing(socket(domainOf(address.host)));
    connect(near, address);
    const far = accept(listener);
    setResetOnClose(far);
    close(far);
    expect(read(near, new Uint8Array(1))).toBe(-ECONNRESET);
    expect(write(near, Buffer.from('x'))).toBe(-EPIPE);
    setNoDelay(near); // nothing to hasten any more, and no error either
  });

  test('a child process does not inherit descriptors', () => {
    const { listener, near, far } = { ...listening(), ...connected() };
    const script = `for (const fd of [${listener}, ${near}, ${far}]) {
      try { require('node:fs').fstatSync(fd); console.log('inherited', fd) } catch {}
    }`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });
});

describe('mistakes', () => {
  test('a closed descriptor: SystemError, not a number', () => {
    for (const call of [
      () => accept(-1),
      () => close(-1),
      () => setNonBlocking(-1),
      () => setKeepAlive(-1, 60),
      () => getsockname(-1),
    ]) {
      expect(call).toThrow(expect.objectContaining({ name: 'SystemError', code: 'EBADF' }));
    }
  });
});

describe.each([
  ['read', read, 'write', write],
  ['recv', recv, 'send', send],
] as const)('%s and %s', (_in, take, _out, give) => {
  test('fill a part of the buffer and leave the rest', () => {
    const { near, far } = connected();
    expect(give(near, Buffer.from('..abc..'), 2, 3)).toBe(3);
    const buffer = new Uint8Array(8).fill(46);
    expect(take(far, buffer, 4, 2)).toBe(2);
    expect(take(far, buffer, 1)).toBe(1);
    expect(text(buffer, 8)).toBe('.c..ab..');
  });

  test('tell by numbers what is no mistake: nothing there yet, an end of either side', () => {
    const { near, far } = connected();
    setNonBlocking(far);
    expect(take(far, new Uint8Array(1))).toBe(-EAGAIN);
    shutdown(near, SHUT_WR);
    expect(take(far, new Uint8Array(1))).toBe(0);
    expect(give(near, Buffer.from('x'))).toBe(-EPIPE);
  });

  test('refuse bytes outside the buffer, and a closed descriptor', () => {
    const { near } = connected();
    for (const [offset, length] of [
      [0, 9],
      [8, 1],
      [9, 0],
      [-1, 1],
      [0, -1],
      [Number.NaN, 1],
    ] as const) {
      expect(() => take(near, new Uint8Array(8), offset, length)).toThrow(RangeError);
      expect(() => give(near, new Uint8Array(8), offset, length)).toThrow(RangeError);
    }
    for (const call of [() => take(-1, new Uint8Array(1)), () => give(-1, new Uint8Array(1))]) {
      expect(call).toThrow(expect.objectContaining({ name: 'SystemError', code: 'EBADF' }));
    }
  });
});

test('10,000 sockets opened and closed leave no descriptor behind', () => {
  const before = countDescriptors();
  for (let i = 0; i < 10_000; i++) close(socket(domainOf('127.0.0.1')));
  for (let i = 0; i < 1_000; i++) {
    const listener = socket(domainOf('::1'));
    bind(listener, { host: '::1', port: 0 });
    listen(listener, 1);
    const near = socket(domainOf('::1'));
    connect(near, getsockname(listener));
    const far = accept(listener);
    setResetOnClose(far); // no TIME_WAIT: the test leaves the machine's ports alone
    for (const fd of [far, near, listener]) close(fd);
  }
  expect(countDescriptors()).toBe(before);
});

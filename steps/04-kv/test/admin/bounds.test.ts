// What one client may take, by an injected clock: slow readers, slow senders, too few descriptors, HTTP.

import { describe, expect, test } from 'vitest';
import { layers } from '../../src/layers.ts';
import { startEngine, startLayers, type Talk } from '../engine/talk.ts';

/** The client asks for a value of so many bytes and does not read it. */
function leaveUnread({ client }: Talk, lengthBytes: number): void {
  client.input.feed(Buffer.from(`GETRANGE k 0 ${lengthBytes - 1}\r\n`));
  client.process();
}

describe('client-output-buffer-limit', () => {
  function withLimit(limit: string) {
    const started = startEngine({ 'client-output-buffer-limit': limit });
    const admin = started.connect();
    admin.say('SETRANGE k 3000000 x');
    return { ...started, admin, reader: started.connect() };
  }

  test('hard: cut off with the reply that goes beyond it', () => {
    const { engine, reader } = withLimit('normal 1mb 0 0');
    leaveUnread(reader, 500_000);
    expect(engine.clients.has(reader.client.id)).toBe(true);
    leaveUnread(reader, 600_000);
    expect(engine.clients.has(reader.client.id)).toBe(false);
    expect(reader.client.closing).toBe(true);
  });

  test('soft: cut off when it has lasted, though nothing is asked any more', () => {
    const { engine, clock, reader } = withLimit('normal 0 1mb 10');
    leaveUnread(reader, 1_100_000);
    for (let second = 0; second < 10; second++) {
      clock.nowMs += 1000;
      engine.maintain();
    }
    expect(engine.clients.has(reader.client.id)).toBe(true);
    clock.nowMs += 1000;
    engine.maintain();
    expect(engine.clients.has(reader.client.id)).toBe(false);
  });

  test('soft: who reads meanwhile begins anew', () => {
    const { engine, clock, reader } = withLimit('normal 0 1mb 10');
    leaveUnread(reader, 1_100_000);
    clock.nowMs += 9000;
    engine.maintain();
    reader.heard();
    engine.maintain();
    leaveUnread(reader, 1_100_000);
    clock.nowMs += 9000;
    engine.maintain();
    expect(engine.clients.has(reader.client.id)).toBe(true);
  });

  test('a monitor, who gets lines unasked, has the same limit', () => {
    const { engine, admin, reader } = withLimit('normal 1mb 0 0');
    reader.say('MONITOR');
    for (let n = 0; n < 30; n++) admin.call('PING', 'x'.repeat(50_000));
    expect(engine.clients.has(reader.client.id)).toBe(false);
  });

  test('nobody is looked at while there is no limit', () => {
    const { engine, admin, reader } = withLimit('normal 1mb 0 0');
    const { after, maintain } = engine.hooks;
    const [hooks, turns] = [after.length, maintain.length];
    admin.call('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 0 0 0');
    expect([after.length, maintain.length]).toEqual([hooks - 1, turns - 1]);
    leaveUnread(reader, 2_000_000);
    expect(engine.clients.has(reader.client.id)).toBe(true);
    admin.call('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 0 5mb 1');
    expect([after.length, maintain.length]).toEqual([hooks, turns]);
  });
});

test('1,000 clients that send a byte at a time cost little more than those bytes', () => {
  const { engine, connect } = startEngine();
  const request = Buffer.from(`*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$536870912\r\n${'x'.repeat(600)}`);
  const clients = Array.from({ length: 1000 }, () => connect().client);
  for (const byte of request) {
    for (const client of clients) {
      client.input.reserve();
      client.input.buffer[client.input.end] = byte;
      client.input.commit(1);
      client.process();
    }
  }
  let heldBytes = 0;
  for (const { input, output } of engine.clients.values()) {
    expect(input.buffered).toBe(request.length);
    heldBytes += input.buffer.length + output.buffer.length;
  }
  // Each promised 512 MiB; 640 bytes of it have come.
  expect(heldBytes / clients.length).toBeLessThanOrEqual(4096);
});

describe('maxclients and the descriptors that there are', () => {
  const start = (possible: number, flags: Record<string, string> = {}) =>
    startLayers(layers, flags, { clientsPossible: (wanted) => Math.min(wanted, possible) });

  test('fewer than wanted: the server starts with so many, and says so', () => {
    const { engine, warnings } = start(200, { maxclients: '5000' });
    expect(engine.config.text('maxclients')).toBe('200');
    expect(warnings).toEqual([expect.stringMatching(/^maxclients is 200, not 5000: .*ulimit -n/)]);
  });

  test('enough: not a word', () => {
    const { engine, warnings } = start(20_000);
    expect([engine.config.text('maxclients'), warnings]).toEqual(['10000', []]);
  });

  test('not even enough for the server: it does not start', () => {
    expect(() => start(0)).toThrow(/too few open files.*ulimit -n/);
  });

  test('CONFIG SET refuses what the system does not', () => {
    const admin = start(20_000).connect();
    expect(admin.say('CONFIG SET maxclients 20001')).toBe(
      "-ERR CONFIG SET failed (possibly related to argument 'maxclients') - The operating system is not " +
        'able to handle the specified number of clients, try with 20000\r\n',
    );
    expect(admin.say('CONFIG GET maxclients')).toContain('10000');
    expect(admin.say('CONFIG SET maxclients 20000')).toBe('+OK\r\n');
  });
});

test('tcp-keepalive is what each new socket gets', () => {
  const { engine, connect } = startEngine({ 'tcp-keepalive': '60' });
  expect(engine.socketOptions.keepAliveS).toBe(60);
  connect().say('CONFIG SET tcp-keepalive 0');
  expect(engine.socketOptions.keepAliveS).toBe(0);
});

test('one warning a minute about clients that speak HTTP', () => {
  const { clock, connect, warnings } = startEngine();
  const attack = () => expect(connect().say('POST / HTTP/1.1')).not.toMatch(/^\+OK/);
  attack();
  attack();
  expect(warnings).toEqual([expect.stringMatching(/speaks HTTP/)]);
  clock.nowMs += 60_000;
  attack();
  expect(warnings).toHaveLength(2);
});

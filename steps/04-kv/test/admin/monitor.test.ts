// MONITOR: who sees what, and that nobody pays when nobody looks.

import { describe, expect, test } from 'vitest';
import { startEngine } from '../engine/talk.ts';

function watched() {
  const test = startEngine();
  const monitor = test.connect();
  const worker = test.connect();
  expect(monitor.say('MONITOR')).toBe('+OK\r\n');
  return { ...test, monitor, worker };
}

const line = (address: string, shown: string, db = 0) =>
  `+1700000000.000000 [${db} ${address}] ${shown}\r\n`;

describe('MONITOR', () => {
  test('shows requests as they were sent, to all who asked, at once', () => {
    const { monitor, worker, connect } = watched();
    const second = connect();
    second.say('MONITOR');
    worker.call('set', 'k', 'a "b"\r\n\0\x07\xff');
    const expected = line('127.0.0.1:50002', '"set" "k" "a \\"b\\"\\r\\n\\x00\\a\\xff"');
    expect(monitor.heard()).toBe(expected);
    expect(second.heard()).toBe(expected);
    expect(monitor.flushes).toBe(1);
  });

  test('shows a failed command and the database after it, not what never ran', () => {
    const { monitor, worker } = watched();
    worker.say('SELECT 3');
    worker.say('SELECT 99');
    worker.say('NOSUCH');
    worker.say('GET');
    expect(monitor.heard()).toBe(
      line('127.0.0.1:50002', '"SELECT" "3"', 3) + line('127.0.0.1:50002', '"SELECT" "99"', 3),
    );
  });

  test('hides secrets and administration', () => {
    const { monitor, worker } = watched();
    worker.say('AUTH secret');
    worker.say('HELLO 2 AUTH default secret SETNAME bob');
    worker.say('CONFIG SET requirepass secret');
    const heard = monitor.heard();
    expect(heard).toContain('"AUTH" "(redacted)"');
    expect(heard).toContain('"HELLO" "2" "AUTH" "(redacted)" "(redacted)" "SETNAME" "bob"');
    expect(heard).not.toContain('secret');
    expect(heard).not.toContain('CONFIG');
  });

  test('a second MONITOR says nothing; a monitor may not touch keys', () => {
    const { monitor } = watched();
    expect(monitor.say('MONITOR')).toBe('');
    expect(monitor.say('GET k')).toBe("-ERR Replica can't interact with the keyspace\r\n");
    expect(monitor.say('PING')).toBe(`+PONG\r\n${line('127.0.0.1:50001', '"PING"')}`);
  });

  test('ends with RESET or the connection, and then costs nothing', () => {
    const { engine, monitor, worker, connect } = watched();
    const idle = startEngine().engine.hooks;
    const second = connect();
    second.say('MONITOR');
    expect(monitor.say('RESET')).toBe('+RESET\r\n');
    worker.say('PING');
    expect(monitor.heard()).toBe('');
    expect(second.heard()).toMatch(/"PING"\r\n$/);
    second.leave();
    worker.say('PING');
    expect(engine.hooks.after).toHaveLength(idle.after.length);
    expect(engine.hooks.before).toHaveLength(idle.before.length);
    expect(monitor.say('MONITOR')).toBe('+OK\r\n');
    worker.say('PING');
    expect(monitor.heard()).toMatch(/"PING"\r\n$/);
  });

  test('shows what is longer than 1 MiB as SLOWLOG does', () => {
    const { monitor, worker } = watched();
    worker.sayMuch(512 * 1024 * 1024);
    expect(monitor.heard()).toContain(`"${'x'.repeat(128)}... (536870784 more bytes)"`);
    worker.call('PING', 'x'.repeat(100_000));
    expect(monitor.heard()).toContain(`"${'x'.repeat(100_000)}"`);
  });

  test('cuts off who asked and does not read', () => {
    const { engine, monitor, worker } = watched();
    const request = 'x'.repeat(1_000_000);
    for (let n = 0; n < 100; n++) worker.call('PING', request);
    expect(monitor.client.closing).toBe(true);
    expect(engine.clients.has(monitor.client.id)).toBe(false);
    expect(monitor.client.output.length).toBeLessThan(40_000_000);
  });

  test('shows a CLIENT REPLY OFF client’s requests, and nothing to a monitor that is off itself', () => {
    const { monitor, worker } = watched();
    worker.say('CLIENT REPLY OFF');
    monitor.heard();
    worker.say('PING');
    expect(monitor.heard()).toMatch(/"PING"\r\n$/);
    monitor.say('CLIENT REPLY OFF');
    worker.say('PING');
    expect(monitor.heard()).toBe('');
  });
});

// What a client's state does to its requests: reply modes, passwords, RESET.

import { describe, expect, test } from 'vitest';
import { startEngine } from './talk.ts';

describe('CLIENT REPLY', () => {
  test('OFF drops every reply, errors too, until ON', () => {
    const { engine, connect } = startEngine();
    const client = connect();
    expect(client.say('CLIENT REPLY OFF')).toBe('');
    expect(client.say('SET k v')).toBe('');
    expect(client.say('NOSUCH')).toBe('');
    expect(client.say('CLIENT REPLY SKIP')).toBe('');
    expect(client.say('PING')).toBe('');
    expect(client.say('CLIENT REPLY ON')).toBe('+OK\r\n');
    expect(client.say('GET k')).toBe('$1\r\nv\r\n');
    expect(engine.stats.errorReplies).toBe(1);
  });

  test('SKIP drops the next reply only', () => {
    const client = startEngine().connect();
    expect(client.say('CLIENT REPLY SKIP')).toBe('');
    expect(client.say('PING')).toBe('');
    expect(client.say('PING')).toBe('+PONG\r\n');
    client.say('CLIENT REPLY SKIP');
    expect(client.say('NOSUCH')).toBe('');
    expect(client.say('PING')).toBe('+PONG\r\n');
  });

  test('SKIP again skips one more, ON ends it, OFF stays', () => {
    const client = startEngine().connect();
    client.say('CLIENT REPLY SKIP');
    client.say('CLIENT REPLY SKIP');
    expect(client.say('PING')).toBe('');
    expect(client.say('PING')).toBe('+PONG\r\n');
    client.say('CLIENT REPLY SKIP');
    expect(client.say('CLIENT REPLY ON')).toBe('+OK\r\n');
    client.say('CLIENT REPLY SKIP');
    client.say('CLIENT REPLY OFF');
    expect(client.say('PING')).toBe('');
    expect(client.say('PING')).toBe('');
  });

  test('what was pending before stays', () => {
    const client = startEngine().connect();
    client.client.output.status('earlier');
    client.say('CLIENT REPLY OFF');
    client.client.output.status('pending');
    expect(client.say('PING')).toBe('+pending\r\n');
  });
});

describe('a password', () => {
  test('is asked for before anything but AUTH, HELLO, RESET and QUIT', () => {
    const { engine, connect } = startEngine({ requirepass: 'sesame' });
    const client = connect();
    for (const { name, fullName, noAuth, arity, children } of engine.commands.all()) {
      if (noAuth || children !== undefined) continue;
      const words = fullName.split('|');
      while (words.length < Math.abs(arity)) words.push('x');
      expect(client.call(...words), name).toBe('-NOAUTH Authentication required.\r\n');
    }
    expect(client.say('AUTH wrong')).toMatch(/^-WRONGPASS /);
    expect(client.say('AUTH sesam')).toMatch(/^-WRONGPASS /);
    expect(client.say('AUTH sesamesesame')).toMatch(/^-WRONGPASS /);
    expect(client.say('AUTH other sesame')).toMatch(/^-WRONGPASS /);
    expect(client.say('AUTH sesame')).toBe('+OK\r\n');
    expect(client.say('PING')).toBe('+PONG\r\n');
  });

  test('keeps the requests of strangers small', () => {
    const { connect } = startEngine({ requirepass: 'sesame' });
    const client = connect();
    client.say('AUTH sesame');
    expect(client.call('ECHO', 'x'.repeat(20_000))).toMatch(/^\$20000/);
    client.say('RESET');
    expect(client.call('ECHO', 'x'.repeat(20_000))).toMatch(/unauthenticated bulk length/);
    expect(client.client.closing).toBe(true);
  });

  test('set at run time asks newcomers only; taken away, it lets everybody in', () => {
    const { connect } = startEngine();
    const before = connect();
    before.say('CONFIG SET requirepass sesame');
    const after = connect();
    expect(before.say('PING')).toBe('+PONG\r\n');
    expect(after.say('PING')).toBe('-NOAUTH Authentication required.\r\n');
    before.call('CONFIG', 'SET', 'requirepass', '');
    expect(after.say('PING')).toBe('+PONG\r\n');
  });
});

describe('RESET', () => {
  test('brings back the state of a fresh connection', () => {
    const { connect } = startEngine();
    const client = connect();
    client.say('HELLO 3 SETNAME bob');
    client.say('SELECT 5');
    client.say('CLIENT NO-EVICT ON');
    client.say('MONITOR');
    expect(client.say('RESET')).toBe('+RESET\r\n');
    expect(client.say('GET k')).toBe('$-1\r\n'); // RESP2, and no monitor: those may not read
    const info = client.say('CLIENT INFO');
    for (const field of ['name=', 'flags=N', 'db=0', 'resp=2']) expect(info).toContain(` ${field}`);
  });
});

describe('times', () => {
  test('age and idle follow the clock', () => {
    const { clock, connect } = startEngine();
    const watched = connect();
    clock.nowMs += 3_000;
    watched.say('PING');
    clock.nowMs += 2_500;
    const line = connect().say(`CLIENT LIST ID ${watched.client.id}`);
    expect(line).toMatch(/ age=5 idle=2 flags=N .* cmd=ping /);
  });
});

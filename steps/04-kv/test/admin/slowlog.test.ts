// SLOWLOG and LATENCY, with a clock that says how long commands took.

import { describe, expect, test } from 'vitest';
import { startEngine } from '../engine/talk.ts';

describe('SLOWLOG', () => {
  test('keeps what took as long as the threshold or longer, the newest first', () => {
    const { clock, connect } = startEngine();
    const client = connect();
    client.say('CLIENT SETNAME bob');
    clock.commandUs = 9_999;
    client.say('KEYS x');
    clock.commandUs = 10_000;
    client.say('KEYS a');
    clock.nowMs += 1_000;
    client.say('KEYS b');
    clock.commandUs = 0;
    expect(client.say('SLOWLOG LEN')).toBe(':2\r\n');
    const entry = (id: number, whenS: number, key: string) =>
      `*6\r\n:${id}\r\n:${whenS}\r\n:10000\r\n*2\r\n$4\r\nKEYS\r\n$1\r\n${key}\r\n$15\r\n127.0.0.1:50001\r\n$3\r\nbob\r\n`;
    expect(client.say('SLOWLOG GET')).toBe(
      `*2\r\n${entry(1, 1_700_000_001, 'b')}${entry(0, 1_700_000_000, 'a')}`,
    );
    expect(client.say('SLOWLOG GET 1')).toBe(`*1\r\n${entry(1, 1_700_000_001, 'b')}`);
    expect(client.say('SLOWLOG GET 0')).toBe('*0\r\n');
    expect(client.say('SLOWLOG RESET')).toBe('+OK\r\n');
    expect(client.say('SLOWLOG GET -1')).toBe('*0\r\n');
  });

  test('0 logs everything, -1 nothing; the length is bounded', () => {
    const client = startEngine({ 'slowlog-max-len': '2' }).connect();
    client.say('PING');
    expect(client.say('SLOWLOG LEN')).toBe(':0\r\n');
    client.say('CONFIG SET slowlog-log-slower-than 0');
    for (let n = 0; n < 5; n++) client.say('PING');
    client.say('CONFIG SET slowlog-log-slower-than -1');
    expect(client.say('SLOWLOG LEN')).toBe(':2\r\n');
  });

  test('of quick commands one call in sixteen is timed, and counts for all; below 1 ms all of them are', () => {
    const { clock, connect } = startEngine();
    const client = connect();
    clock.commandUs = 20_000;
    for (let n = 0; n < 33; n++) client.say('GET a');
    clock.commandUs = 0;
    expect(client.say('SLOWLOG LEN')).toBe(':3\r\n');
    expect(client.say('INFO commandstats')).toContain('cmdstat_get:calls=33,usec=960000,');
    client.say('CONFIG SET slowlog-log-slower-than 999');
    clock.commandUs = 999;
    for (let n = 0; n < 10; n++) client.say('GET a');
    clock.commandUs = 0;
    expect(client.say('SLOWLOG LEN')).toBe(':13\r\n');
    expect(client.say('INFO commandstats')).toContain('cmdstat_get:calls=43,usec=969990,');
  });

  test('a quick command with a large request is timed each time', () => {
    const { clock, connect } = startEngine();
    const client = connect();
    client.call('SET', 'k', 'v');
    clock.commandUs = 20_000;
    client.call('SET', 'k', 'v');
    client.call('SET', 'k', 'x'.repeat(20_000));
    clock.commandUs = 0;
    expect(client.say('SLOWLOG LEN')).toBe(':1\r\n');
  });

  test('long requests are cut, secrets hidden', () => {
    const client = startEngine({ 'slowlog-log-slower-than': '0' }).connect();
    client.call('ECHO', 'x'.repeat(200));
    expect(client.say('SLOWLOG GET 1')).toContain(
      `$147\r\n${'x'.repeat(128)}... (72 more bytes)\r\n`,
    );
    client.call('MGET', ...Array.from({ length: 40 }, (_, n) => `k${n}`));
    const cut = client.say('SLOWLOG GET 1');
    expect(cut).toContain('*32\r\n$4\r\nMGET\r\n');
    expect(cut).toContain('$23\r\n... (10 more arguments)\r\n');
    client.say('CONFIG SET requirepass secret');
    expect(client.say('SLOWLOG GET 1')).toContain('$11\r\nrequirepass\r\n$10\r\n(redacted)\r\n');
  });

  test('the longest argument that Redis takes is cut before it becomes text, which V8 could not hold', () => {
    const client = startEngine({ 'slowlog-log-slower-than': '0' }).connect();
    client.sayMuch(512 * 1024 * 1024);
    expect(client.say('SLOWLOG GET 1')).toContain(`${'x'.repeat(128)}... (536870784 more bytes)`);
  });
});

describe('LATENCY', () => {
  test('is off until a threshold is set; then slow commands are events', () => {
    const { clock, connect } = startEngine();
    const client = connect();
    clock.commandUs = 50_000;
    client.say('KEYS *');
    client.say('CONFIG SET latency-monitor-threshold 20');
    clock.commandUs = 30_000;
    client.say('KEYS *');
    clock.commandUs = 0;
    clock.nowMs += 1_000;
    const latest = (ms: number, worst: number, whenS: number) =>
      `*1\r\n*4\r\n$7\r\ncommand\r\n:${whenS}\r\n:${ms}\r\n:${worst}\r\n`;
    expect(client.say('LATENCY LATEST')).toBe(latest(50, 50, 1_700_000_000)); // CONFIG SET's own 50 ms
    clock.commandUs = 25_000;
    client.say('KEYS *');
    clock.commandUs = 0;
    expect(client.say('LATENCY LATEST')).toBe(latest(25, 50, 1_700_000_001));
    expect(client.say('LATENCY HISTORY command')).toBe(
      '*2\r\n*2\r\n:1700000000\r\n:50\r\n*2\r\n:1700000001\r\n:25\r\n',
    );
    expect(client.say('LATENCY RESET other')).toBe(':0\r\n');
    expect(client.say('LATENCY RESET')).toBe(':1\r\n');
    expect(client.say('LATENCY LATEST')).toBe('*0\r\n');
  });

  test('a command that should be fast is an event of its own', () => {
    const { clock, connect } = startEngine({ 'latency-monitor-threshold': '1' });
    const client = connect();
    clock.commandUs = 2_000;
    client.say('PING');
    expect(client.say('LATENCY LATEST')).toContain('$12\r\nfast-command\r\n');
  });
});

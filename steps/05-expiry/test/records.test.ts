// What a log would get, without a disk: each change in a form that means the same whenever it is run. What redis-server
// 7.0.15 writes into its append-only file for the same commands is the model; where we say it plainer, a comment says so.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyspacesOf } from '../src/core.ts';
import { startEngine, type Talk, type TestEngine } from './talk.ts';

const NOW_MS = 1_700_000_000_000;

/** An engine whose changes are kept as `3: SET k v` for database 3, and without number for database 0. */
function open() {
  const opened = startEngine();
  const log: string[] = [];
  opened.engine.hooks.write.push((dbIndex, request) => {
    log.push(`${dbIndex === 0 ? '' : `${dbIndex}: `}${request.strings().join(' ')}`);
  });
  return { ...opened, log, client: opened.connect() };
}

/** What the log gets for the last of these commands. */
function recorded(...commands: readonly string[]): string[] {
  const { client, log } = open();
  for (const command of commands) {
    log.length = 0;
    client.say(command);
  }
  return log;
}

describe('a delay becomes a moment', () => {
  test.each([
    ['SET k v EX 10', `SET k v PXAT ${NOW_MS + 10_000}`],
    ['SET k v PX 10', `SET k v PXAT ${NOW_MS + 10}`],
    ['SET k v EXAT 1800000000', 'SET k v PXAT 1800000000000'],
    ['SET k v PXAT 1800000000001', 'SET k v PXAT 1800000000001'],
    ['SET k v PXAT 9223372036854775807', 'SET k v PXAT 9223372036854775807'],
    ['SET k v NX EX 10 GET', `SET k v PXAT ${NOW_MS + 10_000}`],
    ['SETEX k 10 v', `SET k v PXAT ${NOW_MS + 10_000}`],
    ['PSETEX k 10 v', `SET k v PXAT ${NOW_MS + 10}`],
  ])('%s', (command, record) => {
    expect(recorded(command)).toEqual([record]);
  });

  test.each([
    ['EXPIRE k 10', `PEXPIREAT k ${NOW_MS + 10_000}`],
    ['PEXPIRE k 10', `PEXPIREAT k ${NOW_MS + 10}`],
    ['EXPIREAT k 1800000000', 'PEXPIREAT k 1800000000000'],
    ['PEXPIREAT k 1800000000001', 'PEXPIREAT k 1800000000001'],
    ['GETEX k EX 10', `PEXPIREAT k ${NOW_MS + 10_000}`],
    ['GETEX k EXAT 1800000000', 'PEXPIREAT k 1800000000000'],
    // Redis repeats NX and LT, which have been met.
    ['EXPIRE k 10 NX', `PEXPIREAT k ${NOW_MS + 10_000}`],
    ['EXPIRE k 10 LT', `PEXPIREAT k ${NOW_MS + 10_000}`],
  ])('%s', (command, record) => {
    expect(recorded('SET k v', command)).toEqual([record]);
  });
});

describe('what was asked becomes what was done', () => {
  test.each([
    ['EXPIRE k 0', 'DEL k'],
    ['PEXPIREAT k 1', 'DEL k'],
    ['GETEX k PXAT 1', 'DEL k'],
    ['GETEX k PERSIST', 'PERSIST k'],
    ['PERSIST k', 'PERSIST k'],
    ['SET k w KEEPTTL', 'SET k w KEEPTTL'],
    ['SET k w KEEPTTL GET XX', 'SET k w KEEPTTL'],
    // Redis repeats XX, which has been met.
    ['SET k w XX GET', 'SET k w'],
    ['SET k w', 'SET k w'],
    ['RENAME k l', 'RENAME k l'],
    ['INCRBYFLOAT n 0.1', 'SET n 0.1 KEEPTTL'],
  ])('%s', (command, record) => {
    expect(recorded('SET k v EX 100', command)).toEqual([record]);
  });

  test.each([
    'EXPIRE missing 10',
    'EXPIRE k 10 XX',
    'EXPIRE k 10 GT',
    'GETEX k',
    'GETEX k PERSIST',
    'GETEX missing EX 10',
    'PERSIST k',
    'SET k v NX EX 10',
    'SET k v EX 0',
    'TTL k',
  ])('%s changes nothing, so there is nothing to record', (command) => {
    expect(recorded('SET k v', command)).toEqual([]);
  });
});

describe('a death', () => {
  test('is recorded before what the command that met it does', () => {
    const { client, log, clock } = open();
    client.say('SET k 5 PX 10');
    clock.nowMs += 11;
    log.length = 0;
    client.say('INCR k');
    expect(log).toEqual(['DEL k', 'INCR k']);
  });

  test('is recorded when a command that only reads met it, and alone', () => {
    const { client, log, clock } = open();
    client.say('SET k 5 PX 10');
    clock.nowMs += 11;
    log.length = 0;
    client.say('GET k');
    client.say('GET k');
    expect(log).toEqual(['DEL k']);
  });

  test('is recorded in its own database, also after SWAPDB', () => {
    const { client, log, clock, engine } = open();
    client.say('SELECT 3');
    client.say('SET k 5 PX 10');
    client.say('SWAPDB 3 4');
    clock.nowMs += 11;
    log.length = 0;
    engine.maintain();
    expect(log).toEqual(['4: DEL k']);
  });

  test('makes the request of a write no change', () => {
    expect(recorded('SET k v PXAT 1', 'DEL k')).toEqual(['DEL k']);
    expect(recorded('SET k v PXAT 1', 'EXPIRE k 10')).toEqual(['DEL k']);
    expect(recorded('SET k v PXAT 1', 'SET k w')).toEqual(['DEL k', 'SET k w']);
    expect(recorded('SET k v PXAT 1', 'RENAME k l')).toEqual(['DEL k']);
  });
});

describe('while the log is replayed', () => {
  test('nothing dies, deadlines of the past are kept, and nothing is recorded', () => {
    const { client, log, engine } = open();
    engine.loading = true;
    client.say('SET a v PXAT 1');
    client.say('SET b v');
    expect(client.say('PEXPIREAT b 1')).toBe(':1\r\n');
    expect(client.say('GET a')).toBe('$1\r\nv\r\n');
    expect(client.say('RENAME b c')).toBe('+OK\r\n');
    engine.maintain();
    expect(client.say('DBSIZE')).toBe(':2\r\n');
    expect(log).toEqual([]);
    engine.loading = false;
    engine.maintain();
    expect(client.say('DBSIZE')).toBe(':0\r\n');
    expect(log.toSorted()).toEqual(['DEL a', 'DEL c']);
  });
});

const key = fc.constantFrom('a', 'b', 'c');
const delay = fc.integer({ min: 1, max: 60 }).map((ms) => `PX ${ms}`);
const moment = fc.integer({ min: -50, max: 200 }).map((ms) => `PXAT ${NOW_MS + ms}`);
const time = fc.oneof(delay, moment, fc.constantFrom('EX 1', 'KEEPTTL', ''));
const condition = fc.constantFrom('', '', 'NX', 'XX', 'GT', 'LT', 'XX GT');
const line = (...parts: (fc.Arbitrary<string> | string)[]) =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((words) => words.filter((word) => word !== '').join(' '));

const command = fc.oneof(
  line(
    'SET',
    key,
    fc.constantFrom('1', 'v'),
    time,
    fc.constantFrom('', 'NX', 'XX'),
    fc.constantFrom('', 'GET'),
  ),
  line('PSETEX', key, fc.nat({ max: 60 }).map(String), '7'),
  line('GETEX', key, fc.oneof(delay, moment, fc.constantFrom('PERSIST', ''))),
  line('PEXPIRE', key, fc.integer({ min: -5, max: 60 }).map(String), condition),
  line(
    'PEXPIREAT',
    key,
    fc.integer({ min: -50, max: 200 }).map((ms) => String(NOW_MS + ms)),
    condition,
  ),
  line(fc.constantFrom('PERSIST', 'GET', 'GETDEL', 'DEL', 'INCR', 'EXISTS', 'TTL', 'TYPE'), key),
  line(fc.constantFrom('APPEND', 'GETSET', 'SETNX', 'MSET', 'MSETNX'), key, '1'),
  line('INCRBYFLOAT', key, '0.5'),
  line('SETRANGE', key, '1', '2'),
  line(fc.constantFrom('RENAME', 'RENAMENX'), key, key),
  line('COPY', key, key, fc.constantFrom('', 'REPLACE', 'DB 1', 'DB 1 REPLACE')),
  line('MOVE', key, fc.constantFrom('0', '1')),
  line('SELECT', fc.constantFrom('0', '1')),
  line(fc.constantFrom('SWAPDB 0 1', 'FLUSHDB', 'RANDOMKEY', 'SCAN 0', 'KEYS *')),
);
const step = fc.record({
  command,
  passedMs: fc.constantFrom(0, 0, 1, 7, 30),
  maintain: fc.boolean(),
});

test('whatever was done, whoever replays it, whenever, has the same keys with the same deadlines', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 50 }), fc.nat({ max: 100 }), (steps, laterMs) => {
      const { engine, clock, client, log } = open();
      for (const { command, passedMs, maintain } of steps) {
        clock.nowMs += passedMs;
        if (maintain) engine.maintain();
        client.say(command);
      }
      clock.nowMs += laterMs;
      const replayed = replay(log, clock.nowMs);
      expect(stateOf(replayed)).toEqual(stateOf({ engine, client }));
    }),
    { numRuns: 400 },
  );
});

/** A server that starts on that log at that time. */
function replay(
  log: readonly string[],
  nowMs: number,
): { engine: TestEngine['engine']; client: Talk } {
  const { engine, clock, connect } = startEngine();
  const client = connect();
  clock.nowMs = nowMs;
  engine.loading = true;
  for (const line of log) {
    const [, dbIndex, request = ''] = /^(?:(\d+): )?(.*)$/.exec(line) ?? [];
    client.client.dbIndex = Number(dbIndex ?? 0);
    expect(client.say(request), request).not.toMatch(/^-/);
  }
  engine.loading = false;
  return { engine, client };
}

/** Values and deadlines of what is alive, by database. */
function stateOf({ engine, client }: { engine: TestEngine['engine']; client: Talk }): unknown {
  return keyspacesOf(engine).map((keyspace, dbIndex) => {
    client.client.dbIndex = dbIndex;
    const keys: string[] = [];
    keyspace.forEach((name) => {
      keys.push(name);
    });
    return keys.sort().map((name) => [name, client.say(`GET ${name}`), keyspace.deadline(name)]);
  });
}

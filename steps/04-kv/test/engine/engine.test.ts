// The engine by itself: layers, the table of commands, admission, counting, hooks.

import { ReplyError } from '@byor/03-event-loop/core';
import { describe, expect, test } from 'vitest';
import type { CommandRow } from '../../src/engine/command.ts';
import { Engine, type Layer } from '../../src/engine/engine.ts';
import { startEngine } from './talk.ts';

const row = (name: string, more: Partial<CommandRow> = {}): CommandRow => ({
  name,
  arity: 1,
  flags: [],
  syntax: '',
  summary: '',
  since: '1.0.0',
  run: ({ reply }) => reply.status(name),
  ...more,
});

describe('layers', () => {
  test('a layer adds commands', () => {
    const { connect } = startEngine({}, ({ commands }) => commands.define('x', [row('hi')]));
    expect(connect().say('Hi')).toBe('+hi\r\n');
  });

  test('defining a name twice fails at once', () => {
    const layer: Layer = ({ commands }) => commands.define('x', [row('hi')]);
    expect(() => new Engine().use(layer, layer)).toThrow('command hi is defined already');
  });

  test('replacing gives the name a new meaning, and needs an old one', () => {
    const better = row('ping', { run: ({ reply }) => reply.status('BETTER') });
    const { connect } = startEngine({}, ({ commands }) => commands.replace('x', [better]));
    expect(connect().say('PING')).toBe('+BETTER\r\n');
    const orphan: Layer = ({ commands }) => commands.replace('x', [row('hi')]);
    expect(() => new Engine().use(orphan)).toThrow('no command hi to replace');
  });

  test('a row without anything to run is refused', () => {
    const { run: _, ...bare } = row('hi');
    expect(() => new Engine().commands.define('x', [bare])).toThrow('hi has no run');
  });

  test('the same holds for parameters', () => {
    const { config } = startEngine().engine;
    const parameter = { name: 'hz', default: '1', summary: '', parse: (text: string) => text };
    expect(() => config.define(parameter)).toThrow('parameter hz is defined already');
    config.replace(parameter);
    expect(config.text('hz')).toBe('1');
    expect(() => config.replace({ ...parameter, name: 'no-such' })).toThrow('no parameter no-such');
  });

  test('start runs the hooks once the databases are open', () => {
    let seen = 0;
    startEngine({ databases: '3' }, (engine) => {
      engine.hooks.start.push(() => {
        seen = engine.databases.length;
      });
    });
    expect(seen).toBe(3);
  });
});

describe('finding a command', () => {
  test('any case of its name, and nothing but its name', () => {
    const { commands } = startEngine().engine;
    for (const { name } of commands.values()) {
      expect(commands.get(name)?.name).toBe(name);
    }
    const client = startEngine().connect();
    expect(client.say('pInG')).toBe('+PONG\r\n');
    expect(client.say('PIN')).toMatch(/^-ERR unknown command 'PIN'/);
    expect(client.say('PINGS')).toMatch(/^-ERR unknown command/);
    expect(client.call('P\x09NG')).toMatch(/^-ERR unknown command/); // differs from I in the case bit only
  });

  test('subcommands have names of their own', () => {
    const client = startEngine().connect();
    expect(client.say('client ID')).toBe(`:${client.client.id}\r\n`);
    expect(client.say('CLIENT')).toBe("-ERR wrong number of arguments for 'client' command\r\n");
    expect(client.say('CLIENT ID 1')).toBe(
      "-ERR wrong number of arguments for 'client|id' command\r\n",
    );
    expect(client.say('client foo')).toBe("-ERR unknown subcommand 'foo'. Try CLIENT HELP.\r\n");
  });
});

describe('what is counted', () => {
  test('calls, failures and rejections of each command, and errors by their code', () => {
    const { engine, connect } = startEngine();
    const client = connect();
    client.say('SET k v');
    client.say('SELECT 99');
    client.say('SELECT');
    client.say('NOSUCH');
    client.say('HELLO 9');
    const select = engine.commands.get('select');
    expect(select).toMatchObject({ calls: 1, failed: 1, rejected: 1 });
    expect(engine.stats.commands).toBe(3); // those that ran
    expect(Object.fromEntries(engine.stats.errors)).toEqual({ ERR: 3, NOPROTO: 1 });
    expect(client.say('CONFIG RESETSTAT')).toBe('+OK\r\n');
    expect(select).toMatchObject({ calls: 0, failed: 0, rejected: 0, elapsedUs: 0 });
    expect(engine.stats.errorReplies).toBe(0);
  });

  test('a layer sets its own counters back with the others', () => {
    let counted = 5;
    const { connect } = startEngine({}, ({ stats }) => {
      stats.onReset(() => {
        counted = 0;
      });
    });
    connect().say('CONFIG RESETSTAT');
    expect(counted).toBe(0);
  });

  test('the rate follows the clock, in every turn of the loop', () => {
    const { engine, clock, connect } = startEngine();
    const client = connect();
    for (let n = 0; n < 50; n++) client.say('PING');
    clock.nowMs += 500;
    engine.maintain();
    expect(engine.stats.commandsPerSecond).toBe(100);
    clock.nowMs += 50;
    engine.maintain(); // too soon for another sample
    expect(engine.stats.commandsPerSecond).toBe(100);
  });
});

describe('hooks', () => {
  test('one before a command can refuse it', () => {
    const { engine, connect } = startEngine({}, ({ hooks }) => {
      hooks.before.push(({ command }) => {
        if (command.flags.includes('write')) throw new ReplyError('MISCONF no');
      });
    });
    const client = connect();
    expect(client.say('SET k v')).toBe('-MISCONF no\r\n');
    expect(client.say('GET k')).toBe('$-1\r\n');
    expect(engine.commands.get('set')?.calls).toBe(0);
  });

  test('one for what no command answers is asked before that is said', () => {
    const seen: string[] = [];
    const { connect } = startEngine({}, ({ hooks }) => {
      hooks.unknown.push((request, client) => {
        seen.push(`${client.id}: ${request.strings().join(' ')}`);
        if (seen.length > 1) throw new ReplyError('DENIED again');
      });
    });
    const client = connect();
    expect(client.say('NOSUCH a')).toMatch(/^-ERR unknown command 'NOSUCH'/);
    expect(client.say('NOSUCH b')).toBe('-DENIED again\r\n');
    expect(seen).toEqual(['1: NOSUCH a', '1: NOSUCH b']);
  });

  test('one after a command sees it, failed or not; one that times it sees how long it took', () => {
    const seen: string[] = [];
    const { clock, connect } = startEngine({}, ({ hooks }) => {
      hooks.after.push(({ command }) => {
        seen.push(command.fullName);
      });
      hooks.timed.push(({ command }, elapsedUs) => {
        seen.push(`${command.fullName} ${elapsedUs}`);
      });
    });
    clock.commandUs = 7;
    const client = connect();
    client.say('CLIENT ID');
    client.say('SELECT 99');
    expect(seen).toEqual(['client|id', 'client|id 7', 'select', 'select 7']);
  });

  test('a client is active when it comes and with each read, however many requests that brings', () => {
    const seen: string[] = [];
    const { clock, connect } = startEngine({}, ({ hooks }) => {
      hooks.active.push(({ id, lastActiveMs }) => seen.push(`${id} at ${lastActiveMs % 1000}`));
      hooks.disconnected.push(({ id }) => seen.push(`${id} gone`));
    });
    const talk = connect();
    clock.nowMs += 5;
    talk.client.input.feed(Uint8Array.from('PING\r\nPING\r\nPI', (char) => char.charCodeAt(0)));
    talk.client.process();
    clock.nowMs += 5;
    talk.leave();
    expect(seen).toEqual(['1 at 0', '1 at 5', '1 gone']);
  });

  test('maintenance says whether there is more to do', () => {
    let left = 2;
    const { engine } = startEngine({}, ({ hooks }) => {
      hooks.maintain.push(() => --left > 0);
    });
    expect([engine.maintain(), engine.maintain()]).toEqual([true, false]);
  });
});

describe('clients', () => {
  test('the one beyond maxclients is told so and closed; a place becomes free again', () => {
    const { engine, connect } = startEngine({ maxclients: '2' });
    const first = connect();
    connect();
    const third = connect();
    expect(third.client.closing).toBe(true);
    expect(third.heard()).toBe('-ERR max number of clients reached\r\n');
    third.leave();
    expect([engine.clients.size, engine.stats.rejectedConnections]).toEqual([2, 1]);
    first.leave();
    expect(connect().say('PING')).toBe('+PONG\r\n');
  });

  test('SHUTDOWN ends the server and says nothing', () => {
    const { connect, shutdowns } = startEngine();
    const client = connect();
    expect(client.say('SHUTDOWN NOSAVE SAVE')).toBe('-ERR syntax error\r\n');
    expect(shutdowns()).toBe(0);
    expect(client.say('SHUTDOWN NOSAVE')).toBe('');
    expect([shutdowns(), client.client.closing]).toEqual([1, true]);
  });
});

test('a value of 512 MiB, longer than V8’s longest string, is refused where text is wanted, and ends nothing', () => {
  const client = startEngine().connect();
  expect(client.say('SETRANGE k 536870911 x')).toBe(':536870912\r\n');
  expect(client.say('INCR k')).toBe('-ERR value is not an integer or out of range\r\n');
  expect(client.say('INCRBYFLOAT k 1')).toBe('-ERR value is not a valid float\r\n');
  expect(client.say('LCS k none')).toMatch(/^-ERR Insufficient memory/);
  expect(client.say('DEBUG OBJECT k')).toContain(' serializedlength:536870917 ');
  expect(client.say('GETRANGE k -1 -1')).toBe('$1\r\nx\r\n');
  expect(client.say('DEBUG POPULATE 1 key 536870912')).toBe('-ERR value is out of range\r\n');
});

test('a string is 2 GiB long at most, whatever proto-max-bulk-len allows', () => {
  const client = startEngine().connect();
  client.say('SET k v');
  client.say('CONFIG SET proto-max-bulk-len 100gb');
  for (const offset of [2 ** 31 - 1, 3_000_000_000, 5_000_000_000]) {
    expect(client.say(`SETRANGE k ${offset} x`)).toMatch(/^-ERR string exceeds maximum/);
  }
  expect(client.say('GET k')).toBe('$1\r\nv\r\n');
});

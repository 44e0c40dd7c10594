// The power goes after each file operation in turn, through a load, a workload and a rewrite. Whatever the disk has then,
// a server that starts on it holds what was acknowledged.

import { describe, expect, test } from 'vitest';
import { MemoryFileSystem } from '../src/core.ts';
import { contentsOf } from './contents.ts';
import { FaultyFileSystem } from './faulty-file-system.ts';
import { type LoggedEngine, startLogged, type Talk } from './talk.ts';

const KEYS = 40;

/** Commands of one turn each. */
const TURNS: readonly (readonly string[])[] = [
  ['INCR n', 'SET e1 x PX 100000', 'APPEND k3 more'],
  ['BGREWRITEAOF', 'SET new 1'],
  ['RENAME k1 moved', 'INCR n', 'COPY k2 copied DB 1', 'SETRANGE k7 3 zzz'],
  ['DEL k4 k5', 'APPEND k6 x', 'APPEND k6 y', 'MOVE k8 3'],
  ['SWAPDB 0 1', 'INCR n', 'SET k9 other', 'SWAPDB 0 1'],
  ['PEXPIRE k10 50000', 'PERSIST e1', 'GETDEL k11', 'INCRBYFLOAT f 1.5'],
  ['SELECT 1', 'SET only here', 'FLUSHDB', 'SET after flush', 'SELECT 0'],
  ['INCR n', 'SET last 1'],
  ['INCR n'],
  ['INCR n'],
  ['INCR n'],
  ['INCR n'],
  ['INCR n'],
];

interface Run {
  /** What was in the server when replies last left, and after each command since. */
  readonly possible: string[];
  readonly operations: number;
}

/** A disk on which a server has run and was killed in the middle of a record. */
function usedDisk(): MemoryFileSystem {
  const disk = new MemoryFileSystem();
  const server = startLogged(disk, { appendfsync: 'always' });
  const client = server.connect();
  for (let key = 0; key < KEYS; key++) client.say(`SET k${key} value:${key}`);
  server.engine.persist();
  const used = disk.afterCrash('least');
  const file = used.openToAppend('appendonlydir/appendonly.aof.1.incr.aof');
  file.write(new TextEncoder().encode('*3\r\n$3\r\nSET\r\n$4\r\nhalf'));
  file.sync();
  return used;
}

async function run(disk: FaultyFileSystem, policy: string): Promise<Run> {
  let server: LoggedEngine;
  try {
    server = startLogged(disk, { appendfsync: policy });
  } catch (error) {
    if (!disk.crashed) throw error;
    return { possible: [initial()], operations: disk.log.length };
  }
  server.clock.commandUs = 250; // a rewrite's share of a turn is some twenty keys
  const client = server.connect();
  const possible = [contentsOf(server.engine)];
  for (const turn of TURNS) {
    try {
      for (const line of turn) say(client, line, server, possible);
      server.clock.nowMs += 400;
      server.engine.maintain();
      server.engine.persist();
    } catch (error) {
      if (!disk.crashed) throw error;
    }
    if (disk.crashed) break;
    if (policy === 'always') possible.splice(0, possible.length - 1);
    await Promise.resolve();
    await Promise.resolve();
  }
  return { possible, operations: disk.log.length };
}

function say(client: Talk, line: string, server: LoggedEngine, possible: string[]): void {
  const reply = client.say(line);
  if (reply.startsWith('-') && !(server.report.warnings.length > 0))
    throw new Error(`${line}: ${reply}`);
  possible.push(contentsOf(server.engine));
}

const initial = () => contentsOf(startLogged(usedDisk()).engine);

function restart(disk: MemoryFileSystem): string {
  const server = startLogged(disk);
  const held = contentsOf(server.engine);
  // and it goes on from there
  server.connect().say('SET probe 1');
  server.engine.persist();
  return held;
}

describe.each(['always', 'everysec'])('a crash at any file operation under %s', (policy) => {
  test('leaves what was acknowledged, and no half of anything', async () => {
    const whole = await run(new FaultyFileSystem(usedDisk()), policy);
    expect(whole.operations).toBeGreaterThan(30);
    for (let after = 0; after < whole.operations; after++) {
      const memory = usedDisk();
      const disk = new FaultyFileSystem(memory);
      disk.crashAfter(after);
      const { possible } = await run(disk, policy);
      for (const how of ['least', 'most'] as const) {
        const held = restart(memory.afterCrash(how));
        const where = `crash after operation ${after} (${disk.log[after]?.kind} ${disk.log[after]?.path}), ${how}`;
        expect(possible, where).toContain(held);
      }
    }
  });
});

test('the rewrite of the run came to its end', async () => {
  const memory = usedDisk();
  await run(new FaultyFileSystem(memory), 'always');
  expect(memory.list('appendonlydir').sort()).toEqual([
    'appendonly.aof.2.base.aof',
    'appendonly.aof.2.incr.aof',
    'appendonly.aof.manifest',
  ]);
});

// A rewrite while everything changes: base and increment together are what the server holds, whatever happened meanwhile.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Args, latin1Slice, MemoryFileSystem } from '../src/core.ts';
import { bags } from './bags.ts';
import { contentsOf } from './contents.ts';
import { FaultyFileSystem } from './faulty-file-system.ts';
import { finishRewrite as finishInTurns, type LoggedEngine, startLogged } from './talk.ts';

const settle = async () => {
  await Promise.resolve();
  await Promise.resolve();
};

/** A turn of which a rewrite has a small share: `steps` rounds of eight keys. */
function endTurn(server: LoggedEngine, steps = 1): boolean {
  server.clock.commandUs = 500 / steps;
  const more = server.engine.maintain();
  server.engine.persist();
  return more;
}

const finishRewrite = (server: LoggedEngine) => finishInTurns(server, endTurn);

/** Asks for a rewrite. Its base is of the moment when this returns. */
function beginRewrite(server: LoggedEngine): void {
  server.connect().say('BGREWRITEAOF');
  endTurn(server);
}

function replayed(disk: MemoryFileSystem): string {
  return contentsOf(startLogged(disk.afterCrash('most'), {}, bags).engine);
}

describe('BGREWRITEAOF', () => {
  test('says what Redis says, and leaves one base and one increment', async () => {
    const disk = new MemoryFileSystem();
    const server = startLogged(disk);
    const client = server.connect();
    for (let n = 0; n < 100; n++) client.say(`INCR n${n % 10}`);
    expect(client.say('BGREWRITEAOF')).toBe('+Background append only file rewriting started\r\n');
    expect(client.say('BGREWRITEAOF')).toBe(
      '-ERR Background append only file rewriting already in progress\r\n',
    );
    expect(client.say('INFO persistence')).toContain('aof_rewrite_in_progress:1');
    await finishRewrite(server);
    expect(disk.list('appendonlydir').sort()).toEqual([
      'appendonly.aof.2.base.aof',
      'appendonly.aof.2.incr.aof',
      'appendonly.aof.manifest',
    ]);
    expect(disk.size('appendonlydir/appendonly.aof.2.base.aof')).toBeLessThan(400);
    expect(client.say('INFO persistence')).toMatch(/aof_last_bgrewrite_status:ok.*aof_rewrites:1/s);
    expect(replayed(disk)).toBe(contentsOf(server.engine));
  });

  test('makes a directory that has gone again, and holds it', async () => {
    const disk = new MemoryFileSystem();
    const server = startLogged(disk);
    const client = server.connect();
    client.say('SET a 1');
    endTurn(server);
    for (const name of disk.list('appendonlydir')) disk.remove(`appendonlydir/${name}`);
    expect(client.say('BGREWRITEAOF')).toMatch(/^\+Background/);
    await finishRewrite(server);
    client.say('SET b 2');
    endTurn(server);
    expect(replayed(disk)).toBe('0 a = 1 until ever\n0 b = 2 until ever');
    expect(() => startLogged(disk)).toThrow(/in use by another server/);
  });

  test('that cannot begin is told by INFO, until one succeeds', async () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk);
    const client = server.connect();
    disk.fail('create', 'EACCES');
    expect(client.say('BGREWRITEAOF')).toMatch(/^-ERR .*Permission denied/);
    expect(client.say('INFO persistence')).toContain('aof_last_bgrewrite_status:err');
    disk.heal();
    client.say('BGREWRITEAOF');
    await finishRewrite(server);
    expect(client.say('INFO persistence')).toContain('aof_last_bgrewrite_status:ok');
  });

  test('has the last second synced beside the loop before it begins', async () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk, { appendfsync: 'everysec' });
    const client = server.connect();
    const say = async (line: string) => {
      client.say(line);
      const before = disk.log.length;
      endTurn(server);
      const did = disk.log.slice(before).map(({ kind, path }) => `${kind} ${path}`);
      await settle();
      return did;
    };
    const increment = 'appendonlydir/appendonly.aof.1.incr.aof';
    expect(await say('SET a 1')).toEqual([`write ${increment}`, `sync ${increment}`]);
    expect(await say('SET b 2')).toEqual([`write ${increment}`]);
    const asked = disk.log.length;
    expect(client.say('BGREWRITEAOF')).toMatch(/^\+Background/);
    expect(disk.log.slice(asked).map(({ kind }) => kind)).toEqual(['create', 'sync']);
    expect(await say('SET c 3')).toEqual([]); // that sync has not ended: neither a rewrite nor a write waits for it
    const begun = await say('SET d 4');
    expect(begun.slice(0, 3)).toEqual([
      `write ${increment}`,
      `sync ${increment}`,
      'create appendonlydir/appendonly.aof.2.incr.aof',
    ]);
    await finishRewrite(server);
    expect(replayed(disk.below as MemoryFileSystem)).toBe(contentsOf(server.engine));
  });

  test('syncs what has changed meanwhile before a manifest names the base', async () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk, { appendfsync: 'no' });
    beginRewrite(server);
    server.engine.record(0, Args.of('SET', 'a', '1'));
    endTurn(server);
    await finishRewrite(server);
    const did = disk.log.map(({ kind, path }) => `${kind} ${path}`);
    const increment = 'appendonlydir/appendonly.aof.2.incr.aof';
    const named = did.indexOf(
      'rename appendonlydir/temp-appendonly.aof.manifest',
      did.indexOf(`write ${increment}`),
    );
    expect(named).toBeGreaterThan(did.indexOf(`write ${increment}`));
    expect(did.slice(0, named)).toContain(`sync ${increment}`);
  });

  test('goes on in the new increment once a manifest names it, though the disk fails then', () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk, { appendfsync: 'no' });
    const client = server.connect();
    client.say('BGREWRITEAOF');
    disk.fail('syncDirectory', 'EIO', 2); // the one behind the rename
    endTurn(server);
    disk.heal();
    client.say('SET a 1');
    endTurn(server);
    const memory = disk.below as MemoryFileSystem;
    memory.openToAppend('appendonlydir/appendonly.aof.2.incr.aof').write(Buffer.from('*3\r\n'));
    expect(replayed(memory)).toBe('0 a = 1 until ever');
    expect(memory.size('appendonlydir/appendonly.aof.1.incr.aof')).toBe(0);
  });

  test('takes a bounded share of each turn', () => {
    const server = startLogged(new MemoryFileSystem());
    const client = server.connect();
    for (let n = 0; n < 1000; n++) client.say(`SET k${n} v`);
    beginRewrite(server);
    let turns = 1;
    while (endTurn(server, 2)) turns++;
    expect(turns).toBeGreaterThan(30);
  });

  test('that fails leaves the log as it was, and its file away', async () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk);
    const client = server.connect();
    client.say('SET a 1');
    beginRewrite(server);
    disk.judge = ({ kind, path }) =>
      kind === 'write' && path.includes('base') ? 'ENOSPC' : undefined;
    endTurn(server);
    expect(client.say('INFO persistence')).toContain('aof_last_bgrewrite_status:err');
    expect(server.report.warnings.join()).toContain('No space left on device');
    expect(disk.list('appendonlydir')).not.toContain('appendonly.aof.2.base.aof');
    client.say('SET b 2');
    endTurn(server);
    const memory = disk.below as MemoryFileSystem;
    expect(replayed(memory)).toBe(contentsOf(server.engine));
    disk.heal();
    client.say('BGREWRITEAOF');
    await finishRewrite(server);
    expect(client.say('INFO persistence')).toContain('aof_last_bgrewrite_status:ok');
    expect(replayed(memory)).toBe(contentsOf(server.engine));
  });

  test.each(['create', 'write', 'sync', 'rename', 'syncDirectory', 'remove'] as const)(
    'loses nothing when any one %s of it fails',
    async (kind) => {
      for (let nth = 1; nth <= 6; nth++) {
        const disk = new FaultyFileSystem(new MemoryFileSystem());
        const server = startLogged(disk, { appendfsync: 'no' });
        const client = server.connect();
        for (let n = 0; n < 30; n++) client.say(`SET k${n} v`);
        server.engine.persist();
        disk.fail(kind, 'EIO', nth);
        for (let turn = 0; turn < 8; turn++) {
          client.say(turn === 0 ? 'BGREWRITEAOF' : `APPEND k${turn} x`);
          endTurn(server);
          await settle();
        }
        disk.heal();
        endTurn(server);
        const memory = disk.below as MemoryFileSystem;
        for (const how of ['most', 'least'] as const) {
          server.engine.config.set([['appendfsync', 'always']]);
          client.say('INCR last');
          endTurn(server);
          expect(replayed(memory.afterCrash(how)), `${kind} ${nth}, ${how}`).toBe(
            contentsOf(server.engine),
          );
        }
      }
    },
  );
});

describe('by itself', () => {
  const small = { 'auto-aof-rewrite-min-size': '1000', 'auto-aof-rewrite-percentage': '100' };

  test('when the log has doubled', async () => {
    const disk = new MemoryFileSystem();
    const server = startLogged(disk, small);
    const client = server.connect();
    for (let n = 0; n < 100; n++) {
      client.say('INCR n');
      endTurn(server);
      server.clock.nowMs += 1000;
      await settle();
    }
    expect(client.say('INFO persistence')).toMatch(/aof_rewrites:[1-9]/);
    expect(replayed(disk)).toBe(contentsOf(server.engine));
  });

  test.each([
    ['not below the least size', { ...small, 'auto-aof-rewrite-min-size': '1mb' }],
    ['not with percentage 0', { ...small, 'auto-aof-rewrite-percentage': '0' }],
  ])('%s', async (_, flags) => {
    const server = startLogged(new MemoryFileSystem(), flags);
    const client = server.connect();
    for (let n = 0; n < 100; n++) {
      client.say('INCR n');
      endTurn(server);
      await settle();
    }
    expect(client.say('INFO persistence')).toContain('aof_rewrites:0');
  });

  test('after a failure it waits before it tries again', async () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk, small);
    const client = server.connect();
    disk.judge = ({ kind, path }) =>
      kind === 'create' && path.includes('base') ? 'EIO' : undefined;
    for (let n = 0; n < 100; n++) {
      client.say('INCR n');
      endTurn(server);
      await settle();
    }
    expect(client.say('INFO persistence')).toContain('aof_rewrites_consecutive_failures:1');
    server.clock.nowMs += 60_000;
    endTurn(server);
    expect(client.say('INFO persistence')).toContain('aof_rewrites_consecutive_failures:2');
  });
});

describe('a large value', () => {
  const BIG = 400;

  async function withBigBag() {
    const disk = new MemoryFileSystem();
    const server = startLogged(disk, {}, bags);
    const client = server.connect();
    for (let n = 0; n < BIG; n++) client.say(`BAGPUT big m${n} ${n}`);
    client.say('PEXPIRE big 1000000');
    beginRewrite(server);
    return { disk, server, client };
  }

  test('is written by and by while it changes', async () => {
    const { disk, server, client } = await withBigBag();
    for (let n = 0; n < 100; n++) {
      client.say(`BAGPUT big m${(n * 7) % BIG} changed${n} new${n} 1`);
      client.say(`BAGTAKE big m${(n * 11) % BIG}`);
      endTurn(server);
    }
    await finishRewrite(server);
    expect(replayed(disk)).toBe(contentsOf(server.engine));
  });

  test('goes on under another name, in another database, or nowhere', async () => {
    for (const line of [
      'RENAME big other',
      'MOVE big 5',
      'DEL big',
      'FLUSHALL',
      'SWAPDB 0 1',
      'PERSIST big',
      'SET big small',
    ]) {
      const { disk, server, client } = await withBigBag();
      client.say('BAGPUT big m1 first');
      endTurn(server);
      client.say(line);
      client.say('BAGPUT other m2 second m3 third');
      endTurn(server);
      client.say('BAGTAKE other m2');
      await finishRewrite(server);
      expect(replayed(disk), line).toBe(contentsOf(server.engine));
    }
  });

  test.each(['COPY big copy', 'BAGJOIN copy small big'])(
    'is finished before it is copied: %s',
    async (line) => {
      const { disk, server, client } = await withBigBag();
      client.say('BAGPUT big m1 first');
      endTurn(server);
      client.say(line);
      client.say('BAGPUT big m399 second');
      client.say('BAGTAKE copy m398');
      await finishRewrite(server);
      expect(replayed(disk)).toBe(contentsOf(server.engine));
    },
  );

  test('is not finished because it changes', async () => {
    const { disk, server, client } = await withBigBag();
    const base = 'appendonlydir/appendonly.aof.2.base.aof';
    client.say('BAGPUT big m1 first');
    endTurn(server);
    const begun = disk.size(base) as number;
    await finishRewrite(server);
    expect(begun).toBeLessThan((disk.size(base) as number) / 2);
  });

  test('keeps its deadline, even if replay finds it empty for a moment', async () => {
    const { disk, server, client } = await withBigBag();
    const all = Array.from({ length: BIG - 1 }, (_, n) => `m${n}`).join(' ');
    client.say(`BAGTAKE big ${all}`); // m399 is left, and not written yet
    client.say('BAGPUT big m1 again');
    client.say(`BAGTAKE big m${BIG - 1}`);
    await finishRewrite(server);
    expect(replayed(disk)).toBe(contentsOf(server.engine));
    expect(contentsOf(server.engine)).toMatch(/until \d/);
  });
});

test('whatever is done meanwhile, base and increment are what the server holds', async () => {
  const key = fc.constantFrom(...Array.from({ length: 12 }, (_, n) => `k${n}`));
  const command = fc.oneof(
    fc.tuple(fc.constantFrom('INCR', 'DEL', 'PERSIST', 'GETDEL'), key),
    fc.tuple(fc.constantFrom('APPEND', 'SETNX', 'GETSET'), key, fc.constantFrom('1', 'x')),
    fc.tuple(fc.constantFrom('RENAME', 'RENAMENX'), key, key),
    fc.tuple(fc.constant('COPY'), key, key, fc.constantFrom('REPLACE', 'DB 1', 'DB 0')),
    fc.tuple(fc.constantFrom('MOVE'), key, fc.constantFrom('0', '1')),
    fc.tuple(fc.constant('PEXPIREAT'), key, fc.constantFrom('1700000009999', '1700000000500', '1')),
    fc.tuple(fc.constant('BAGPUT'), key, fc.constantFrom('m1 1', 'm2 2 m3 3', 'm1 9 m99 1')),
    fc.tuple(fc.constant('BAGTAKE'), key, fc.constantFrom('m1', 'm2 m3', 'm4 m5 m6')),
    fc.tuple(fc.constantFrom('SWAPDB 0 1', 'FLUSHDB', 'SELECT 1', 'SELECT 0', 'TICK', 'TICK')),
  );
  const run = fc.array(
    command.map((words) => words.join(' ')),
    { minLength: 10, maxLength: 60 },
  );
  await fc.assert(
    fc.asyncProperty(run, run, async (before, meanwhile) => {
      const disk = new MemoryFileSystem();
      const server = startLogged(disk, {}, bags);
      const client = server.connect();
      for (let n = 0; n < 30; n++) client.say(`BAGPUT k${n % 2} m${n} ${n}`);
      for (const line of before) client.say(line);
      beginRewrite(server);
      for (const line of meanwhile) {
        if (line === 'TICK') {
          server.clock.nowMs += 300;
          endTurn(server);
        } else client.say(line);
      }
      await finishRewrite(server);
      client.say('SET done 1');
      endTurn(server);
      const again = startLogged(disk.afterCrash('most'), {}, bags);
      again.clock.nowMs = server.clock.nowMs;
      expect(contentsOf(again.engine)).toBe(contentsOf(server.engine));
    }),
    { numRuns: 300 },
  );
});

test('the base says each key in its shortest form', async () => {
  const disk = new MemoryFileSystem();
  const server = startLogged(disk);
  const client = server.connect();
  client.say('SET a 1 PXAT 1900000000000');
  client.say('SELECT 5');
  client.say('SETRANGE b 3 x');
  client.say('BGREWRITEAOF');
  await finishRewrite(server);
  const base = disk.content('appendonlydir/appendonly.aof.2.base.aof');
  expect(
    latin1Slice(base, 0, base.length)
      .replaceAll(/\*\d+\r\n|\$\d+\r\n/g, '')
      .replaceAll('\r\n', ' '),
  ).toBe('SELECT 0 SET a 1 PXAT 1900000000000 SELECT 5 SET b \0\0\0x ');
});

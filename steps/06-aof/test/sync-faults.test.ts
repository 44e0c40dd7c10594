// A disk that fails a sync and works again: the server does, too. What the failed sync was to save may be lost although later
// ones succeed, so a rewrite replaces it.

import { expect, test } from 'vitest';
import { MemoryFileSystem } from '../src/core.ts';
import { contentsOf } from './contents.ts';
import { FaultyFileSystem } from './faulty-file-system.ts';
import { endTurn, finishRewrite, type LoggedEngine, startLogged, type Talk } from './talk.ts';

const REFUSED = /^-MISCONF .*Input\/output error/;

/** A server under everysec whose rewrite takes some turns. */
async function startFaulty() {
  const memory = new MemoryFileSystem();
  const disk = new FaultyFileSystem(memory);
  const server = startLogged(disk, { appendfsync: 'everysec' });
  server.clock.commandUs = 100;
  const client = server.connect();
  for (let n = 0; n < 300; n++) client.say(`SET k${n} v`);
  await turn(server);
  return { memory, disk, server, client };
}

/** More than a second, at whose end syncs that run beside end, too. */
async function turn(server: LoggedEngine): Promise<void> {
  server.clock.nowMs += 1100;
  endTurn(server);
  await Promise.resolve();
  await Promise.resolve();
}

/** The next sync of a file fails, and is over. */
async function failSync(server: LoggedEngine, disk: FaultyFileSystem): Promise<void> {
  disk.fail('sync', 'EIO');
  await turn(server);
  disk.heal();
}

const rewrites = (client: Talk) => Number(/aof_rewrites:(\d+)/.exec(client.say('INFO'))?.[1]);

/** Writes are taken again, after so many rewrites, and what the disk holds is what the server holds. */
async function expectRecovered(
  { memory, server, client }: Awaited<ReturnType<typeof startFaulty>>,
  after: number,
): Promise<void> {
  for (let turns = 0; turns < 3; turns++) await turn(server);
  expect(client.say('SET recovered 1')).toBe('+OK\r\n');
  await finishRewrite(server);
  await turn(server);
  await finishRewrite(server);
  await turn(server);
  expect(rewrites(client)).toBe(after);
  for (const how of ['least', 'most'] as const) {
    expect(contentsOf(startLogged(memory.afterCrash(how)).engine)).toBe(contentsOf(server.engine));
  }
}

test('while a rewrite is written: another one follows, since the new increment may lack something', async () => {
  const faulty = await startFaulty();
  const { disk, server, client } = faulty;
  client.say('BGREWRITEAOF');
  await turn(server);
  client.say('SET meanwhile 1');
  await failSync(server, disk);
  expect(client.say('SET refused 1')).toMatch(REFUSED);
  expect(client.say('INFO')).toContain('aof_rewrite_in_progress:1');
  await finishRewrite(server); // syncs the increment before it is named
  expect(client.say('SET recovered 1')).toBe('+OK\r\n');
  await expectRecovered(faulty, 2);
});

test('before a rewrite begins: that one is enough', async () => {
  const faulty = await startFaulty();
  const { disk, server, client } = faulty;
  client.say('SET before 1');
  endTurn(server);
  disk.fail('sync', 'EIO', 1);
  client.say('BGREWRITEAOF');
  await turn(server);
  await expectRecovered(faulty, 1);
});

test('CONFIG SET appendfsync to no, always and back', async () => {
  const faulty = await startFaulty();
  const { disk, server, client } = faulty;
  client.say('SET a 1');
  await failSync(server, disk);
  expect(client.say('SET refused 1')).toMatch(REFUSED);
  for (const policy of ['no', 'always', 'everysec']) {
    expect(client.say(`CONFIG SET appendfsync ${policy}`)).toBe('+OK\r\n');
    endTurn(server);
  }
  await expectRecovered(faulty, 1);
});

test('DEBUG LOADAOF syncs everything, and ends the trouble', async () => {
  const faulty = await startFaulty();
  const { disk, server, client } = faulty;
  client.say('SET a 1');
  await failSync(server, disk);
  expect(client.say('SET refused 1')).toMatch(REFUSED);
  expect(client.say('DEBUG LOADAOF')).toBe('+OK\r\n');
  expect(client.say('SET a 2')).toBe('+OK\r\n');
  await expectRecovered(faulty, 1);
});

test.each(['appendonly no', 'stop'])('%s syncs everything, and begins no rewrite', async (how) => {
  const { memory, disk, server, client } = await startFaulty();
  client.say('SET a 1');
  await failSync(server, disk);
  const held = contentsOf(server.engine);
  const created = () => disk.log.filter(({ kind }) => kind === 'create').length;
  const before = created();
  if (how === 'stop') server.engine.stop();
  else expect(client.say('CONFIG SET appendonly no')).toBe('+OK\r\n');
  await turn(server);
  expect(created()).toBe(before);
  expect(contentsOf(startLogged(memory.afterCrash('least')).engine)).toBe(held);
});

test('a rewrite that failed after the disk had recovered is tried again', async () => {
  const faulty = await startFaulty();
  const { disk, server, client } = faulty;
  client.say('SET a 1');
  await failSync(server, disk);
  disk.judge = ({ kind, path }) => (kind === 'create' && path.includes('base') ? 'EIO' : undefined);
  await turn(server);
  await turn(server);
  expect(client.say('INFO')).toContain('aof_rewrites_consecutive_failures:1');
  disk.heal();
  server.clock.nowMs += 60_000;
  await expectRecovered(faulty, 2); // the one that failed counts
});

test('whichever syncs of a rewrite fail, in whichever turn: once the disk works, the server does', async () => {
  for (let first = 0; first < 8; first++) {
    for (let count = 1; count <= 3; count++) {
      const { memory, disk, server, client } = await startFaulty();
      client.say('BGREWRITEAOF');
      for (let at = 0; at < first + count; at++) {
        if (at === first) disk.fail('sync', 'EIO');
        client.say(`APPEND k${at} x`);
        await turn(server);
      }
      disk.heal();
      const where = `turn ${first}, ${count} of them`;
      for (let turns = 0; turns < 3; turns++) await turn(server);
      expect(client.say('SET recovered 1'), where).toBe('+OK\r\n');
      server.clock.nowMs += 60_000; // a rewrite that failed waits
      for (let turns = 0; turns < 100; turns++) await turn(server);
      expect(client.say('INFO'), where).toContain('aof_last_bgrewrite_status:ok');
      expect(contentsOf(startLogged(memory.afterCrash('least')).engine), where).toBe(
        contentsOf(server.engine),
      );
    }
  }
});

test('under always it stops the server, whoever saw it: a later sync does not bring back what it lost', async () => {
  const disk = new FaultyFileSystem(new MemoryFileSystem());
  const server = startLogged(disk, { appendfsync: 'always' });
  const client = server.connect();
  for (let n = 0; n < 300; n++) client.say(`SET k${n} v`);
  endTurn(server);
  client.say('BGREWRITEAOF');
  // The new increment's, when the switch to the new base asks for it; the persist phase's go well.
  disk.judge = ({ kind, path }) =>
    kind === 'sync' && path.includes('.2.incr.') ? 'EIO' : undefined;
  const turns = async () => {
    for (let left = 200; left > 0; left--) {
      client.say('SET k0 w');
      server.engine.maintain();
      const { judge } = disk;
      disk.heal();
      server.engine.persist();
      disk.judge = judge;
      await Promise.resolve(); // a sync beside the loop ends
      await Promise.resolve();
    }
  };
  await expect(turns()).rejects.toThrow(/Error syncing .*Input\/output error.*the server stops/);
});

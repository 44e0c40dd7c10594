// A base may hold changes that were made while it was written. The increment that tells of them must be on the disk before
// the manifest names that base: else a power cut leaves a state that never was.

import { expect, test } from 'vitest';
import { AppendLog, Args, MemoryFileSystem } from '../src/core.ts';
import { bags } from './bags.ts';
import { contentsOf } from './contents.ts';
import { type LoggedEngine, startLogged } from './talk.ts';

const MEMBERS = 400;

async function endTurn(server: LoggedEngine): Promise<void> {
  server.engine.maintain();
  server.engine.persist();
  await Promise.resolve();
  await Promise.resolve();
}

test.each(['everysec', 'no'])(
  'a power cut after a rewrite under %s leaves a prefix of the history',
  async (appendfsync) => {
    const disk = new MemoryFileSystem();
    const server = startLogged(disk, { appendfsync }, bags);
    const client = server.connect();
    for (let n = 0; n < MEMBERS; n++) client.say(`BAGPUT bag m${n} 0`);
    server.engine.persist();
    server.clock.commandUs = 500; // a rewrite's share of a turn is a few requests
    client.say('BGREWRITEAOF');
    const states = [contentsOf(server.engine)];
    const change = (line: string) => {
      client.say(line);
      states.push(contentsOf(server.engine));
    };
    for (let n = 0; client.say('INFO persistence').includes('in_progress:1'); n++) {
      change(`SET turn ${n}`);
      change(`BAGPUT bag m${MEMBERS - 1} ${n}`);
      await endTurn(server);
    }
    expect(states.length).toBeGreaterThan(20);
    for (const how of ['least', 'most'] as const) {
      expect(states).toContain(contentsOf(startLogged(disk.afterCrash(how), {}, bags).engine));
    }
  },
);

test('a flush does not count on a sync that has not ended yet', () => {
  const disk = new MemoryFileSystem();
  const file = disk.openToAppend('d/log');
  const syncLater = () => {}; // it takes its time
  const slow = {
    write: (bytes: Uint8Array) => file.write(bytes),
    sync: () => file.sync(),
    truncate: (lengthBytes: number) => file.truncate(lengthBytes),
    close: () => file.close(),
    syncLater,
  };
  const nothing = () => {};
  const told = { warn: nothing, settle: nothing, syncRecovered: nothing };
  const log = new AppendLog(slow, 0, { policy: () => 'everysec', now: () => 1_000_000, ...told });
  log.record(0, Args.of('SET', 'k', 'v'));
  log.persist();
  expect(log.syncPending).toBe(true);
  log.flush();
  disk.syncDirectory('d');
  expect(disk.afterCrash('least').size('d/log')).toBe(disk.size('d/log'));
});

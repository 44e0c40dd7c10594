// The growing end of the log, on a disk that fails when told to and a clock that the test moves.

import { describe, expect, test } from 'vitest';
import {
  AppendLog,
  Args,
  type FsyncPolicy,
  LogError,
  latin1Slice,
  MemoryFileSystem,
} from '../src/core.ts';
import { FaultyFileSystem } from './faulty-file-system.ts';

function openLog(policy: FsyncPolicy) {
  const memory = new MemoryFileSystem();
  const disk = new FaultyFileSystem(memory);
  const clock = { nowMs: 1_000_000 };
  const warnings: string[] = [];
  const policies = { now: policy };
  let recovered = 0;
  const log = new AppendLog(disk.openToAppend('d/log'), 0, {
    policy: () => policies.now,
    now: () => clock.nowMs,
    warn: (text) => warnings.push(text),
    settle: () => memory.syncDirectory('d'),
    syncRecovered: () => recovered++,
  });
  disk.log.length = 0;
  const record = (...words: string[]) => log.record(0, Args.of(...words));
  const content = (file = memory) => latin1Slice(file.content('d/log'), 0, file.size('d/log') ?? 0);
  const kinds = () => disk.log.map(({ kind }) => kind);
  return {
    log,
    memory,
    disk,
    clock,
    policies,
    warnings,
    record,
    content,
    kinds,
    recovered: () => recovered,
  };
}

/** Lets syncs that run beside end. */
const settle = async () => {
  await Promise.resolve();
  await Promise.resolve();
};

const resp = (...words: string[]) =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
const SELECT_0 = resp('SELECT', '0');

describe('records', () => {
  test('name their database when it changes', () => {
    const { log, content } = openLog('no');
    log.record(0, Args.of('SET', 'a', '1'));
    log.record(0, Args.of('SET', 'b', '2'));
    log.record(7, Args.of('DEL', 'a'));
    log.persist();
    expect(content()).toBe(
      SELECT_0 +
        resp('SET', 'a', '1') +
        resp('SET', 'b', '2') +
        resp('SELECT', '7') +
        resp('DEL', 'a'),
    );
  });

  test('go on in another file, which names its database anew, after all was synced', () => {
    const { log, memory, disk, record, content, kinds } = openLog('no');
    record('SET', 'a', '1');
    log.continueIn(disk.openToAppend('d/next'));
    record('SET', 'b', '2');
    log.persist();
    expect(kinds()).toEqual(['create', 'write', 'sync', 'write']);
    expect(content()).toBe(SELECT_0 + resp('SET', 'a', '1'));
    expect(latin1Slice(memory.content('d/next'), 0, memory.size('d/next') ?? 0)).toBe(
      SELECT_0 + resp('SET', 'b', '2'),
    );
  });
});

describe('appendfsync', () => {
  test('always: one write and one sync for all records of a turn, before it ends', () => {
    const { log, record, kinds } = openLog('always');
    for (let n = 0; n < 100; n++) record('INCR', 'n');
    log.persist();
    expect(kinds()).toEqual(['write', 'sync']);
    log.persist();
    expect(kinds()).toEqual(['write', 'sync']);
  });

  test('always: what a turn persisted survives a power cut, the file’s name included', () => {
    const { log, memory, record, content } = openLog('always');
    record('SET', 'a', '1');
    log.persist();
    expect(content(memory.afterCrash('least'))).toBe(SELECT_0 + resp('SET', 'a', '1'));
  });

  test('everysec: a write each turn, a sync each second', async () => {
    const { log, record, clock, kinds } = openLog('everysec');
    for (let turn = 0; turn < 25; turn++) {
      record('INCR', 'n');
      log.persist();
      await settle();
      clock.nowMs += 100;
    }
    expect(kinds().filter((kind) => kind === 'write')).toHaveLength(25);
    expect(kinds().filter((kind) => kind === 'sync')).toHaveLength(3);
  });

  test('everysec: what was written last is synced though nothing follows', async () => {
    const { log, record, clock, memory, content } = openLog('everysec');
    record('SET', 'a', '1');
    log.persist();
    await settle();
    clock.nowMs += 500;
    record('SET', 'b', '2');
    log.persist();
    clock.nowMs += 500;
    log.persist();
    await settle();
    expect(content(memory.afterCrash('least'))).toContain('$1\r\nb\r\n');
  });

  test('everysec: a write waits for a sync that runs, two seconds at most', () => {
    const { log, record, clock, kinds } = openLog('everysec');
    record('SET', 'a', '1');
    log.persist(); // its sync runs until `settle`
    record('SET', 'b', '2');
    log.persist();
    clock.nowMs += 1999;
    log.persist();
    expect(kinds()).toEqual(['write', 'sync']);
    expect(log.delayedSyncs).toBe(0);
    clock.nowMs += 1;
    log.persist();
    expect(kinds()).toEqual(['write', 'sync', 'write']);
    expect(log.delayedSyncs).toBe(1);
  });

  test('everysec: what was written while a sync ran is left to the next one', async () => {
    const { log, record, clock, memory, content } = openLog('everysec');
    record('SET', 'a', '1');
    log.persist(); // its sync runs until `settle`
    record('SET', 'b', '2');
    log.persist();
    clock.nowMs += 2000;
    log.persist();
    await settle();
    clock.nowMs += 1000;
    log.persist();
    await settle();
    expect(content(memory.afterCrash('least'))).toContain('$1\r\nb\r\n');
  });

  test('everysec: how the sync of a file ends is of no concern once the log goes on in another', async () => {
    const { log, disk, record } = openLog('everysec');
    record('SET', 'a', '1');
    disk.fail('sync', 'EIO', 1);
    log.persist(); // its sync runs until `settle`, and will fail
    log.continueIn(disk.openToAppend('d/next'));
    await settle();
    expect(log.trouble).toBeUndefined();
  });

  test('everysec: a clock that is set back does not stop the syncs', async () => {
    const { log, record, clock, kinds } = openLog('everysec');
    record('SET', 'a', '1');
    log.persist();
    await settle();
    clock.nowMs -= 3_600_000;
    record('SET', 'a', '2');
    log.persist();
    expect(kinds()).toEqual(['write', 'sync', 'write', 'sync']);
  });

  test('ahead: a sync that is asked for begins whatever the policy, and leaves a flush nothing to do', async () => {
    const { log, record, kinds } = openLog('no');
    record('SET', 'a', '1');
    log.persist();
    log.syncAhead();
    log.syncAhead();
    expect(log.syncPending).toBe(true);
    await settle();
    expect(log.syncPending).toBe(false);
    log.flush();
    expect(kinds()).toEqual(['write', 'sync']);
  });

  test('no: the system syncs when it likes', () => {
    const { log, record, kinds, clock } = openLog('no');
    record('SET', 'a', '1');
    log.persist();
    clock.nowMs += 10_000;
    log.persist();
    expect(kinds()).toEqual(['write']);
  });
});

describe('a disk that fails', () => {
  test.each(['ENOSPC', 'EIO'])(
    '%s while writing under everysec: trouble until it works again',
    (code) => {
      const { log, record, disk, content, warnings } = openLog('everysec');
      disk.fail('write', code);
      record('SET', 'a', '1');
      log.persist();
      expect(log.trouble).toMatchObject({ code });
      log.persist();
      expect(warnings).toHaveLength(1);
      expect(content()).toBe('');
      disk.heal();
      log.persist();
      expect(log.trouble).toBeUndefined();
      expect(content()).toBe(SELECT_0 + resp('SET', 'a', '1'));
      expect(warnings).toEqual([
        expect.anything(),
        expect.stringContaining('can be written to again'),
      ]);
    },
  );

  test('a short write is completed at once when the disk takes the rest', () => {
    const { log, record, disk, content } = openLog('always');
    let writes = 0;
    disk.judge = ({ kind }) => (kind === 'write' && writes++ === 0 ? 10 : undefined);
    record('SET', 'a', '1');
    log.persist();
    expect(content()).toBe(SELECT_0 + resp('SET', 'a', '1'));
  });

  test('ENOSPC is also what a disk means that takes nothing', () => {
    const { log, record, disk } = openLog('everysec');
    disk.judge = ({ kind }) => (kind === 'write' ? 0 : undefined);
    record('SET', 'a', '1');
    log.persist();
    expect(log.trouble).toMatchObject({ code: 'ENOSPC' });
  });

  /** Takes some bytes, then none. */
  function almostFull(disk: FaultyFileSystem): void {
    let writes = 0;
    disk.judge = ({ kind }) => (kind !== 'write' ? undefined : writes++ === 0 ? 10 : 'ENOSPC');
  }

  test('half a record does not stay', () => {
    const { log, record, disk, content } = openLog('no');
    record('SET', 'a', '1');
    log.persist();
    const whole = content();
    almostFull(disk);
    record('SET', 'b', '2');
    log.persist();
    expect(content()).toBe(whole);
    disk.heal();
    log.persist();
    expect(content()).toBe(whole + resp('SET', 'b', '2'));
  });

  test('if it cannot be taken back, the next write completes it', () => {
    const { log, record, disk, content } = openLog('no');
    almostFull(disk);
    const { judge } = disk;
    disk.judge = (operation) => (operation.kind === 'truncate' ? 'EIO' : judge(operation));
    record('SET', 'b', '2');
    log.persist();
    expect(content()).toHaveLength(10);
    disk.heal();
    log.persist();
    expect(content()).toBe(SELECT_0 + resp('SET', 'b', '2'));
  });

  test.each(['write', 'sync'] as const)('under always a failing %s is the last word', (kind) => {
    const { log, record, disk } = openLog('always');
    disk.fail(kind, 'EIO');
    record('SET', 'a', '1');
    expect(() => log.persist()).toThrow(LogError);
    expect(() => log.persist()).toThrow(/Input\/output error.*would be lies.*start it again/);
  });

  test('a sync that fails under everysec: trouble, another try in a second, and word that pages may be lost', async () => {
    const { log, record, disk, clock, warnings, recovered } = openLog('everysec');
    disk.fail('sync', 'EIO');
    record('SET', 'a', '1');
    log.persist();
    await settle();
    expect(log.trouble).toMatchObject({ code: 'EIO' });
    clock.nowMs += 1000;
    log.persist();
    await settle();
    expect(warnings).toHaveLength(1);
    disk.heal();
    log.persist();
    expect(log.trouble).toBeDefined();
    clock.nowMs += 1000;
    log.persist();
    await settle();
    expect(log.trouble).toBeUndefined();
    expect(recovered()).toBe(1);
  });

  test.each(['flush', 'always'])(
    'a sync that failed under everysec, then one by %s that works: no trouble any more, and the same word, once',
    async (how) => {
      const { log, record, disk, policies, recovered } = openLog('everysec');
      disk.fail('sync', 'EIO', 1);
      record('SET', 'a', '1');
      log.persist();
      await settle();
      expect(log.trouble).toMatchObject({ code: 'EIO' });
      if (how === 'always') policies.now = 'always';
      for (let times = 0; times < 2; times++) {
        if (how === 'flush') log.flush();
        else log.persist();
      }
      policies.now = 'everysec';
      expect(log.trouble).toBeUndefined();
      expect(recovered()).toBe(1);
    },
  );

  test('a flush whose sync fails under everysec is trouble like any other, told once', () => {
    const { log, record, disk, warnings, recovered } = openLog('everysec');
    disk.fail('sync', 'EIO');
    record('SET', 'a', '1');
    expect(() => log.flush()).toThrow(/Input\/output error/);
    expect(() => log.flush()).toThrow(/Input\/output error/);
    expect(log.trouble).toMatchObject({ code: 'EIO' });
    expect(warnings).toEqual([expect.stringMatching(/syncing.*Writes are refused/)]);
    disk.heal();
    log.flush();
    expect(log.trouble).toBeUndefined();
    expect(recovered()).toBe(1);
  });

  test('flush says so when the end does not reach the disk', () => {
    const { log, record, disk } = openLog('everysec');
    disk.fail('write', 'ENOSPC');
    record('SET', 'a', '1');
    expect(() => log.flush()).toThrow(/No space left on device/);
  });
});

// The disks: Node's own and the one in memory under one suite, what a power cut leaves, and the manifest's own form.

import fs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  AppendLog,
  Args,
  type FileSystem,
  LogDirectory,
  latin1Slice,
  Manifest,
  MemoryFileSystem,
  readText,
} from '../src/core.ts';
import { NodeFileSystem } from '../src/files/node-file-system.ts';
import { FaultyFileSystem } from './faulty-file-system.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const root = mkdtempSync(path.join(tmpdir(), 'byor-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;

function append(disk: FileSystem, name: string, text: string): void {
  const file = disk.openToAppend(name);
  file.write(bytes(text));
  file.close();
}

describe.each<[string, () => FileSystem]>([
  ['Node', () => new NodeFileSystem(path.join(root, String(count++)))],
  ['memory', () => new MemoryFileSystem()],
])('a file system: %s', (_, open) => {
  function fresh(): FileSystem {
    const disk = open();
    disk.makeDirectory('d');
    return disk;
  }

  test('a file grows at its end, however often it is opened', () => {
    const disk = fresh();
    append(disk, 'd/a', 'one');
    append(disk, 'd/a', 'two');
    expect(readText(disk, 'd/a')).toBe('onetwo');
    expect(disk.size('d/a')).toBe(6);
    expect(disk.list('d')).toEqual(['a']);
  });

  test('what cannot be read says which path that is', () => {
    const disk = fresh();
    const why = { code: 'ENOENT', unreadable: 'd/none' };
    expect(() => disk.openToRead('d/none')).toThrow(expect.objectContaining(why));
    expect(disk.size('d/none')).toBeUndefined();
    expect(disk.list('none')).toEqual([]);
  });

  test('a file is read in pieces from front to back', () => {
    const disk = fresh();
    append(disk, 'd/a', 'abcdefg');
    const file = disk.openToRead('d/a');
    const into = new Uint8Array(8);
    expect(file.read(into, 3)).toBe(5);
    expect(latin1Slice(into, 3, 8)).toBe('abcde');
    expect(file.read(into, 0)).toBe(2);
    expect(latin1Slice(into, 0, 2)).toBe('fg');
    expect(file.read(into, 0)).toBe(0);
    file.close();
  });

  test('truncate cuts, and what is written next stands there', () => {
    const disk = fresh();
    const file = disk.openToAppend('d/a');
    file.write(bytes('whole half'));
    file.truncate(5);
    file.write(bytes('!'));
    file.sync();
    file.close();
    expect(readText(disk, 'd/a')).toBe('whole!');
  });

  test('a file may be closed while syncs of it are on their way', async () => {
    const disk = fresh();
    const file = disk.openToAppend('d/a');
    file.write(bytes('a'));
    const synced = () => new Promise((resolve) => file.syncLater(resolve));
    const both = Promise.all([synced(), synced()]);
    file.close();
    expect(await both).toEqual([undefined, undefined]);
  });

  test('rename replaces, remove removes', () => {
    const disk = fresh();
    append(disk, 'd/a', 'a');
    append(disk, 'd/b', 'b');
    disk.rename('d/a', 'd/b');
    disk.syncDirectory('d');
    expect(readText(disk, 'd/b')).toBe('a');
    expect(disk.size('d/a')).toBeUndefined();
    disk.remove('d/b');
    expect(disk.list('d')).toEqual([]);
  });

  test('a sync beside the thread calls back, though the file was closed', async () => {
    const file = fresh().openToAppend('d/a');
    file.write(bytes('x'));
    const error = new Promise((resolve) => file.syncLater(resolve));
    file.close();
    expect(await error).toBeUndefined();
  });

  test('one holds a directory at a time', () => {
    const disk = fresh();
    const unlock = disk.lock('d');
    expect(() => disk.lock('d')).toThrow(/EBUSY/);
    unlock();
    disk.lock('d')();
  });

  test('what is not there: no names, no size, an error', () => {
    const disk = fresh();
    expect(disk.list('nowhere')).toEqual([]);
    expect(disk.size('d/none')).toBeUndefined();
    expect(() => disk.openToRead('d/none')).toThrow(/ENOENT/);
    expect(() => disk.remove('d/none')).toThrow(/ENOENT/);
  });
});

/** From now on the next sync of each descriptor fails, once: so the kernel tells of what it could not write. */
function failOnce(): void {
  const told = new Set<number>();
  const error = Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
  const hears = (fd: number) => told.size < told.add(fd).size;
  vi.spyOn(fs, 'fdatasyncSync').mockImplementation((fd) => {
    if (hears(fd)) throw error;
  });
  vi.spyOn(fs, 'fdatasync').mockImplementation((fd, done) => {
    const heard = hears(fd) ? error : null;
    setImmediate(done, heard);
  });
  onTestFinished(() => void vi.restoreAllMocks());
}

describe('a disk that fails while a sync beside the thread is on its way', () => {
  function written() {
    const disk = new NodeFileSystem(path.join(root, String(count++)));
    disk.makeDirectory('d');
    const file = disk.openToAppend('d/a');
    onTestFinished(() => file.close());
    file.write(bytes('x'));
    failOnce();
    return file;
  }

  test('a sync that comes before the answer hears of it too', async () => {
    const file = written();
    const answer = new Promise((resolve) => file.syncLater(resolve));
    expect(() => file.sync()).toThrow('EIO');
    expect(await answer).toMatchObject({ code: 'EIO' });
  });

  test('once it is told, the next sync stands for itself', async () => {
    const file = written();
    expect(await new Promise((resolve) => file.syncLater(resolve))).toMatchObject({ code: 'EIO' });
    expect(() => file.sync()).not.toThrow();
  });

  test('a log does not say that all is on the disk', () => {
    const log = new AppendLog(written(), 1, {
      policy: () => 'everysec',
      now: () => 1_000_000,
      warn: () => {},
      settle: () => {},
      syncRecovered: () => {},
    });
    log.record(0, Args.of('SET', 'k', 'v'));
    log.persist();
    expect(log.syncPending).toBe(true);
    expect(() => log.flush()).toThrow(/not safe on the disk/);
  });
});

describe('what a power cut leaves of the disk in memory', () => {
  const left = (disk: MemoryFileSystem, name: string) => {
    const least = disk.afterCrash('least');
    return least.size(name) === undefined ? undefined : readText(least, name);
  };

  test('of a file what was synced, if its directory was', () => {
    const disk = new MemoryFileSystem();
    const file = disk.openToAppend('d/a');
    file.write(bytes('synced'));
    file.sync();
    file.write(bytes(' not'));
    expect(left(disk, 'd/a')).toBeUndefined();
    disk.syncDirectory('d');
    expect(left(disk, 'd/a')).toBe('synced');
    expect(readText(disk.afterCrash('most'), 'd/a')).toBe('synced not');
  });

  test('a cut that was not synced has not happened', () => {
    const disk = new MemoryFileSystem();
    const file = disk.openToAppend('d/a');
    disk.syncDirectory('d');
    file.write(bytes('long text'));
    file.sync();
    file.truncate(4);
    file.write(bytes('er'));
    expect(left(disk, 'd/a')).toBe('long text');
    file.sync();
    expect(left(disk, 'd/a')).toBe('longer');
  });

  test('a sync beside the thread saves what was there when it began, and is there still', async () => {
    const disk = new MemoryFileSystem();
    const file = disk.openToAppend('d/a');
    disk.syncDirectory('d');
    file.write(bytes('before'));
    let end = new Promise((resolve) => file.syncLater(resolve));
    file.write(bytes(' after'));
    await end;
    expect(left(disk, 'd/a')).toBe('before');
    file.sync();
    file.truncate(3);
    end = new Promise((resolve) => file.syncLater(resolve));
    file.truncate(1);
    file.write(bytes('etter'));
    await end;
    expect(left(disk, 'd/a')).toBe('b');
  });

  test('nor have a rename and a removal', () => {
    const disk = new MemoryFileSystem();
    append(disk, 'd/a', '');
    append(disk, 'd/b', '');
    disk.syncDirectory('d');
    disk.rename('d/a', 'd/c');
    disk.remove('d/b');
    expect(disk.afterCrash('least').list('d').sort()).toEqual(['a', 'b']);
    disk.syncDirectory('d');
    expect(disk.afterCrash('least').list('d')).toEqual(['c']);
  });
});

describe('the manifest', () => {
  const redis =
    'file appendonly.aof.2.base.rdb seq 2 type b\n' +
    'file appendonly.aof.1.base.aof seq 1 type h\n' +
    'file appendonly.aof.4.incr.aof seq 4 type i\n' +
    'file "a space and a \\".aof.5.incr.aof" seq 5 type i\n';

  test('is read and written in Redis’s form', () => {
    const manifest = Manifest.parse(`# a remark\n${redis}`);
    expect(manifest.files.map(({ sequence }) => sequence)).toEqual([2, 4, 5]);
    expect(manifest.increments.at(-1)?.name).toBe('a space and a ".aof.5.incr.aof');
    expect(manifest.history).toHaveLength(1);
    expect(manifest.toString()).toBe(redis);
  });

  test('changes by whole values: an increment, a base, no history', () => {
    const first = new Manifest().withBase(new Manifest().nextBase('x'), 0).withIncrement('x');
    const second = first.withIncrement('x').withBase(first.nextBase('x'), 1);
    expect(second.toString()).toBe(
      'file x.2.base.aof seq 2 type b\nfile x.1.base.aof seq 1 type h\n' +
        'file x.1.incr.aof seq 1 type h\nfile x.2.incr.aof seq 2 type i\n',
    );
    expect(second.withIncrement('x').toString()).toBe(`${second}file x.3.incr.aof seq 3 type i\n`);
    const third = second.withBase(second.nextBase('x'), 0);
    expect(third.files.map(({ name }) => name)).toEqual(['x.3.base.aof']);
    expect(third.history.map(({ name }) => name)).toEqual([
      'x.1.base.aof',
      'x.1.incr.aof',
      'x.2.base.aof',
      'x.2.incr.aof',
    ]);
    expect(second.withoutHistory().files).toEqual(second.files);
    expect(second.withoutHistory().history).toEqual([]);
  });

  test.each([
    ['file a seq 1 type x\n', /line 1 of the manifest is damaged/],
    ['file a seq 1 type b\nfile b seq 2 type b\n', /more than one base/],
    ['file a seq 2 type i\nfile b seq 1 type i\n', /out of order/],
    ['file a seq 1 type i\nfile b seq 1 type i\n', /out of order/],
    ['file ../a seq 1 type i\n', /names a path/],
    ['rubbish\n', /damaged: rubbish/],
    ['', /is empty/],
  ])('that is damaged is refused: %j', (text, message) => {
    expect(() => Manifest.parse(text)).toThrow(message);
  });

  test('is written in pieces if the disk takes no more at once, and not at all on one that takes nothing', () => {
    const manifest = Manifest.parse(redis);
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const directory = new LogDirectory(disk, { directory: 'd', prefix: 'x' });
    directory.open();
    disk.judge = ({ kind }) => (kind === 'write' ? 7 : undefined);
    directory.store(manifest);
    disk.judge = ({ kind }) => (kind === 'write' ? 0 : undefined);
    expect(() => directory.store(manifest.withoutHistory())).toThrow(/ENOSPC/);
    expect(readText(disk, 'd/x.manifest')).toBe(redis);
  });

  test('what it does not name, and is ours, goes; what is not ours stays', () => {
    const disk = new MemoryFileSystem();
    const directory = new LogDirectory(disk, { directory: 'd', prefix: 'x' });
    directory.open();
    for (const name of [
      'x.7.base.aof',
      'x.9.incr.aof',
      'temp-x.manifest',
      'x.1.incr.aof.cut',
      'mine',
    ]) {
      append(disk, `d/${name}`, '.');
    }
    directory.removeStrays();
    expect(disk.list('d').sort()).toEqual(['mine', 'x.1.incr.aof.cut', 'x.manifest']);
  });

  test('what its history names goes, whatever the name, and then the history', () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    append(disk, 'd/old', '.'); // as redis-server calls the base that it made of a log in one file
    append(disk, 'd/x.1.incr.aof', '');
    append(disk, 'd/x.manifest', 'file old seq 1 type h\nfile x.1.incr.aof seq 1 type i\n');
    const directory = new LogDirectory(disk, { directory: 'd', prefix: 'x' });
    directory.open();
    disk.judge = ({ kind }) => (kind === 'write' ? 0 : undefined);
    expect(() => directory.removeStrays()).toThrow(/ENOSPC/);
    expect(disk.list('d')).not.toContain('old');
    expect(readText(disk, 'd/x.manifest')).toContain('file old');
    disk.judge = () => undefined;
    directory.removeStrays();
    expect(readText(disk, 'd/x.manifest')).toBe('file x.1.incr.aof seq 1 type i\n');
  });
});

// The start on a disk that fails in one call: a line that says what to do, which is never to begin without the log that is
// there, and a disk as it was.

import { describe, expect, test } from 'vitest';
import { type FileSystem, latin1Slice, MemoryFileSystem } from '../src/core.ts';
import { contentsOf } from './contents.ts';
import { FaultyFileSystem, type OperationKind } from './faulty-file-system.ts';
import { startLogged } from './talk.ts';

const MANIFEST = 'appendonlydir/appendonly.aof.manifest';
const INCREMENT = 'appendonlydir/appendonly.aof.1.incr.aof';
const DATA = '0 a = 1 until ever\n0 b = 2 until ever';

/** A log of two keys; behind them what a test has come for. */
function usedDisk(tail = ''): MemoryFileSystem {
  const disk = new MemoryFileSystem();
  const server = startLogged(disk);
  const client = server.connect();
  client.say('SET a 1');
  client.say('SET b 2');
  server.engine.stop();
  append(disk, INCREMENT, tail);
  return disk.afterCrash('most');
}

function append(disk: FileSystem, path: string, text: string): void {
  disk.openToAppend(path).write(Buffer.from(text, 'latin1'));
}

/** Every file and what it holds. */
function textsOf(disk: MemoryFileSystem): string[] {
  return disk
    .list('appendonlydir')
    .map((name) => `${name}: ${latin1(disk.content(`appendonlydir/${name}`))}`)
    .sort();
}

const latin1 = (bytes: Uint8Array) => latin1Slice(bytes, 0, bytes.length);

/** What a server says that cannot start. */
function refusal(disk: FaultyFileSystem): string {
  try {
    startLogged(disk);
  } catch (error) {
    expect((error as Error).name).toBe('LogError'); // one line, exit code 1
    return (error as Error).message;
  }
  throw new Error('the server has started');
}

/** Fails in one call on paths that end so. */
function failAt(disk: FaultyFileSystem, kind: OperationKind, code: string, end = ''): void {
  disk.judge = (operation) =>
    operation.kind === kind && operation.path.endsWith(end) ? code : undefined;
}

describe('with a log', () => {
  test.each<[OperationKind, string, string]>([
    ['size', 'EACCES', MANIFEST],
    ['openToRead', 'EACCES', MANIFEST],
    ['read', 'EIO', MANIFEST],
    ['close', 'EIO', MANIFEST],
    ['size', 'EIO', INCREMENT],
    ['openToRead', 'EACCES', INCREMENT],
    ['read', 'EIO', INCREMENT],
    ['read', 'EISDIR', INCREMENT],
    ['close', 'EIO', INCREMENT],
    ['list', 'EIO', 'appendonlydir'],
  ])(
    'what cannot be read is named, and nobody is told to begin empty: %s, %s of %s',
    (kind, code, path) => {
      const below = usedDisk();
      const before = textsOf(below);
      const disk = new FaultyFileSystem(below);
      failAt(disk, kind, code, path);
      const said = refusal(disk);
      expect(said).toContain(`Cannot read memory/${path}: ${code}: `);
      expect(said).toMatch(/Mend the disk or the permissions, or put the file back from a copy/);
      expect(said).toMatch(/Nothing in the log was changed\.$/);
      expect(said).not.toMatch(/--dir|--appendonly no/);
      expect(textsOf(below)).toEqual(before);
      expect(contentsOf(startLogged(below.afterCrash('least')).engine)).toBe(DATA);
    },
  );

  test.each<[OperationKind, string, string]>([
    ['makeDirectory', 'EACCES', ''],
    ['lock', 'EACCES', ''],
    ['openToAppend', 'EACCES', ''],
    ['truncate', 'EIO', '*3\r\n$3\r\nSET'],
  ])('what cannot be done to it: %s, %s', (kind, code, tail) => {
    const below = usedDisk(tail);
    const before = textsOf(below);
    const disk = new FaultyFileSystem(below);
    failAt(disk, kind, code);
    const said = refusal(disk);
    expect(said).toContain(`Cannot go on with the log in memory/appendonlydir: ${code}: `);
    expect(said).toMatch(/No record in it was changed\.$/);
    expect(said).not.toMatch(/--dir|--appendonly no/);
    expect(textsOf(below)).toEqual(before);
    expect(contentsOf(startLogged(below.afterCrash('least')).engine)).toBe(DATA);
  });

  test('half a record that is cut off, but not for good, is cut off again', () => {
    const below = usedDisk('*3\r\n$3\r\nSET');
    const disk = new FaultyFileSystem(below);
    failAt(disk, 'sync', 'EIO', INCREMENT);
    expect(refusal(disk)).toMatch(/^Cannot go on with the log/);
    for (const how of ['least', 'most'] as const) {
      expect(contentsOf(startLogged(below.afterCrash(how)).engine)).toBe(DATA);
    }
  });

  test('a stray that cannot be removed', () => {
    const below = usedDisk();
    append(below, 'appendonlydir/appendonly.aof.7.base.aof', 'half a base');
    const before = textsOf(below);
    const disk = new FaultyFileSystem(below);
    failAt(disk, 'remove', 'EPERM');
    expect(refusal(disk)).toMatch(/^Cannot go on with the log.*EPERM: remove .*7\.base\.aof/);
    expect(textsOf(below)).toEqual(before);
  });

  test('if nobody can tell whether there is one, there may be', () => {
    const disk = new FaultyFileSystem(usedDisk());
    disk.judge = ({ kind }) => (kind === 'lock' || kind === 'list' ? 'EACCES' : undefined);
    expect(refusal(disk)).toMatch(
      /^Cannot go on with the log in memory\/appendonlydir: EACCES: lock/,
    );
  });
});

describe('without one', () => {
  test.each<OperationKind>([
    ...(['makeDirectory', 'lock', 'create', 'write', 'sync', 'close'] as const),
    ...(['syncDirectory', 'rename'] as const),
  ])('another directory is a way out: %s', (kind) => {
    const below = new MemoryFileSystem();
    const disk = new FaultyFileSystem(below);
    failAt(disk, kind, 'EACCES');
    expect(refusal(disk)).toMatch(
      /^Cannot keep a log in memory: EACCES: .*--dir, or --appendonly no/,
    );
    expect(contentsOf(startLogged(below.afterCrash('least')).engine)).toBe('');
    expect(contentsOf(startLogged(below.afterCrash('most')).engine)).toBe('');
  });

  test('also when a first, empty log is half made', () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    failAt(disk, 'create', 'ENOSPC', INCREMENT);
    expect(refusal(disk)).toMatch(
      /^Cannot keep a log in memory: ENOSPC: .*--dir, or --appendonly no/,
    );
  });

  test.each<OperationKind>(['size', 'list'])('what cannot be looked at may be one: %s', (kind) => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    failAt(disk, kind, 'EIO');
    expect(refusal(disk)).toMatch(/^Cannot read memory\/appendonlydir.*EIO/);
  });
});

test('DEBUG LOADAOF ends the server in the same words', () => {
  const disk = new FaultyFileSystem(usedDisk());
  const server = startLogged(disk);
  failAt(disk, 'read', 'EIO');
  expect(() => server.connect().say('DEBUG LOADAOF')).toThrow(
    /^Cannot read memory\/.*EIO.*Nothing in the log was changed\.$/,
  );
});

// check-aof without its command line: what it finds, and where it ends a log.

import { describe, expect, test } from 'vitest';
import {
  checkLog,
  Engine,
  type FileSystem,
  fixLog,
  LogDirectory,
  layers,
  MemoryFileSystem,
  readText,
} from '../src/core.ts';
import { FaultyFileSystem } from './faulty-file-system.ts';
import { startLogged, testReport } from './talk.ts';

const resp = (...words: string[]) =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
const SET = resp('SET', 'a', '1');
const { commands } = new Engine().use(
  ...layers({ disk: new MemoryFileSystem(), report: testReport() }),
);

function logOf(...contents: string[]): { disk: MemoryFileSystem; log: LogDirectory } {
  const disk = new MemoryFileSystem();
  const names = contents.map((_, at) => `x.${at + 1}.incr.aof`);
  const manifest = names.map((name, at) => `file ${name} seq ${at + 1} type i\n`).join('');
  disk.openToAppend('d/x.manifest').write(Buffer.from(manifest));
  contents.forEach((content, at) => {
    disk.openToAppend(`d/${names[at]}`).write(Buffer.from(content, 'latin1'));
  });
  return { disk, log: opened(disk) };
}

function opened(disk: FileSystem): LogDirectory {
  const log = new LogDirectory(disk, { directory: 'd', prefix: 'x' });
  log.open();
  return log;
}

const fix = (log: LogDirectory) => fixLog(log, checkLog(log, commands));

function append(disk: FileSystem, path: string, text: string): void {
  disk.openToAppend(path).write(Buffer.from(text, 'latin1'));
}

const DAMAGED: [string, string, object][] = [
  ['half a record', `${SET}*2\r\n$3`, { kind: 'torn', offset: 27 }],
  ['rubbish', `${SET}rubbish\r\n${SET}`, { kind: 'damaged', offset: 27 }],
  ['half a transaction', SET + resp('MULTI') + SET, { kind: 'torn', offset: 27 }],
  ['rubbish in a transaction', `${SET}${resp('MULTI')}rubbish`, { kind: 'damaged', offset: 27 }],
  ['too few arguments', `${SET}${resp('SET', 'a')}${SET}`, { kind: 'damaged', offset: 27 }],
  ['a command that writes nothing', SET + resp('PING'), { kind: 'damaged', offset: 27 }],
  [
    'one in a transaction',
    SET + resp('MULTI') + SET + resp('PING'),
    { kind: 'damaged', offset: 27 },
  ],
  [
    'a MULTI in a transaction',
    SET + resp('MULTI') + SET + resp('MULTI') + SET + resp('EXEC'),
    { kind: 'damaged', offset: 27 },
  ],
  ['a record of no words', `${SET}*0\r\n${SET}`, { kind: 'damaged', offset: 27 }],
  ['a record of less than none', `${SET}*-1\r\n${SET}`, { kind: 'damaged', offset: 27 }],
  ['a record of no words at the end', `${SET}*0\r\n`, { kind: 'damaged', offset: 27 }],
  [
    'half a record in a transaction',
    `${SET}${resp('MULTI')}${SET}*2\r\n`,
    { kind: 'torn', offset: 27 },
  ],
];

describe('check-aof', () => {
  test('a whole log is whole', () => {
    const { log } = logOf(SET, SET + SET);
    expect(checkLog(log, commands)).toMatchObject([
      { records: 1, damage: undefined },
      { records: 2, damage: undefined },
    ]);
    expect(fixLog(log, checkLog(log, commands))).toEqual([]);
  });

  test.each(DAMAGED)('%s is found and cut off, and kept beside', (_, content, damage) => {
    const { disk, log } = logOf(content);
    const found = checkLog(log, commands);
    expect(found).toMatchObject([{ damage }]);
    fixLog(log, found);
    expect(readText(disk, 'd/x.1.incr.aof')).toBe(SET);
    expect(readText(disk, 'd/x.1.incr.aof.cut')).toBe(content.slice(27));
    expect(checkLog(log, commands)).toMatchObject([{ damage: undefined }]);
  });

  test.each([
    ...DAMAGED,
    ['a foreign command', SET + resp('MULTI') + SET + resp('SADD', 's', '1'), {}],
  ])(
    '%s is at the same place, and in the same words, as a server says that does not start',
    (_, content) => {
      const { disk, log } = logOf(content);
      const damage = checkLog(log, commands)[0]?.damage;
      log.close();
      const flags = { appenddirname: 'd', appendfilename: 'x', 'aof-load-truncated': 'no' };
      expect(() => startLogged(disk, flags)).toThrow(
        `at offset ${damage?.offset}: ${damage?.message}`,
      );
    },
  );

  test('inside a transaction it says where it is itself, too', () => {
    const { log } = logOf(`${SET}${resp('MULTI')}${SET}rubbish`);
    const inside = `at offset ${2 * SET.length + resp('MULTI').length} inside the transaction`;
    expect(checkLog(log, commands)[0]?.damage?.message).toContain(inside);
  });

  test('what an earlier repair has kept stays as it is', () => {
    const { disk, log } = logOf(`${SET}rubbish`, SET);
    fix(log);
    append(disk, 'd/x.1.incr.aof', 'more rubbish');
    expect(fix(log)).toEqual([expect.stringContaining('kept as x.1.incr.aof.2.cut')]);
    expect(readText(disk, 'd/x.1.incr.aof')).toBe(SET);
    expect(readText(disk, 'd/x.1.incr.aof.cut')).toBe('rubbish');
    expect(readText(disk, 'd/x.1.incr.aof.2.cut')).toBe('more rubbish');
    expect(readText(disk, 'd/x.2.incr.aof.cut')).toBe(SET);
  });

  test.each([
    ['with a file behind it', [SET + SET]],
    ['in the last file', []],
  ])('stopped at any step it has lost nothing, and the next one completes it: %s', (_, behind) => {
    for (let steps = 0, isDone = false; !isDone; steps++) {
      for (const how of ['least', 'most'] as const) {
        const below = logOf(SET, `${SET}rubbish`, ...behind).disk.afterCrash('most');
        const disk = new FaultyFileSystem(below);
        disk.crashAfter(steps);
        try {
          fix(opened(disk));
          isDone = true;
        } catch {}
        const after = below.afterCrash(how);
        const again = opened(after);
        fix(again);
        expect(again.manifest.files.map(({ name }) => name)).toEqual([
          'x.1.incr.aof',
          'x.2.incr.aof',
        ]);
        expect(readText(after, 'd/x.2.incr.aof')).toBe(SET);
        expect(readText(after, 'd/x.2.incr.aof.cut')).toMatch(/^(rubbish|)$/);
        const kept = after.list('d').filter((name) => /^x\.2.*cut$/.test(name));
        expect(kept.map((name) => readText(after, `d/${name}`))).toContain('rubbish');
        const taken = after.list('d').filter((name) => name === 'x.3.incr.aof.cut');
        expect(taken.map((name) => readText(after, `d/${name}`))).toEqual(behind);
      }
    }
  });

  test('a disk that takes no more ends the repair, and the log is as it was', () => {
    const below = logOf(`${SET}rubbish`).disk.afterCrash('most');
    const disk = new FaultyFileSystem(below);
    const log = opened(disk);
    const found = checkLog(log, commands);
    disk.judge = ({ kind }) => (kind === 'write' ? 0 : undefined);
    expect(() => fixLog(log, found)).toThrow(
      /^Cannot end the log in memory\/d: ENOSPC: .*See to the disk.*Nothing was lost/,
    );
    expect(readText(below, 'd/x.1.incr.aof')).toBe(`${SET}rubbish`);
    expect(below.list('d')).toEqual(['x.manifest', 'x.1.incr.aof']);
  });

  test('what cannot be read is told as a server tells it', () => {
    const disk = new FaultyFileSystem(logOf(`${SET}rubbish`).disk.afterCrash('most'));
    const log = opened(disk);
    const found = checkLog(log, commands);
    disk.fail('read', 'EIO');
    const said =
      /^Cannot read memory\/d\/x\.1\.incr\.aof: EIO: .*Mend the disk.*Nothing in the log was changed\.$/;
    expect(() => checkLog(log, commands)).toThrow(said);
    expect(() => fixLog(log, found)).toThrow(said);
  });

  test('what cannot be read once the repair has begun is not told as if nothing had changed', () => {
    const below = logOf(SET, `${SET}rubbish`, SET, SET).disk.afterCrash('most');
    const disk = new FaultyFileSystem(below);
    const log = opened(disk);
    const found = checkLog(log, commands);
    disk.judge = ({ kind, path }) =>
      kind === 'size' && path === 'd/x.4.incr.aof' ? 'EIO' : undefined;
    expect(() => fixLog(log, found)).toThrow(
      /^Cannot end the log in memory\/d: EIO: .*x\.4\.incr\.aof.*See to the disk.*kept as \*\.cut\.$/,
    );
    expect(below.list('d')).toContain('x.3.incr.aof.cut');
    expect(below.list('d')).not.toContain('x.3.incr.aof');
  });

  test('what comes after the damage goes too: the log ends where it was last right', () => {
    const { disk, log } = logOf(SET, `${SET}rubbish`, SET);
    fixLog(log, checkLog(log, commands));
    expect(log.manifest.files.map(({ name }) => name)).toEqual(['x.1.incr.aof', 'x.2.incr.aof']);
    expect(readText(disk, 'd/x.3.incr.aof.cut')).toBe(SET);
  });

  test('a command of a later stage is no damage, and nothing is cut for it', () => {
    const content = SET + resp('ZADD', 'z', '1', 'm') + SET;
    const { disk, log } = logOf(content);
    const found = checkLog(log, commands);
    expect(found).toMatchObject([{ damage: { kind: 'foreign', offset: 27 } }]);
    expect(() => fixLog(log, found)).toThrow(/not know 'ZADD'. Nothing is cut.*server that knows/);
    expect(readText(disk, 'd/x.1.incr.aof')).toBe(content);
  });

  test('a missing file and a snapshot are told', () => {
    const { disk, log } = logOf(SET, 'REDIS0010...');
    disk.remove('d/x.1.incr.aof');
    expect(checkLog(log, commands)).toMatchObject([
      { damage: { message: expect.stringContaining('missing') }, isMissing: true },
      { isSnapshot: true, isMissing: false },
    ]);
    expect(() => fixLog(log, checkLog(log, commands))).toThrow(
      /^x\.1\.incr\.aof: the file is missing.* There is nothing to cut: put the file back from a copy\.$/,
    );
  });
});

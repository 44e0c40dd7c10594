// check-aof without its command line: what it finds, and where it ends a log.

import { describe, expect, test } from 'vitest';
import {
  checkLog,
  Engine,
  fixLog,
  LogDirectory,
  layers,
  MemoryFileSystem,
  readText,
} from '../src/core.ts';
import { testReport } from './talk.ts';

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
  const log = new LogDirectory(disk, { directory: 'd', prefix: 'x' });
  log.open();
  return { disk, log };
}

describe('check-aof', () => {
  test('a whole log is whole', () => {
    const { log } = logOf(SET, SET + SET);
    expect(checkLog(log, commands)).toMatchObject([
      { records: 1, damage: undefined },
      { records: 2, damage: undefined },
    ]);
    expect(fixLog(log, checkLog(log, commands))).toEqual([]);
  });

  test.each<[string, string, object]>([
    ['half a record', `${SET}*2\r\n$3`, { kind: 'torn', offset: 27 }],
    ['rubbish', `${SET}rubbish\r\n${SET}`, { kind: 'damaged', offset: 27 }],
    ['half a transaction', SET + resp('MULTI') + SET, { kind: 'torn', offset: 27 }],
    ['rubbish in a transaction', `${SET}${resp('MULTI')}rubbish`, { kind: 'damaged', offset: 27 }],
    ['too few arguments', `${SET}${resp('SET', 'a')}${SET}`, { kind: 'damaged', offset: 27 }],
    ['a command that writes nothing', SET + resp('PING'), { kind: 'damaged', offset: 27 }],
    ['one in a transaction', SET + resp('MULTI') + resp('PING'), { kind: 'damaged', offset: 27 }],
  ])('%s is found and cut off, and kept beside', (_, content, damage) => {
    const { disk, log } = logOf(content);
    const found = checkLog(log, commands);
    expect(found).toMatchObject([{ damage }]);
    fixLog(log, found);
    expect(readText(disk, 'd/x.1.incr.aof')).toBe(SET);
    expect(readText(disk, 'd/x.1.incr.aof.cut')).toBe(content.slice(27));
    expect(checkLog(log, commands)).toMatchObject([{ damage: undefined }]);
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
      { damage: { message: expect.stringContaining('missing') } },
      { isSnapshot: true },
    ]);
    expect(() => fixLog(log, checkLog(log, commands))).toThrow(
      /is missing: there is nothing to cut/,
    );
  });
});

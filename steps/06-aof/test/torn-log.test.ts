// A log that ends anywhere: all whole commands before its end are loaded, whatever text the values hold. What only looks as
// if it were torn is refused.

import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { requireTool } from '@byor/spec/vitest';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryFileSystem } from '../src/core.ts';
import { contentsOf } from './contents.ts';
import { FaultyFileSystem } from './faulty-file-system.ts';
import { holdings, startOurs, startTheirs, stop, temporaryDirectory } from './servers.ts';
import { startLogged } from './talk.ts';

const MANIFEST = 'appendonlydir/appendonly.aof.manifest';
const INCREMENT = 'appendonlydir/appendonly.aof.1.incr.aof';
const NAMED = 'file appendonly.aof.1.incr.aof seq 1 type i\n';

const resp = (...words: string[]) =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;

function diskWith(log: string): MemoryFileSystem {
  const disk = new MemoryFileSystem();
  disk.openToAppend(MANIFEST).write(Buffer.from(NAMED));
  disk.openToAppend(INCREMENT).write(Buffer.from(log, 'latin1'));
  return disk;
}

const textOf = (disk: MemoryFileSystem) => Buffer.from(disk.content(INCREMENT)).toString('latin1');

/** A value, and where in it whole records end that began behind a CR LF. */
interface Text {
  readonly value: string;
  readonly recordEnds: readonly number[];
}

const key = fc.constantFrom('a', 'b', 'c');
const word = fc.stringMatching(/^[a-z*$]{0,9}$/);
const noRecord = fc.constantFrom(
  '\r\n',
  '*',
  '*1\r\n$3\r\nab',
  '*2\r\n$3\r\nGET\r\n$99\r\n',
  '$5\r\n',
  'x',
);
const record = fc.oneof(
  fc.tuple(key, word).map(([name, value]) => resp('SET', name, value)),
  fc.constantFrom(resp('DEL', 'a'), resp('FLUSHALL')),
);
const part = fc.oneof(
  record.map((bytes) => ({ bytes, isRecord: true })),
  noRecord.map((bytes) => ({ bytes, isRecord: false })),
);
const text = fc.array(part, { maxLength: 5 }).map((parts): Text => {
  let value = '';
  const recordEnds: number[] = [];
  for (const { bytes, isRecord } of parts) {
    const mayBegin = value.endsWith('\r\n');
    value += bytes;
    if (isRecord && mayBegin) recordEnds.push(value.length);
  }
  return { value, recordEnds };
});

interface Logged {
  readonly bytes: string;
  /** Half of the record that ends there looks like one with a length that was made too large. */
  readonly doubtful: readonly number[];
  apply(keys: Map<string, string>): void;
}

const set = fc.tuple(key, text).map(([name, { value, recordEnds }]): Logged => {
  const bytes = resp('SET', name, value);
  const from = bytes.length - 2 - value.length;
  return {
    bytes,
    doubtful: recordEnds.map((end) => from + end),
    apply: (keys) => keys.set(name, value),
  };
});
const append = fc.tuple(key, word).map(
  ([name, more]): Logged => ({
    bytes: resp('APPEND', name, more),
    doubtful: [],
    apply: (keys) => keys.set(name, (keys.get(name) ?? '') + more),
  }),
);
const del = key.map(
  (name): Logged => ({
    bytes: resp('DEL', name),
    doubtful: [],
    apply: (keys) => keys.delete(name),
  }),
);

const transaction = fc.array(set, { minLength: 1, maxLength: 2 }).map((sets): Logged => {
  let bytes = resp('MULTI');
  const doubtful: number[] = [];
  for (const each of sets) {
    for (const end of each.doubtful) doubtful.push(bytes.length + end);
    bytes += each.bytes;
  }
  const apply = (keys: Map<string, string>) => {
    for (const each of sets) each.apply(keys);
  };
  return { bytes: bytes + resp('EXEC'), doubtful, apply };
});

/** The same text as `contentsOf` a server. */
function shown(keys: ReadonlyMap<string, string>): string {
  return [...keys]
    .map(([name, value]) => `0 ${name} = ${value} until ever`)
    .sort()
    .join('\n');
}

test('cut at any byte, the whole commands before the cut are loaded, and the rest is gone', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(set, set, append, del, transaction), { minLength: 1, maxLength: 4 }),
      (log) => {
        const whole = log.map(({ bytes }) => bytes).join('');
        const keys = new Map<string, string>();
        let before = '';
        for (const { bytes, doubtful, apply } of log) {
          for (let length = 0; length < bytes.length; length++) {
            const disk = diskWith(whole.slice(0, before.length + length));
            if (doubtful.includes(length)) {
              expect(() => startLogged(disk)).toThrow(/never ends, although whole records follow/);
              expect(textOf(disk)).toBe(whole.slice(0, before.length + length));
              continue;
            }
            expect(contentsOf(startLogged(disk).engine)).toBe(shown(keys));
            expect(textOf(disk)).toBe(before);
          }
          apply(keys);
          before += bytes;
        }
      },
    ),
    { numRuns: 12 },
  );
});

const FIRST = resp('SET', 'a', '1');
const REQUESTS = `two requests:\r\n${resp('SET', 'b', '2')}${resp('DEL', 'a')}and no more`;
const TORN = FIRST + resp('SET', 'text', REQUESTS);

test.each<[string, string]>([
  ['behind a text that holds records', TORN.slice(0, -2)],
  ['in the text behind the last of them', TORN.slice(0, -4)],
  ['in the last of them', TORN.slice(0, -20)],
  ['behind a text that is a record', (FIRST + resp('SET', 'k', FIRST)).slice(0, -2)],
  ['in a length', `${FIRST}*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$1`],
])('cut %s: redis-server starts with the same', async (_, log) => {
  const sizes: number[] = [];
  const starts = requireTool('redis-server').missing ? [startOurs] : [startOurs, startTheirs];
  for (const start of starts) {
    const directory = temporaryDirectory();
    mkdirSync(path.join(directory, 'appendonlydir'));
    writeFileSync(path.join(directory, MANIFEST), NAMED);
    writeFileSync(path.join(directory, INCREMENT), log, 'latin1');
    const server = await start(directory);
    expect(await holdings(server)).toEqual(['[0,"a","string",["1"],-1]']);
    await stop(server);
    sizes.push(statSync(path.join(directory, INCREMENT)).size);
  }
  expect(new Set(sizes)).toEqual(new Set([FIRST.length]));
});

test.each<[string, string, RegExp]>([
  [
    'records follow to the end',
    resp('SET', 'b', '12345').replace('$5', '$500') + FIRST + FIRST,
    /offset 27: it never ends, although whole records follow, from 33 bytes after its beginning/,
  ],
  [
    'and remarks between and behind them',
    `${resp('SET', 'b', '12345').replace('$5', '$500')}${FIRST}#TS:1\r\n${FIRST}#TS:2\r\n`,
    /offset 27: it never ends, although whole records follow, from 33 bytes/,
  ],
  [
    'the length is that of another argument',
    resp('SET', 'b', '12345').replace('$3', '$300') + FIRST,
    /offset 27: it never ends/,
  ],
  [
    'a value that holds records lies between',
    resp('SET', 'b', '12345').replace('$5', '$500') + resp('SET', 'text', REQUESTS) + FIRST,
    /offset 27: it never ends, although whole records follow, from 33 bytes/,
  ],
  [
    'an argument before the torn one does not end',
    '*4\r\n$3\r\nSET\r\n$1\r\nbxx$1\r\n1\r\n$9\r\nabc',
    /offset 27: argument 2 is not as long as it says/,
  ],
])('a length that was made too large is damage, not a torn end: %s', (_, damaged, why) => {
  const disk = diskWith(FIRST + damaged);
  expect(() => startLogged(disk)).toThrow(why);
  expect(textOf(disk)).toBe(FIRST + damaged);
});

const WHOLE = resp('SELECT', '0') + resp('SET', 'a', '1');
/** A length that is wrong, whole records, and the end of a power cut. */
const DOUBTFUL =
  resp('SET', 'b', '2').replace('$1\r\n2', '$99\r\n2') +
  resp('SET', 'c', '3') +
  resp('SET', 'd', '4').slice(0, -5);

test('a cut that takes whole records keeps them beside the log, and says so', () => {
  const disk = diskWith(WHOLE + DOUBTFUL);
  const { report, engine } = startLogged(disk);
  expect(contentsOf(engine)).toBe('0 a = 1 until ever');
  const kept = `${INCREMENT}.cut`;
  expect(Buffer.from(disk.content(kept)).toString('latin1')).toBe(DOUBTFUL);
  expect(report.warnings.join()).toMatch(
    /hold whole records.*kept as appendonly.aof.1.incr.aof.cut/,
  );
});

test.each(['create', 'write', 'sync'] as const)(
  'where they cannot be kept, because %s fails, nothing is cut',
  (kind) => {
    const disk = diskWith(WHOLE + DOUBTFUL);
    const faulty = new FaultyFileSystem(disk);
    faulty.judge = (operation) =>
      operation.kind === kind && operation.path.endsWith('.cut') ? 'ENOSPC' : undefined;
    expect(() => startLogged(faulty)).toThrow(/ENOSPC.*Mend the disk.*No record in it was changed/);
    expect(textOf(disk)).toBe(WHOLE + DOUBTFUL);
    const later = startLogged(disk.afterCrash('most'));
    expect(contentsOf(later.engine)).toBe('0 a = 1 until ever');
  },
);

test('half a record alone is of no use, and goes', () => {
  const disk = diskWith(resp('SELECT', '0') + resp('SET', 'a', '1').slice(0, -3));
  const { report } = startLogged(disk);
  expect(report.warnings.join()).toMatch(/half a record.*cut off \(from offset 23\)\.$/);
  expect(disk.list('appendonlydir').filter((name) => name.endsWith('.cut'))).toEqual([]);
});

// The layer on an engine: what clients see of the log, at the start, in trouble, and while it is switched on and off.

import { describe, expect, test } from 'vitest';
import {
  type Call,
  type FileSystem,
  type Layer,
  latin1Slice,
  MemoryFileSystem,
} from '../src/core.ts';
import { contentsOf } from './contents.ts';
import { FaultyFileSystem } from './faulty-file-system.ts';
import { endTurn, finishRewrite, startEngine, startLogged } from './talk.ts';

const INCREMENT = 'appendonlydir/appendonly.aof.1.incr.aof';
const resp = (...words: string[]) =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;

/** A disk with a log of one file. */
function diskWith(...records: string[]): MemoryFileSystem {
  const disk = new MemoryFileSystem();
  write(
    disk,
    'appendonlydir/appendonly.aof.manifest',
    'file appendonly.aof.1.incr.aof seq 1 type i\n',
  );
  write(disk, INCREMENT, records.join(''));
  return disk;
}

function write(disk: FileSystem, path: string, text: string): void {
  disk.openToAppend(path).write(Buffer.from(text, 'latin1'));
}

function textOf(disk: MemoryFileSystem, path = INCREMENT): string {
  return latin1Slice(disk.content(path), 0, disk.size(path) ?? 0);
}

describe('at the start', () => {
  test('an empty base and an empty increment stand ready, as Redis makes them', () => {
    const disk = new MemoryFileSystem();
    startLogged(disk);
    expect(textOf(disk, 'appendonlydir/appendonly.aof.manifest')).toBe(
      'file appendonly.aof.1.base.aof seq 1 type b\nfile appendonly.aof.1.incr.aof seq 1 type i\n',
    );
  });

  test('everything is there again', () => {
    const disk = new MemoryFileSystem();
    const before = startLogged(disk);
    const client = before.connect();
    for (const line of [
      'SET a 1',
      'INCR a',
      'APPEND b x',
      'SELECT 3',
      'SET c \xff\0',
      'EXPIRE c 100',
    ]) {
      client.say(line);
    }
    endTurn(before);
    const after = startLogged(disk.afterCrash('most'));
    expect(contentsOf(after.engine)).toBe(contentsOf(before.engine));
    expect(after.report.notes.join()).toContain('Loaded 7 commands from'); // two of them SELECT
  });

  test('a record that is answered with an error has no effect, and the first such answer is told', () => {
    const server = startLogged(
      diskWith(
        resp('SET', 'a', 'x'),
        resp('INCR', 'a'),
        resp('SETRANGE', 'a', '-1', 'y'),
        resp('SET', 'b', '1'),
      ),
    );
    expect(contentsOf(server.engine)).toBe('0 a = x until ever\n0 b = 1 until ever');
    expect(server.report.warnings.join()).toMatch(/^2 records had no effect.*not an integer/);
  });

  test('nothing that a record is answered is kept', () => {
    const kept: number[] = [];
    const answering: Layer = ({ commands }) => {
      const row = { arity: 1, flags: ['write'] as const, syntax: '', summary: '', since: '1.0.0' };
      const run = ({ reply }: Call) => {
        kept.push(reply.length);
        reply.bulk('an answer');
      };
      commands.define('test', [{ ...row, name: 'answer', run }]);
    };
    startLogged(diskWith(resp('ANSWER'), resp('ANSWER')), {}, answering);
    expect(kept).toEqual([0, 0]);
  });

  test('nothing expires while it loads; what is dead then goes, and the log hears of it', () => {
    const disk = diskWith(
      resp('SET', 'a', '1', 'PXAT', '1000'),
      resp('INCR', 'a'),
      resp('PERSIST', 'a'),
      resp('SET', 'dead', '1', 'PXAT', '1000'),
    );
    const server = startLogged(disk);
    const client = server.connect();
    expect(client.say('GET a')).toBe('$1\r\n2\r\n');
    expect(client.say('GET dead')).toBe('$-1\r\n');
    endTurn(server);
    expect(textOf(disk)).toMatch(/DEL\r\n\$4\r\ndead\r\n$/);
  });

  test('nothing that is replayed counts as done by a client', () => {
    const server = startLogged(diskWith(resp('SET', 'a', '1')));
    expect(server.engine.stats.commands).toBe(0);
    expect(server.connect().say('SLOWLOG LEN')).toBe(':0\r\n');
    expect(textOf(diskWith(resp('SET', 'a', '1')))).toBe(resp('SET', 'a', '1'));
  });

  test('half a record at the end is cut off, with a word', () => {
    const whole = resp('SET', 'a', '1');
    const disk = diskWith(whole, '*3\r\n$3\r\nSET\r\n$1\r\nb');
    const server = startLogged(disk);
    expect(server.connect().say('DBSIZE')).toBe(':1\r\n');
    expect(textOf(disk)).toBe(whole);
    expect(server.report.warnings.join()).toMatch(/half a record.*last 18 bytes.*offset 27/);
  });

  test.each([1, 4, 8, 15, 26])('wherever it is torn: %i bytes', (length) => {
    const disk = diskWith(resp('SET', 'a', '1'), resp('SET', 'b', '2').slice(0, length));
    startLogged(disk);
    expect(textOf(disk)).toBe(resp('SET', 'a', '1'));
  });

  test('half a transaction is none', () => {
    const whole = resp('SET', 'a', '1');
    const disk = diskWith(whole, resp('MULTI'), resp('SET', 'b', '2'), resp('SET', 'c', '2'));
    const server = startLogged(disk);
    expect(server.connect().say('DBSIZE')).toBe(':1\r\n');
    expect(textOf(disk)).toBe(whole);
  });

  test('a whole transaction is run', () => {
    const disk = diskWith(resp('MULTI'), resp('SELECT', '2'), resp('SET', 'b', '2'), resp('EXEC'));
    expect(contentsOf(startLogged(disk).engine)).toBe('2 b = 2 until ever');
  });

  test('remarks of redis-server’s are read over', () => {
    const disk = diskWith('#TS:1700000000\r\n', resp('SET', 'a', '1'), '#TS:1700000001\r\n');
    expect(contentsOf(startLogged(disk).engine)).toBe('0 a = 1 until ever');
  });

  test.each<[string, string[], RegExp]>([
    [
      'no record',
      [resp('SET', 'a', '1'), 'rubbish\r\n'],
      /offset 27: a record begins with '\*', here stands 'r'.*check-aof/,
    ],
    ['a length that is none', ['*2\r\n$x\r\n'], /offset 0: invalid bulk length/],
    [
      'a length that is too small',
      [resp('SET', 'a', '12345').replace('$5', '$4')],
      /argument 3 is not as long as it says/,
    ],
    [
      'a length that is too great',
      [resp('SET', 'a', '1').replace('$1', '$99'), resp('SET', 'b', '2'), resp('SET', 'c', '3')],
      /never ends.*whole records follow/,
    ],
    ['a command that writes nothing', [resp('SHUTDOWN')], /'shutdown' does not change data/],
    ['too few arguments', [resp('SET', 'a')], /'set' has the wrong number of arguments/],
  ])('damage is refused: %s', (_, records, message) => {
    expect(() => startLogged(diskWith(...records))).toThrow(message);
  });

  test('a log with an unknown command is refused, and nobody is told to cut it', () => {
    const records = [resp('SET', 'a', '1'), resp('SADD', 's', '1')];
    const disk = diskWith(...records);
    const start = () => startLogged(disk);
    expect(start).toThrow(/foreign command at offset 27: .* not know 'SADD'.*server that knows/);
    expect(start).not.toThrow(/damaged|--fix/);
    expect(textOf(disk)).toBe(records.join(''));
  });

  test('half a record is refused with aof-load-truncated no', () => {
    expect(() =>
      startLogged(diskWith(resp('SET', 'a', '1'), '*3\r'), { 'aof-load-truncated': 'no' }),
    ).toThrow(/cut short at offset 27.*--aof-load-truncated yes.*check-aof/);
  });

  test('half a record anywhere but at the end of the last file is refused', () => {
    const disk = diskWith(resp('SET', 'a', '1'), '*3\r');
    write(
      disk,
      'appendonlydir/appendonly.aof.manifest',
      'file appendonly.aof.2.incr.aof seq 2 type i\n',
    );
    write(disk, 'appendonlydir/appendonly.aof.2.incr.aof', resp('SET', 'b', '1'));
    expect(() => startLogged(disk)).toThrow(/1\.incr\.aof is cut short at offset 27/);
  });

  test.each(['appendonly.aof', 'appendonly.aof.1.base.rdb'])(
    'a base that is a snapshot is refused, whatever its name: %s',
    (name) => {
      const disk = new MemoryFileSystem();
      write(disk, 'appendonlydir/appendonly.aof.manifest', `file ${name} seq 1 type b\n`);
      write(disk, `appendonlydir/${name}`, 'REDIS0011...');
      expect(() => startLogged(disk)).toThrow(
        new RegExp(`${name} is a snapshot.*aof-use-rdb-preamble no`),
      );
    },
  );

  test('a manifest that names a missing file, names nonsense, or is missing itself', () => {
    const missing = diskWith();
    missing.remove(INCREMENT);
    expect(() => startLogged(missing)).toThrow(/is missing, but the manifest names it/);
    for (const name of ['../x', '.', '..']) {
      const nonsense = new MemoryFileSystem();
      write(nonsense, 'appendonlydir/appendonly.aof.manifest', `file ${name} seq 1 type i\n`);
      expect(() => startLogged(nonsense)).toThrow(`names a path, not a file: ${name}`);
    }
    const lost = diskWith(resp('SET', 'a', '1'));
    lost.remove('appendonlydir/appendonly.aof.manifest');
    expect(() => startLogged(lost)).toThrow(/no appendonly.aof.manifest/);
  });

  test('a second server is kept out', () => {
    const disk = new MemoryFileSystem();
    const first = startLogged(disk);
    expect(() => startLogged(disk)).toThrow(/in use by another server.*--dir/);
    first.engine.stop();
    startLogged(disk);
  });
});

describe('a disk that fails', () => {
  test('writes are refused in Redis’s words, PING too; reads go on; it recovers by itself', async () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk);
    const client = server.connect();
    client.say('SET a 1');
    endTurn(server);
    await Promise.resolve(); // the sync of that second has ended
    disk.fail('write', 'ENOSPC');
    expect(client.say('SET a 2')).toBe('+OK\r\n'); // nobody knows yet
    endTurn(server);
    const refused = '-MISCONF Errors writing to the AOF file: No space left on device\r\n';
    expect(client.say('SET a 3')).toBe(refused);
    expect(client.say('PING')).toBe(refused);
    expect(client.say('GET a')).toBe('$1\r\n2\r\n');
    expect(client.say('INFO persistence')).toContain('aof_last_write_status:err');
    disk.heal();
    endTurn(server);
    expect(client.say('SET a 4')).toBe('+OK\r\n');
    endTurn(server);
    const after = startLogged((disk.below as MemoryFileSystem).afterCrash('most'));
    expect(contentsOf(after.engine)).toBe('0 a = 4 until ever');
  });

  test('under no too: nobody syncs, but a write that fails is seen', () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk, { appendfsync: 'no' });
    const client = server.connect();
    disk.fail('write', 'EIO');
    expect(client.say('SET a 1')).toBe('+OK\r\n'); // nobody knows yet
    endTurn(server);
    const refused = '-MISCONF Errors writing to the AOF file: Input/output error\r\n';
    expect(client.say('SET a 2')).toBe(refused);
    expect(client.say('PING')).toBe(refused);
    expect(client.say('GET a')).toBe('$1\r\n1\r\n');
    expect(server.report.warnings).toEqual([
      expect.stringMatching(/Input.output error.*refused until it works again/),
    ]);
    disk.heal();
    endTurn(server);
    expect(client.say('SET b 1')).toBe('+OK\r\n');
    endTurn(server);
    expect(disk.log.filter(({ kind, path }) => kind === 'sync' && path === INCREMENT)).toEqual([]);
    const after = startLogged((disk.below as MemoryFileSystem).afterCrash('most'));
    expect(contentsOf(after.engine)).toBe(contentsOf(server.engine));
  });

  test('under always it ends: no reply leaves', () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk, { appendfsync: 'always' });
    server.connect().say('SET a 1');
    disk.fail('sync', 'EIO');
    expect(() => server.engine.persist()).toThrow(/would be lies.* always is safe\. See/);
  });

  test('its last word under always owns up to what was answered before', () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk);
    const client = server.connect();
    disk.fail('write', 'ENOSPC');
    expect(client.say('SET a 1')).toBe('+OK\r\n');
    endTurn(server);
    expect(client.say('CONFIG SET appendfsync always')).toBe('+OK\r\n');
    expect(() => server.engine.persist()).toThrow(
      /safe; the last changes before it are not, \d+ bytes of them not even written/,
    );
  });

  test('a snapshot that is not read is told of, as long as there is no log beside it', () => {
    const disk = new MemoryFileSystem();
    disk.openToAppend('dump.rdb').write(Buffer.from('REDIS0010'));
    const first = startLogged(disk);
    expect(first.report.warnings.join()).toMatch(
      /dump\.rdb.*does not read.*CONFIG SET appendonly yes/,
    );
    first.engine.stop();
    expect(startLogged(disk).report.warnings).toEqual([]);
  });

  test('a start on a disk that says no is one line', () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    disk.fail('create', 'EACCES');
    expect(() => startLogged(disk)).toThrow(/Cannot keep a log in memory: EACCES.*--dir/);
  });
});

describe('SHUTDOWN', () => {
  const refused = '-ERR Errors trying to SHUTDOWN. Check logs.\r\n';

  test.each(['SHUTDOWN SAVE', 'shutdown save now'])(
    'without a log, %s would keep nothing: it is refused, and the log says why',
    (line) => {
      const server = startEngine();
      const client = server.connect();
      client.say('SET a 1');
      expect(client.say(line)).toBe(refused);
      expect(server.report.warnings).toEqual([
        expect.stringMatching(/^SHUTDOWN is refused: SAVE.*snapshot.*CONFIG SET appendonly yes/),
      ]);
      expect(client.say('GET a')).toBe('$1\r\n1\r\n');
    },
  );

  test.each(['SHUTDOWN SAVE NOSAVE', 'SHUTDOWN SAVE ABORT', 'SHUTDOWN SAVE FOO'])(
    'its words are looked at first: %s',
    (line) => {
      const server = startEngine();
      expect(server.connect().say(line)).toBe('-ERR syntax error\r\n');
      expect(server.report.warnings).toEqual([]);
    },
  );

  test('the log says why, also when the first rewrite has not ended or the disk fails', async () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk, { appendonly: 'no' });
    const client = server.connect();
    client.say('CONFIG SET appendonly yes');
    expect(client.say('SHUTDOWN')).toBe(refused);
    expect(server.report.warnings.at(-1)).toMatch(/first rewrite.*not ended/);
    await finishRewrite(server);
    client.say('SET a 1');
    disk.fail('write', 'EIO');
    expect(client.say('SHUTDOWN SAVE')).toBe(refused);
    expect(server.report.warnings.at(-1)).toMatch(/^SHUTDOWN is refused: .*Input.output error/);
  });
});

describe('at run time', () => {
  test('CONFIG SET appendonly yes begins with what is in memory', async () => {
    const disk = new MemoryFileSystem();
    const server = startLogged(disk, { appendonly: 'no' });
    const client = server.connect();
    client.say('SET before 1');
    expect(disk.list('appendonlydir')).toEqual([]);
    expect(client.say('CONFIG SET appendonly yes')).toBe('+OK\r\n');
    client.say('SET after 1');
    expect(client.say('SHUTDOWN')).toBe('-ERR Errors trying to SHUTDOWN. Check logs.\r\n');
    await finishRewrite(server);
    client.say('SET later 1');
    endTurn(server);
    const after = startLogged(disk.afterCrash('most'));
    expect(contentsOf(after.engine)).toBe(
      '0 after = 1 until ever\n0 before = 1 until ever\n0 later = 1 until ever',
    );
    expect(client.say('INFO persistence')).toContain('aof_enabled:1');
  });

  test('CONFIG SET appendonly no leaves the log as it is, and yes goes on with another', async () => {
    const disk = new MemoryFileSystem();
    const server = startLogged(disk);
    const client = server.connect();
    client.say('SET a 1');
    expect(client.say('CONFIG SET appendonly no')).toBe('+OK\r\n');
    client.say('SET b 1');
    endTurn(server);
    expect(contentsOf(startLogged(disk.afterCrash('least')).engine)).toBe('0 a = 1 until ever');
    client.say('CONFIG SET appendonly yes');
    await finishRewrite(server);
    client.say('CONFIG SET appendfsync always');
    client.say('SET c 1');
    endTurn(server);
    expect(contentsOf(startLogged(disk.afterCrash('least')).engine)).toBe(
      contentsOf(server.engine),
    );
  });

  test('a disk that says no: appendonly stays no', () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk, { appendonly: 'no' });
    const client = server.connect();
    disk.fail('create', 'EACCES');
    expect(client.say('CONFIG SET appendonly yes')).toBe(
      "-ERR CONFIG SET failed (possibly related to argument 'appendonly') - Unable to turn on AOF. Check server logs.\r\n",
    );
    expect(server.report.warnings).toEqual([
      expect.stringMatching(/^CONFIG SET appendonly yes is refused: EACCES: create appendonlydir/),
    ]);
    expect(client.say('CONFIG GET appendonly')).toContain('no\r\n');
    expect(client.say('SET a 1')).toBe('+OK\r\n');
    disk.heal();
    expect(client.say('CONFIG SET appendonly yes')).toBe('+OK\r\n');
  });

  test('a disk that is full does not keep appendonly from going off', () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk);
    const client = server.connect();
    disk.fail('write', 'ENOSPC');
    client.say('SET a 1');
    endTurn(server);
    expect(client.say('SET a 2')).toMatch(/^-MISCONF/);
    expect(client.say('SHUTDOWN')).toBe('-ERR Errors trying to SHUTDOWN. Check logs.\r\n');
    expect(client.say('CONFIG SET appendonly no')).toBe('+OK\r\n');
    expect(client.say('SET a 2')).toBe('+OK\r\n');
    expect(server.report.warnings.at(-1)).toMatch(
      /not safe on the disk, \d+ bytes of them not even written/,
    );
  });

  test('appendfsync changes at once', () => {
    const disk = new FaultyFileSystem(new MemoryFileSystem());
    const server = startLogged(disk, { appendfsync: 'no' });
    const client = server.connect();
    client.say('SET a 1');
    endTurn(server);
    disk.log.length = 0;
    client.say('CONFIG SET appendfsync always');
    client.say('SET a 2');
    endTurn(server);
    expect(disk.log.map(({ kind }) => kind)).toEqual(['write', 'sync']);
  });

  test('DEBUG LOADAOF forgets what the log does not know', () => {
    const server = startLogged(new MemoryFileSystem());
    const client = server.connect();
    client.say('SET a 1');
    server.engine.database(0).set('secret', 'x');
    expect(client.say('DEBUG LOADAOF')).toBe('+OK\r\n');
    expect(contentsOf(server.engine)).toBe('0 a = 1 until ever');
  });

  test('DEBUG LOADAOF without a whole log is refused, and the data stays', () => {
    const server = startEngine();
    const client = server.connect();
    client.say('SET a 1');
    expect(client.say('DEBUG LOADAOF')).toMatch(/^-ERR There is no whole append-only file/);
    expect(client.say('CONFIG SET appendonly yes')).toBe('+OK\r\n');
    expect(client.say('DEBUG LOADAOF')).toMatch(/^-ERR There is no whole append-only file/);
    expect(contentsOf(server.engine)).toBe('0 a = 1 until ever');
  });

  test('stop writes and syncs what is left', () => {
    const disk = new MemoryFileSystem();
    const server = startLogged(disk, { appendfsync: 'no' });
    server.connect().say('SET a 1');
    server.engine.stop();
    expect(contentsOf(startLogged(disk.afterCrash('least')).engine)).toBe('0 a = 1 until ever');
  });

  test('without a log nothing is recorded, and BGREWRITEAOF says what to do', () => {
    const server = startEngine();
    expect(server.engine.recording).toBe(false);
    expect(server.connect().say('BGREWRITEAOF')).toMatch(
      /^-ERR There is no append-only file.*appendonly yes/,
    );
  });
});

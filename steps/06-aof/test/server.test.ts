// The server as a process: how it ends, what it says then, and who else may use its directory.

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { LAUNCH } from '@byor/launch';
import { requireTool } from '@byor/spec/vitest';
import { describe, expect, test } from 'vitest';
import {
  holdings,
  startOurs,
  startTheirs,
  stop,
  temporaryDirectory,
  withClient,
} from './servers.ts';

const INCREMENT = 'appendonlydir/appendonly.aof.1.incr.aof';

test('SIGTERM: what was answered is on the disk, the exit code 0', async () => {
  const directory = temporaryDirectory();
  const server = await startOurs(directory, '--appendfsync', 'no');
  await withClient(server, (client) => client.call('SET', 'a', '1'));
  expect(await stop(server)).toBe(0);
  expect(await holdings(await startOurs(directory))).toEqual(['[0,"a","string",["1"],-1]']);
});

test.each(['NOSAVE', 'SAVE'])('SHUTDOWN %s too: it is about snapshots', async (word) => {
  const directory = temporaryDirectory();
  const server = await startOurs(directory, '--appendfsync', 'no');
  await withClient(server, async (client) => {
    await client.call('SET', 'a', '1');
    await client.call('SHUTDOWN', word).catch(() => {});
  });
  expect(await server.ended(5000)).toBe(true);
  expect(await holdings(await startOurs(directory))).toHaveLength(1);
});

test('without a log SHUTDOWN SAVE ends nothing, unless by FORCE', async () => {
  const server = await startOurs(temporaryDirectory(), '--appendonly', 'no');
  await withClient(server, async (client) => {
    await client.call('SET', 'a', '1');
    await expect(client.call('SHUTDOWN', 'SAVE')).rejects.toThrow(
      'ERR Errors trying to SHUTDOWN. Check logs.',
    );
    expect(await client.call('GET', 'a')).toBe('1');
    await client.call('SHUTDOWN', 'SAVE', 'FORCE').catch(() => {});
  });
  expect(await server.ended(5000)).toBe(true);
});

test.skipIf(requireTool('redis-server').missing)(
  'redis-server refuses a SHUTDOWN SAVE that cannot save in the same words',
  async () => {
    const directory = temporaryDirectory();
    const server = await startTheirs(directory, '--appendonly', 'no');
    mkdirSync(path.join(directory, 'dump.rdb')); // a directory where the snapshot is to go
    await withClient(server, async (client) => {
      await expect(client.call('SHUTDOWN', 'SAVE')).rejects.toThrow(
        'ERR Errors trying to SHUTDOWN. Check logs.',
      );
      expect(await client.call('PING')).toBe('PONG');
    });
  },
);

test('a second server on the directory is refused, a second one after kill -9 is not', async () => {
  const directory = temporaryDirectory();
  const first = await startOurs(directory);
  await expect(startOurs(directory)).rejects.toThrow(/exit code 1.*in use by another server/s);
  expect(check(directory)).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/in use by a running server.*a copy/),
  });
  process.kill(first.pid, 'SIGKILL');
  await first.ended(5000);
  await startOurs(directory);
});

test('a log that cannot be read is no reason to begin without it', async () => {
  const directory = temporaryDirectory();
  const server = await startOurs(directory);
  await withClient(server, (client) => client.call('SET', 'a', '1'));
  await stop(server);
  const increment = path.join(directory, INCREMENT);
  renameSync(increment, `${increment}.kept`);
  mkdirSync(increment); // opens, and fails in read(2) with EISDIR
  const said = await startOurs(directory).catch((error: Error) => error.message);
  expect(said).toMatch(/exit code 1.*Cannot read \S+1\.incr\.aof: EISDIR.*Mend the disk/s);
  expect(said).not.toMatch(/--appendonly no/);
  rmdirSync(increment);
  renameSync(`${increment}.kept`, increment);
  expect(await holdings(await startOurs(directory))).toEqual(['[0,"a","string",["1"],-1]']);
});

/** A log whose increment takes no byte: every write to /dev/full fails with ENOSPC. */
function fullDisk(): string {
  const directory = temporaryDirectory();
  mkdirSync(path.join(directory, 'appendonlydir'));
  writeFileSync(
    path.join(directory, 'appendonlydir/appendonly.aof.manifest'),
    'file appendonly.aof.1.incr.aof seq 1 type i\n',
  );
  symlinkSync('/dev/full', path.join(directory, INCREMENT));
  return directory;
}

describe.skipIf(!existsSync('/dev/full'))('on a disk that is full', () => {
  const asked = [
    ['SET', 'a', '2'],
    ['PING'],
    ['GET', 'a'],
    ['INCR', 'n'],
    ['SELECT', '0'],
    ['FLUSHALL'],
  ];

  /** The answers when the server has noticed. */
  async function answers(start: typeof startOurs, policy: string): Promise<string[]> {
    const server = await start(fullDisk(), '--appendfsync', policy);
    return withClient(server, async (client) => {
      await client.call('SET', 'a', '1');
      await expect.poll(() => client.info('persistence')).toContain('aof_last_write_status:err');
      const replies: string[] = [];
      for (const [name = '', ...args] of asked) {
        replies.push(
          String(await client.call(name, ...args).catch((error: Error) => error.message)),
        );
      }
      return replies;
    });
  }

  test.skipIf(requireTool('redis-server').missing).each(['everysec', 'no'])(
    '%s: each command is answered as redis-server answers it',
    async (policy) => {
      const replies = await answers(startOurs, policy);
      expect(replies).toEqual(await answers(startTheirs, policy));
      expect(replies[0]).toMatch(/^MISCONF/);
    },
  );

  test('always: it stops with exit code 1 and a last word, and the reply never leaves', async () => {
    const server = await startOurs(fullDisk(), '--appendfsync', 'always');
    const reply = await withClient(server, (client) =>
      client.call('SET', 'a', '1').catch((error: Error) => `no reply: ${error.message}`),
    );
    expect(reply).toMatch(/^no reply/);
    expect(await server.ended(5000)).toBe(true);
    expect(server.lastWords()).toMatch(/No space left on device.*the server stops.*exit code 1/s);
  });
});

const check = (...args: string[]) =>
  spawnSync(process.execPath, [LAUNCH, 'src/check-main.ts', ...args], { encoding: 'utf8' });

test('check-aof says where the damage is, and with --fix ends the log there', async () => {
  const directory = temporaryDirectory();
  const server = await startOurs(directory);
  await withClient(server, async (client) => {
    await client.call('SET', 'a', '1');
    await client.call('SET', 'b', '2');
  });
  await stop(server);
  expect(check(directory)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('The log is whole.'),
  });

  const snapshot = temporaryDirectory();
  cpSync(directory, snapshot, { recursive: true });
  const manifest = path.join(snapshot, 'appendonlydir', 'appendonly.aof.manifest');
  writeFileSync(path.join(snapshot, 'appendonlydir', 'appendonly.aof.1.base.rdb'), 'REDIS0010');
  writeFileSync(
    manifest,
    `file appendonly.aof.1.base.rdb seq 1 type b\n${readFileSync(manifest, 'latin1').replace(/.* type b\n/, '')}`,
  );
  expect(check(snapshot)).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(/snapshot \(RDB\).*aof-use-rdb-preamble no/s),
  });

  truncateSync(path.join(directory, INCREMENT), 60);
  const copy = temporaryDirectory();
  cpSync(directory, copy, { recursive: true });
  const found = check(directory);
  expect(found.status).toBe(1);
  expect(found.stdout).toMatch(
    /1\.incr\.aof: 2 records, 60 bytes, torn at offset 50.*by itself when it starts.*--fix/s,
  );
  const named = path.join(directory, 'appendonlydir', 'appendonly.aof.manifest');
  expect(check(named).stdout).toBe(found.stdout);
  expect(readdirSync(path.join(directory, 'appendonlydir'))).toEqual(
    readdirSync(path.join(copy, 'appendonlydir')),
  );
  expect(check('--fix', directory)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('cut at offset 50'),
  });
  const again = await startOurs(directory, '--aof-load-truncated', 'no');
  expect(await holdings(again)).toEqual(['[0,"a","string",["1"],-1]']);
});

test('check-aof knows a log from before Redis 7 as such', () => {
  const directory = temporaryDirectory();
  writeFileSync(path.join(directory, 'appendonly.aof'), '*1\r\n$8\r\nFLUSHALL\r\n');
  expect(check(directory)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('a log from before Redis 7'),
  });
});

test('a server does not begin an empty log beside one', async () => {
  const directory = temporaryDirectory();
  writeFileSync(path.join(directory, 'appendonly.aof'), '*1\r\n$8\r\nFLUSHALL\r\n');
  await expect(startOurs(directory)).rejects.toThrow(/a log from before Redis 7.*redis-server 7/s);
  expect(readdirSync(path.join(directory, 'appendonlydir'))).toEqual([]);
});

test('a directory that is a file is no place for a log', async () => {
  const directory = path.join(temporaryDirectory(), 'file');
  writeFileSync(directory, '');
  await expect(startOurs(directory)).rejects.toThrow(/Cannot keep a log in .*ENOTDIR.*--dir/s);
});

test('check-aof names a file that it cannot read, as the server does', () => {
  const directory = temporaryDirectory();
  const log = path.join(directory, 'appendonlydir');
  mkdirSync(path.join(log, 'x.1.incr.aof'), { recursive: true }); // opens, and fails in read(2) with EISDIR
  writeFileSync(path.join(log, 'x.manifest'), 'file x.1.incr.aof seq 1 type i\n');
  const unreadable =
    /^Cannot read \S+x\.1\.incr\.aof: EISDIR.*Mend the disk.*Nothing in the log was changed\.$/m;
  expect(check(directory)).toMatchObject({ status: 1, stderr: expect.stringMatching(unreadable) });
  rmSync(path.join(log, 'x.manifest'));
  mkdirSync(path.join(log, 'x.manifest'));
  expect(check(directory)).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^Cannot read \S+x\.manifest: EISDIR/m),
  });
});

test('check-aof does not offer to cut a file that is missing', () => {
  const directory = temporaryDirectory();
  const log = path.join(directory, 'appendonlydir');
  mkdirSync(log);
  writeFileSync(path.join(log, 'x.manifest'), 'file x.1.incr.aof seq 1 type i\n');
  const { status, stdout } = check(directory);
  expect(status).toBe(1);
  expect(stdout).toMatch(/the file is missing.*\nThere is nothing to cut: put the file back/);
  expect(stdout).not.toContain('--fix');
});

test('check-aof does not offer to cut where a command is that only this server does not know', () => {
  const directory = temporaryDirectory();
  const log = path.join(directory, 'appendonlydir');
  mkdirSync(log);
  writeFileSync(path.join(log, 'x.manifest'), 'file x.1.incr.aof seq 1 type i\n');
  writeFileSync(path.join(log, 'x.1.incr.aof'), '*3\r\n$4\r\nSADD\r\n$1\r\ns\r\n$1\r\n1\r\n');
  const { status, stdout } = check(directory);
  expect(status).toBe(1);
  expect(stdout).toMatch(/foreign at offset 0: .*'SADD'\nNothing is cut.*server that knows/);
  expect(stdout).not.toContain('--fix');
});

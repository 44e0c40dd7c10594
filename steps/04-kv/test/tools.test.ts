// Redis's own tools, unmodified: redis-cli in each of its manners, redis-benchmark. What they print is compared with
// what they print about redis-server.

import { spawn } from 'node:child_process';
import { type RunningServer, startRedis, startStage } from '@byor/spec';
import { requireTool } from '@byor/spec/vitest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const cli = requireTool('redis-cli');
const benchmark = requireTool('redis-benchmark');
const redisServer = requireTool('redis-server');

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program to its end, or until it has printed what `enough` matches, and gives both streams. */
function run(
  program: string | undefined,
  args: readonly string[],
  { input = '', enough }: { input?: string | undefined; enough?: RegExp } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program ?? '', args, { timeout: 20_000 });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString('latin1');
      if (enough?.test(output)) child.kill();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.on('error', () => undefined); // it may end without reading
    child.stdin.end(input);
  });
}

const address = ({ host, port }: RunningServer) => ['-h', host, '-p', String(port)];

let stage: RunningServer;
let redis: RunningServer | undefined;

beforeAll(async () => {
  stage = await startStage('04');
  if (!redisServer.missing) redis = await startRedis();
});
afterAll(() => Promise.all([stage?.stop(), redis?.stop()]));

describe.skipIf(cli.missing)('redis-cli', () => {
  const ask = (args: string[], input?: string) =>
    run(cli.path, [...address(stage), ...args], { input });

  beforeEach(async () => {
    await ask(['FLUSHALL']);
    if (redis) await run(cli.path, [...address(redis), 'FLUSHALL']);
  });

  /** The output about the stage, which must be what it is about redis-server. */
  async function sameAsRedis(args: string[], input?: string): Promise<string> {
    const { code, output } = await ask(args, input);
    if (redis) {
      const expected = await run(cli.path, [...address(redis), ...args], { input });
      expect(output).toBe(expected.output);
      expect(code).toBe(expected.code);
    }
    return output;
  }

  test('one command, as in a script', async () => {
    expect(await sameAsRedis(['SET', 'greeting', 'hello'])).toBe('OK\n');
    expect(await sameAsRedis(['GET', 'greeting'])).toBe('hello\n');
    expect(await sameAsRedis(['--no-raw', 'GET', 'nothing'])).toBe('(nil)\n');
    expect(await sameAsRedis(['-e', 'INCR', 'greeting'])).toContain('ERR value is not an integer');
  });

  test('commands from a pipe', async () => {
    const script =
      'SET k "a \\xff b"\nGET k\nMGET k none\nINCR k\nNOSUCH\nSELECT 3\nDBSIZE\nQUIT\n';
    expect(await sameAsRedis(['--no-raw'], script)).toContain('"a \\xff b"');
    expect(await sameAsRedis([], script)).toContain('unknown command');
  });

  test('RESP3', async () => {
    const output = await sameAsRedis(['-3', '--no-raw', 'CONFIG', 'GET', 'maxmemory']);
    expect(output).toBe('1# "maxmemory" => "0"\n');
  });

  test('the last argument from standard input', async () => {
    await sameAsRedis(['-x', 'SET', 'k'], 'from\nstdin');
    expect(await sameAsRedis(['STRLEN', 'k'])).toBe('10\n');
  });

  test('databases and repetition', async () => {
    expect(await sameAsRedis(['-n', '5', '-r', '3', 'INCR', 'n'])).toBe('1\n2\n3\n');
    expect(await sameAsRedis(['-n', '5', 'KEYS', '*'])).toBe('n\n');
  });

  test('mass insertion with --pipe', async () => {
    const commands = Array.from({ length: 5000 }, (_, i) => {
      const key = `key:${i}`;
      return `*3\r\n$3\r\nSET\r\n$${key.length}\r\n${key}\r\n$1\r\nv\r\n`;
    });
    expect(await sameAsRedis(['--pipe'], commands.join(''))).toContain('errors: 0, replies: 5000');
    expect(await sameAsRedis(['DBSIZE'])).toBe('5000\n');
  });

  test('--scan, --bigkeys and --memkeys go over all keys', async () => {
    await ask(
      ['--pipe'],
      Array.from({ length: 500 }, (_, i) => `SET key:${i} ${'v'.repeat(i + 1)}\r\n`).join(''),
    );
    const { output } = await ask(['--scan', '--pattern', 'key:*']);
    expect(new Set(output.trim().split('\n')).size).toBe(500);
    expect((await ask(['--bigkeys'])).output).toContain(
      'Biggest string found \'"key:499"\' has 500 bytes',
    );
    expect((await ask(['--memkeys'])).output).toContain('500 strings');
  });

  test('--stat and INFO find the fields they read', async () => {
    const stat = await run(cli.path, [...address(stage), '--stat', '-i', '0.01'], {
      enough: /^0 .*\n0 /m,
    });
    expect(stat.output).toMatch(/^0 +[\d.]+[KMG] +\d+ +0 +\d+ \(\+0\) +\d+/m);
    expect((await ask(['INFO', 'server'])).output).toMatch(/^redis_mode:standalone/m);
  });

  test('what the prompt asks for to help with commands', async () => {
    const { output } = await ask(['--no-raw', 'COMMAND', 'DOCS', 'set', 'get']);
    expect(output).toContain('Set the string value of a key');
    expect((await ask(['COMMAND', 'COUNT'])).output.trim()).toMatch(/^\d+$/);
    expect((await ask(['COMMAND', 'GETKEYS', 'MSET', 'a', '1', 'b', '2'])).output).toBe('a\nb\n');
  });

  test('a password', async () => {
    const guarded = await startStage('04', ['--requirepass', 'secret']);
    const to = address(guarded);
    expect((await run(cli.path, [...to, 'PING'])).output).toContain(
      'NOAUTH Authentication required.',
    );
    expect((await run(cli.path, [...to, '--no-auth-warning', '-a', 'secret', 'PING'])).output).toBe(
      'PONG\n',
    );
    const uri = `redis://default:secret@${guarded.host}:${guarded.port}/2`;
    expect((await run(cli.path, ['--no-auth-warning', '-u', uri, 'PING'])).output).toBe('PONG\n');
    expect((await run(cli.path, [...to, '-a', 'wrong', 'PING'])).output).toContain('WRONGPASS');
    await guarded.stop();
  });

  test('SHUTDOWN ends the server', async () => {
    const server = await startStage('04');
    await run(cli.path, [...address(server), 'SHUTDOWN', 'NOSAVE']);
    expect(await server.ended(5_000)).toBe(true);
    expect(await server.stop()).toBe(0);
  });
});

describe.skipIf(benchmark.missing)('redis-benchmark', () => {
  const bench = (...args: string[]) =>
    run(benchmark.path, [...address(stage), '-q', '--csv', ...args]);

  test.each([
    [
      '50 clients, pipelines of 16',
      ['-n', '8000', '-c', '50', '-P', '16', '-t', 'set,get,incr,mset'],
    ],
    ['no pipelining, random keys', ['-n', '2000', '-c', '20', '-r', '1000', '-t', 'ping,set,get']],
    ['RESP3', ['-n', '2000', '-3', '-t', 'set,get']],
    ['a command of its own', ['-n', '1000', '-P', '4', 'SETRANGE', 'k', '10', 'v']],
  ])('%s', async (_, args) => {
    const { code, output } = await bench(...args);
    expect(output).not.toMatch(/error|warning/i);
    expect(output.trim().split('\n').length).toBeGreaterThan(1);
    expect(code).toBe(0);
  });
});

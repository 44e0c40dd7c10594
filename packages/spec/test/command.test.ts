// The command as a user meets it: exit codes, servers of every kind, and refusals that say what to do.

import path from 'node:path';
import pc from 'picocolors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { main } from '../src/command.ts';
import { startRedis } from '../src/server.ts';
import { requireTool } from '../src/tools.ts';
import { startFake } from './fakes.ts';

const COURSE = path.join(import.meta.dirname, 'course');
const FAKES = path.join(import.meta.dirname, 'fakes.ts');

let stderr = '';
beforeEach(() => {
  stderr = '';
  vi.spyOn(console, 'error').mockImplementation((text: string) => {
    stderr += `${text}\n`;
  });
});
afterEach(() => vi.restoreAllMocks());

async function spec(...argv: string[]): Promise<{ code: number; stdout: string }> {
  let stdout = '';
  const write = (text: string) => {
    stdout += text;
  };
  const code = await main(argv, { write, isTTY: false, colors: pc.createColors(false) }, COURSE);
  return { code, stdout };
}

const fake = (fault: string, port = '') => `node --import tsx ${FAKES} ${fault} ${port}`;

describe('--cmd', () => {
  test('starts a server on a free port, tests it and ends it', async () => {
    const { code, stdout } = await spec('--cmd', fake('none', '{port}'));
    expect(stdout).toContain('11 passed, 0 failed');
    expect(code).toBe(0);
  });

  test('takes the port from the ready line', async () => {
    expect((await spec('--cmd', fake('none'), '--only', '02')).code).toBe(0);
  });

  test('tells every failure and exits with 1', async () => {
    const { code, stdout } = await spec('--cmd', fake('ok-to-everything'), '--seed', '5');
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ 02-protocol +requests +1 passed, 5 failed/);
    expect(stdout).toContain('(seed 5)');
    expect(stdout).toContain('8 of 8 failures look alike: the server says +OK without doing');
    expect(stdout).toContain('--only 02/requests/ping');
  });

  test('shows the last words of a server that dies, and starts it again', async () => {
    const { code, stdout } = await spec('--cmd', fake('dies'));
    expect(code).toBe(1);
    expect(stdout).toContain('fatal: a bug in GET\n    (ended with exit code 3)');
    expect(stdout).toContain('9 passed, 2 failed');
  });

  test('a server that does not start shows why and exits with 2', async () => {
    expect((await spec('--cmd', fake('cannot-start'))).code).toBe(2);
    expect(stderr).toContain('it ended with exit code 3\nfatal: the disk is full');
    expect((await spec('--cmd', './there-is-no-such-program')).code).toBe(2);
    expect(stderr).toContain('ENOENT');
  });

  test('a server that never answers does not hang the run', async () => {
    const { code, stdout } = await spec(
      '--cmd',
      fake('never-answers'),
      '--timeout',
      '0.05',
      '--only',
      '02/requests/p*',
    );
    expect(code).toBe(1);
    expect(stdout).toContain('no reply within 0.05 s');
  });
});

describe('--url', () => {
  test('tests a server that runs', async () => {
    const server = await startFake('none');
    const { code, stdout } = await spec('--url', `redis://127.0.0.1:${server.port}`);
    expect(stdout).toContain('11 passed, 0 failed');
    expect(code).toBe(0);
    await server.close();
  });

  test('refuses a server that holds keys, unless they may go', async () => {
    const keys = new Map([['precious', 'data']]);
    const server = await startFake('none', { keys });
    const url = `redis://127.0.0.1:${server.port}`;
    expect((await spec('--url', url)).code).toBe(2);
    expect(stderr).toContain('holds 1 key');
    expect(keys.size).toBe(1);
    expect((await spec('--url', url, '--flush')).code).toBe(0);
    expect(keys.has('precious')).toBe(false);
    await server.close();
  });

  test('leaves it empty, so that the next run is not refused', async () => {
    const keys = new Map<string, string>();
    const server = await startFake('none', { keys });
    const url = `redis://127.0.0.1:${server.port}`;
    const run = ['--url', url, '--only', '04/strings/get-set']; // it leaves a key
    expect((await spec(...run)).code).toBe(0);
    expect(keys.size).toBe(0);
    expect((await spec(...run)).code).toBe(0);
    await server.close();
  });

  test('stops after many silent cases in a row', async () => {
    const server = await startFake('never-answers');
    const { code, stdout } = await spec(
      '--url',
      `redis://127.0.0.1:${server.port}`,
      '--timeout',
      '0.02',
    );
    expect(code).toBe(1);
    expect(stdout).toContain('stopped 6 cases in a row got no reply');
    expect(stdout).toContain('5 not run');
    await server.close();
  });

  test('nobody there', async () => {
    const server = await startFake('none');
    await server.close();
    expect((await spec('--url', `redis://127.0.0.1:${server.port}`)).code).toBe(2);
    expect(stderr).toContain('ECONNREFUSED');
  });
});

const redis = requireTool('redis-server');
describe.skipIf(redis.missing)('--url on redis-server', () => {
  test('skips what its version lacks or refuses, aloud; wants the password', async () => {
    const server = await startRedis(['--enable-debug-command', 'no', '--requirepass', 'secret']);
    expect((await spec('--url', `redis://127.0.0.1:${server.port}`)).code).toBe(2);
    expect(stderr).toContain('NOAUTH');
    const { code, stdout } = await spec(
      '--url',
      `redis://:secret@127.0.0.1:${server.port}/3`,
      '--only',
      '04',
    );
    expect(stdout).toContain('skipped MODERN came later: 04/strings/modern');
    expect(stdout).toContain('the server refuses DEBUG');
    expect(stdout).toContain('3 passed, 2 skipped, 0 failed');
    expect(code).toBe(0);
    await server.stop();
    expect(server.alive()).toBe(false);
  });

  test('refuses keys in any database', async () => {
    const server = await startRedis();
    const { host, port } = server;
    const { WireClient } = await import('../src/client.ts');
    const client = await WireClient.open({
      host,
      port,
      timeoutMs: 2000,
      number: 1,
      transcript: [],
    });
    await client.call('SELECT', 9).reply();
    await client.call('SET', 'k', 'v').reply();
    client.close();
    expect((await spec('--url', `redis://127.0.0.1:${port}`)).code).toBe(2);
    expect(stderr).toContain('holds 1 key');
    await server.stop();
  });
});

describe('what cannot be run', () => {
  test.each([
    [['--stage', '9'], 'there is no stage "9": 02-protocol, 04-kv'],
    [['--only', '04/nothing'], 'no case matches 04/nothing'],
    [['--cmd', 'x', '--url', 'y'], 'give --cmd or --url, not both'],
    [['--url', 'localhost:6379'], 'is not a URL such as redis://'],
    [['--seed', 'x'], 'is not a seed'],
  ])('%j exits with 2', async (argv, words) => {
    expect((await spec(...argv)).code).toBe(2);
    expect(stderr).toContain(words);
  });
});

test('--list names the cases', async () => {
  const { code, stdout } = await spec('--list', '--stage', '2');
  expect(code).toBe(0);
  expect(stdout).toContain('02/requests/ping  PING is answered with a status\n');
  expect(stdout).toContain('7 cases');
});

test('--json gives one document', async () => {
  const server = await startFake('empty-for-nil');
  const { stdout } = await spec('--url', `redis://127.0.0.1:${server.port}`, '--json');
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({ stage: '04', passed: 10, failed: 1, skipped: 0, notRun: 0 });
  const failure = document.cases.find((each: { outcome: string }) => each.outcome === 'failed');
  expect(failure).toMatchObject({ id: '04/strings/nil', chapter: 'docs/04-kv.md#get' });
  expect(failure.explanation).toContain('no value is not an empty value');
  await server.close();
});

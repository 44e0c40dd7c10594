import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseSettings, type Settings } from '../src/cli/options.ts';
import { runHere, Screen, startFakeServer } from './cli-support.ts';

function parse(
  argv: string[],
  { isTTY = false, env = {} as NodeJS.ProcessEnv } = {},
): Settings & { said: string } {
  const output = Object.assign(new Screen(), { isTTY });
  const input = process.stdin;
  const settings = parseSettings(argv, {
    input,
    output,
    errors: output,
    env,
    nowMs: () => 0,
    sleep: async () => {},
  });
  return { ...settings, said: output.text };
}

describe('the command line', () => {
  it('goes to the local server without options', () => {
    expect(parse([])).toMatchObject({
      host: '127.0.0.1',
      port: 6379,
      db: 0,
      protocol: 2,
      repeat: 1,
      intervalMs: 0,
      command: [],
      warnings: [],
    });
  });

  it('takes everything behind the first word as the command', () => {
    const settings = parse(['-p7004', '-n', '2', 'SET', '-p', '1', '--help', '-3']);
    expect(settings).toMatchObject({ port: 7004, db: 2, protocol: 2 });
    expect(settings.command).toEqual(['SET', '-p', '1', '--help', '-3']);
  });

  it('sends arguments as the bytes of their UTF-8', () => {
    expect(parse(['ECHO', '\u00e9']).command).toEqual(['ECHO', '\xc3\xa9']);
  });

  it.each([
    ['redis://localhost:7000', { host: 'localhost', port: 7000, db: 0, password: undefined }],
    ['redis://[::1]/3', { host: '::1', port: 6379, db: 3 }],
    ['redis://ann:p%40ss@h:1/2', { host: 'h', port: 1, db: 2, username: 'ann', password: 'p@ss' }],
    ['redis://secret@h', { username: undefined, password: 'secret' }],
    // redis-cli 7.0 sends an empty user here and is refused; every other client reads it as we do.
    ['redis://:secret@h', { username: undefined, password: 'secret' }],
    ['redis://h/', { host: 'h', db: 0 }],
  ])('reads %s', (url, expected) => {
    expect(parse(['-u', url])).toMatchObject(expected);
  });

  it('warns of passwords that others may read, and prefers them to the environment', () => {
    const env = { REDISCLI_AUTH: 'quiet' };
    expect(parse([], { env })).toMatchObject({ password: 'quiet', warnings: [] });
    const loud = parse(['-a', 'loud', '--user', 'ann'], { env });
    expect(loud).toMatchObject({ password: 'loud', username: 'ann' });
    expect(loud.warnings).toHaveLength(1);
    expect(parse(['-u', 'redis://x@h'], { env }).warnings).toHaveLength(1);
  });

  it('formats for people at a terminal, and raw for a pipe, unless told otherwise', () => {
    expect(parse([]).format).toBe('raw');
    expect(parse([], { isTTY: true }).format).toBe('standard');
    expect(parse(['--raw'], { isTTY: true }).format).toBe('raw');
    expect(parse(['--no-raw']).format).toBe('standard');
    expect(parse(['--csv']).format).toBe('csv');
    expect(parse(['--json'])).toMatchObject({ format: 'json', protocol: 3 });
    expect(parse(['--json', '-2'])).toMatchObject({ format: 'json', protocol: 2 });
    expect(parse(['-3']).protocol).toBe(3);
  });

  it('repeats, for ever with -1', () => {
    expect(parse(['-r', '3', '-i', '0.5', 'PING'])).toMatchObject({ repeat: 3, intervalMs: 500 });
    expect(parse(['-r', '-1', 'PING']).repeat).toBe(Infinity);
  });

  it('waits between repeats', async () => {
    const server = await startFakeServer(() => '+OK\r\n');
    const port = String(server.port);
    const run = await runHere(['-p', port, '-r', '3', '-i', '0.5', 'PING']);
    await server.close();
    expect(run).toMatchObject({ stdout: 'OK\nOK\nOK\n', sleptMs: [500, 500] });
  });

  it.each([
    ['-p', 'x'],
    ['-p', '65536'],
    ['-n', '-1'],
    ['-n', 'x'],
    ['-r', '1.5'],
    ['-i', 'x'],
    ['-u', 'http://h'],
    ['-u', 'redis://h:x'],
    ['-u', 'redis://h/x'],
    ['--nope', 'PING'],
    ['-h', undefined],
  ])('refuses %s %s and says why', async (option, value) => {
    const argv = value === undefined ? [option] : [option, value];
    expect(() => parse(argv)).toThrow(CommanderError);
    const { code, stderr, stdout } = await runHere(argv);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: .*\n/);
    expect(stdout).toBe('');
  });

  it('prints its options and its version', async () => {
    const help = await runHere(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('--resp');
    expect(await runHere(['--version'])).toMatchObject({ code: 0 });
  });
});

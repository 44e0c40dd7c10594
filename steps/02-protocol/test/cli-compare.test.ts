// The same command lines and the same input, given to redis-cli and to us, against one redis-server: the same bytes must come out.

import { type RunningServer, requireTool, startRedis } from '@byor/spec';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireRedisCli, run, runHere } from './cli-support.ts';

const redisCli = requireRedisCli();
const tools = [requireTool('redis-server'), redisCli];

interface Case {
  args?: string[];
  input?: string;
  env?: NodeJS.ProcessEnv;
}

const ONCE: Case[] = [
  { args: ['SET', 'a', '1'] },
  { args: ['GET', 'nothing'] },
  { args: ['GET'] },
  { args: ['--no-raw', 'GET'] },
  { args: ['-e', 'GET'] },
  { args: ['-e', '--no-raw', '-r', '3', 'GET'] },
  { args: ['-e', 'PING'] },
  { args: ['--no-raw', 'CONFIG', 'GET', 'databases'] },
  { args: ['-3', '--no-raw', 'CONFIG', 'GET', 'databases'] },
  { args: ['-3', 'CONFIG', 'GET', 'databases'] },
  { args: ['--json', 'CONFIG', 'GET', 'databases'] },
  { args: ['-2', '--json', 'CONFIG', 'GET', 'databases'] },
  { args: ['--csv', 'CONFIG', 'GET', 'databases'] },
  { args: ['--no-raw', 'ECHO', 'caf\u00e9 "x"\n'] },
  { args: ['ECHO', 'caf\u00e9 "x"\n'] },
  { args: ['ECHO', ''] },
  { args: ['ECHO', '-n', '--raw'] },
  { args: ['PING', '--help'] },
  { args: ['-r', '3', 'INCR', 'n'] },
  { args: ['-r', '2', '-i', '0.01', 'INCR', 'n'] },
  { args: ['-r', '0', 'INCR', 'n'] },
  { args: ['-n', '3', '--no-raw', 'CLIENT', 'KILL', '1:1'] },
  { args: ['-n', '99', 'PING'] },
  { args: ['-a', 'wrong', 'PING'] },
  { args: ['--user', 'nobody', '--pass', 'wrong', 'PING'] },
  { args: ['PING'], env: { REDISCLI_AUTH: 'wrong' } },
  { args: ['-x', 'SET', 'k'], input: 'a\x00\xffb\n' },
  { args: ['-x', 'ECHO'], input: '' },
  { args: ['exit'] },
  { args: ['3', 'PING'] },
  { args: ['QUIT'] },
  { args: ['--no-raw', 'LOLWUT', 'VERSION', '5', '1', '1', '1'] },
  { args: ['--csv', 'MEMORY', 'DOCTOR'] },
  { args: ['--no-raw', 'COMMAND', 'INFO', 'get', 'nope', 'set'] },
  { args: ['-3', '--no-raw', 'COMMAND', 'INFO', 'get', 'nope', 'zadd'] },
  { args: ['-3', '--no-raw', 'COMMAND', 'DOCS', 'set'] },
  { args: ['-3', 'COMMAND', 'DOCS', 'set'] },
  { args: ['--json', 'COMMAND', 'DOCS', 'config'] },
  { args: ['--csv', 'COMMAND', 'DOCS', 'set'] },
  { args: ['--no-raw', 'COMMAND', 'GETKEYSANDFLAGS', 'MSET', 'a', '1', 'b', '2'] },
];

const PIPED: Case[] = [
  { input: 'SET a 1\nGET a\n' },
  { input: 'GET a' },
  { input: '\n\n  \nPING\n\n' },
  { input: 'NOPE x\nPING\n' },
  { input: 'GET\nPING\n', args: ['-e'] },
  { input: 'PING\nexit\nPING\n' },
  { input: 'PING\nQUIT\nPING\n' },
  { input: '3 INCR n\n2 GET\n' },
  { input: '0 PING\n-1 PING\n99999999999999999999 PING\n3\n' },
  { input: 'PING\n"a\nPING\n' },
  { input: 'SET "a\\x00b" \'c d\'\nKEYS *\nGET "a\\x00b"\n', args: ['--no-raw'] },
  { input: 'MULTI\nSET a 1\nGET a\nEXEC\n', args: ['--no-raw'] },
  { input: 'MULTI\nSET a\nEXEC\nDISCARD\n', args: ['--no-raw'] },
  { input: 'SELECT 3\nSET a x\nSELECT 0\nGET a\nSELECT 99\n' },
  { input: 'CONFIG GET databases\nGET\nPING\n', args: ['--json'] },
  { input: 'clear\nPING\n' },
  { input: ':set nohints\nPING\n' },
  { input: 'connect\nconnect a\n' },
  { input: 'RPUSH l a b c\nLRANGE l 0 -1\nLRANGE l 5 9\n', args: ['--no-raw'] },
  { input: 'ZADD z 1 a 2.5 b\nZRANGE z 0 -1 WITHSCORES\nZSCORE z b\n', args: ['-3', '--no-raw'] },
  { input: 'SADD s a\nSMEMBERS s\nHSET h f v\nHGETALL h\n', args: ['-3', '--no-raw'] },
  { input: 'ECHO \xff\xc3\xa9a\n' },
  { input: 'PING\r\nECHO "a"\r\n' },
];

function title({ args = [], input, env }: Case): string {
  return [...args, input === undefined ? '' : `< ${JSON.stringify(input)}`, env ? '(env)' : '']
    .filter(Boolean)
    .join(' ');
}

describe.skipIf(tools.some((tool) => tool.missing))('what redis-cli prints, we print', () => {
  let server: RunningServer;
  let withPort: (args?: string[]) => string[];
  beforeAll(async () => {
    server = await startRedis();
    withPort = (args = []) => ['-h', server.host, '-p', String(server.port), ...args];
  });
  afterAll(async () => {
    await server?.stop();
  });

  it.each([...ONCE, ...PIPED].map((each) => [title(each), each] as const))(
    '%s',
    async (_, { args, input, env }) => {
      await run(redisCli.path, withPort(['FLUSHALL']));
      const expected = await run(redisCli.path, withPort(args), input, env);
      await run(redisCli.path, withPort(['FLUSHALL']));
      const actual = await runHere(withPort(args), input, env);
      expect(actual).toMatchObject(expected);
    },
  );

  it.each([
    ['one command', ['PING'], ''],
    ['piped commands', [], 'PING\nGET a\nexit\nPING\n'],
  ])('without a server: %s', async (_, args, input) => {
    const closed = await startRedis();
    await closed.stop();
    const port = ['-p', String(closed.port), ...args];
    expect(await runHere(port, input)).toMatchObject(await run(redisCli.path, port, input));
  });
});

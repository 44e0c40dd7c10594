// The prompt, on streams instead of a terminal, before a server that says what each test needs.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answer, type FakeServer, Prompt, startFakeServer } from './cli-support.ts';

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const TAB = '\t';
const UP = '\x1b[A';

/** What a server with this little knowledge says. `DROP` hangs up, `RAW` says what it is told to. */
function answer([name = '', ...rest]: string[]): Answer {
  switch (name.toUpperCase()) {
    case 'COMMAND':
      return "-ERR unknown command 'COMMAND'\r\n";
    case 'DROP':
      return { bytes: '', close: true };
    case 'RAW':
      return rest[0] ?? '';
    case 'SHUTDOWN':
      return { bytes: '', close: true };
    case 'SUBSCRIBE':
      if (rest.length === 0) return '-ERR wrong number of arguments\r\n';
      return rest
        .map((channel, i) => `*3\r\n$9\r\nsubscribe\r\n+${channel}\r\n:${i + 1}\r\n`)
        .join('');
    case 'SELECT':
      return rest[0] === '99' ? '-ERR DB index is out of range\r\n' : '+OK\r\n';
    case 'EXEC':
      return '*0\r\n';
    default:
      return '+OK\r\n';
  }
}

describe('the prompt', () => {
  let server: FakeServer;
  let prompt: Prompt;
  let ready: string;
  const open = async (args: string[] = [], env: NodeJS.ProcessEnv = {}, nowMs = () => 0) => {
    prompt = new Prompt(['-p', String(server.port), ...args], env, nowMs);
    await prompt.screen.until(ready);
  };
  beforeEach(async () => {
    // node:readline looks there whether it may move the cursor.
    vi.stubEnv('TERM', 'xterm');
    server = await startFakeServer(answer);
    ready = `127.0.0.1:${server.port}> `;
  });
  afterEach(async () => {
    prompt.input.end();
    await server.close();
    vi.unstubAllEnvs();
  });

  it('prints the reply to each line, formatted, and asks for the next', async () => {
    await open();
    expect(await prompt.enter('PING', ready)).toBe('OK\n');
    expect(await prompt.enter('RAW "*2\\r\\n$1\\r\\na\\r\\n:2\\r\\n"', ready)).toBe(
      '1) "a"\n2) (integer) 2\n',
    );
    expect(await prompt.enter('RAW "-ERR no\\r\\n"', ready)).toBe('(error) ERR no\n');
    expect(await prompt.enter('', ready)).toBe('');
    expect(await prompt.enter('"a', ready)).toBe('Invalid argument(s)\n');
    expect(await prompt.enter('2 PING', ready)).toBe('OK\nOK\n');
    expect(server.requests.at(-1)).toEqual(['PING']);
  });

  it('sends what is typed as UTF-8', async () => {
    await open();
    prompt.type('ECHO caf\u00e9\r');
    await prompt.screen.until(ready);
    expect(server.requests.at(-1)).toEqual(['ECHO', 'caf\xc3\xa9']);
  });

  it.each(['exit', 'QUIT', CTRL_C, CTRL_D])('leaves with %j and code 0', async (how) => {
    await open();
    prompt.type(how.length > 1 ? `${how}\r` : how);
    expect(await prompt.exitCode).toBe(0);
    expect(server.requests.flat()).not.toContain('QUIT');
    expect(prompt.screen.plain).toMatch(/\n$/);
  });

  it('runs what was entered before it leaves', async () => {
    await open();
    prompt.type(`SET a 1\rSET b 2\r${CTRL_D}`);
    expect(await prompt.exitCode).toBe(0);
    expect(server.requests.slice(-2)).toEqual([
      ['SET', 'a', '1'],
      ['SET', 'b', '2'],
    ]);
    expect(prompt.screen.plain).not.toContain('Error');
  });

  it('says the database and the transaction that the connection is in', async () => {
    await open();
    const at = (state: string) => `127.0.0.1:${server.port}${state}> `;
    await prompt.enter('SELECT 3', at('[3]'));
    await prompt.enter('MULTI', at('[3](TX)'));
    await prompt.enter('SELECT 4', at('[4](TX)'));
    await prompt.enter('DISCARD', at('[3]'));
    await prompt.enter('MULTI', at('[3](TX)'));
    await prompt.enter('SELECT 5', at('[5](TX)'));
    await prompt.enter('EXEC', at('[5]'));
    await prompt.enter('RESET', at(''));
  });

  it('comes back after a lost connection, to the same database', async () => {
    await open();
    const other = `127.0.0.1:${server.port}[2]> `;
    await prompt.enter('SELECT 2', other);
    expect(await prompt.enter('DROP', 'not connected> ')).toBe(
      'Error: Server closed the connection\n',
    );
    expect(await prompt.enter('PING', other)).toBe('OK\n');
    expect(server.requests.slice(-2)).toEqual([['SELECT', '2'], ['PING']]);
  });

  it('stays in the first database when the one it was told to take is refused', async () => {
    await open(['-n', '99']);
    expect(prompt.screen.plain).toContain('SELECT 99 failed: ERR DB index is out of range\n');
  });

  it('stops repeating when the connection is lost', async () => {
    await open();
    expect(await prompt.enter('3 DROP', 'not connected> ')).toBe(
      'Error: Server closed the connection\n',
    );
  });

  it('does not complain when SHUTDOWN is not answered', async () => {
    await open();
    expect(await prompt.enter('SHUTDOWN', 'not connected> ')).toBe('');
  });

  it('says that there is no server, and goes on', async () => {
    await open();
    const { port } = server;
    await prompt.enter('PING', ready);
    await server.close();
    const refused = `Could not connect to Redis at 127.0.0.1:${port}: Connection refused\n`;
    expect(await prompt.enter('PING', 'not connected> ')).toBe(
      'Error: Server closed the connection\n',
    );
    expect(await prompt.enter('PING', 'not connected> ')).toBe(refused);
    server = await startFakeServer(answer);
    expect(await prompt.enter(`connect 127.0.0.1 ${server.port}`, `${server.port}> `)).toBe(
      '127.0.0.1:',
    );
  });

  it('says what is no RESP, and gives that connection up', async () => {
    await open();
    expect(await prompt.enter('RAW "HTTP\\r\\n"', 'not connected> ')).toMatch(
      /^Error: Protocol error/,
    );
  });

  it('ends a wait with Ctrl-C, drops what was typed meanwhile, and connects anew', async () => {
    await open();
    await prompt.enter('PING', ready);
    server.requests.length = 0;
    prompt.type('RAW ">1\\r\\n+working\\r\\n"\r');
    await prompt.screen.until('1) working');
    prompt.type('PING\r');
    await prompt.screen.until('PING');
    prompt.type(CTRL_C);
    await prompt.screen.until(ready);
    await prompt.enter('SET a 1', ready);
    expect(server.requests).not.toContainEqual(['PING']);
  });

  it('takes a line back with Ctrl-C that waits for a server which does not answer', async () => {
    await server.close();
    server = await startFakeServer(() => '');
    ready = `127.0.0.1:${server.port}> `;
    await open();
    prompt.type('PING\r');
    await prompt.screen.until('PING');
    prompt.type(CTRL_C);
    await prompt.screen.until(ready);
    expect(server.requests).not.toContainEqual(['PING']);
  });

  it('shows messages of a subscription in order until Ctrl-C', async () => {
    await open();
    prompt.type('SUBSCRIBE a b\r');
    const printed = await prompt.screen.until('(integer) 2\n');
    expect(printed.slice(printed.indexOf('Reading'))).toBe(
      'Reading messages... (press Ctrl-C to quit)\n' +
        '1) "subscribe"\n2) a\n3) (integer) 1\n1) "subscribe"\n2) b\n3) ',
    );
    prompt.type(CTRL_C);
    await prompt.screen.until(ready);
    expect(await prompt.enter('PING', ready)).toBe('OK\n');
    expect(await prompt.enter('SUBSCRIBE', ready)).toBe(
      'Reading messages... (press Ctrl-C to quit)\n(error) ERR wrong number of arguments\n',
    );
  });

  it('shows push messages and replies in the order they came', async () => {
    await open(['-3']);
    const push = (text: string) => `>1\\r\\n+${text}\\r\\n`;
    const printed = await prompt.enter(`RAW "${push('before')}:1\\r\\n${push('after')}"`, ready);
    expect(printed).toBe('1) before\n(integer) 1\n1) after\n');
  });

  it('takes the line that is being typed away for a push message, and puts it back', async () => {
    await open();
    await prompt.enter('PING', ready);
    prompt.type('SET k');
    await prompt.screen.until('SET k');
    for (const socket of server.sockets) socket.write('>1\r\n+news\r\n');
    await prompt.screen.until(`1) news\n${ready}SET k`);
    prompt.type('ey v\r');
    await prompt.screen.until(ready);
    expect(server.requests.at(-1)).toEqual(['SET', 'key', 'v']);
  });

  it('says how long a slow command took', async () => {
    let timeMs = 0;
    await open([], {}, () => (timeMs += 499));
    expect(await prompt.enter('PING', ready)).toBe('OK\n');
    prompt.type('exit\r');
    await prompt.exitCode;
    await open([], {}, () => (timeMs += 600));
    expect(await prompt.enter('PING', ready)).toBe('OK\n(0.60s)\n');
  });

  it('shows the bytes of each exchange with --resp, but not its own questions', async () => {
    await open(['--resp'], { NO_COLOR: '1' });
    const printed = await prompt.enter('ECHO hi', ready);
    expect(Buffer.from(printed, 'latin1').toString()).toBe(
      '→ *2\\r\\n\n  $4\\r\\nECHO\\r\\n\n  $2\\r\\nhi\\r\\n\n← +OK\\r\\n\nOK\n',
    );
    expect(prompt.screen.plain).not.toContain('DOCS');
    expect(server.requests).toContainEqual(['COMMAND', 'DOCS']);
  });

  it('completes names and shows the arguments that are to come', async () => {
    await open([], { TERM: 'xterm' });
    prompt.type(`ping\r`);
    await prompt.screen.until(ready);
    prompt.type(`setra${TAB}`);
    await prompt.screen.until('nge ');
    prompt.type('k');
    await prompt.screen.until('k offset value');
    prompt.type(' 1 v\r');
    // The hint goes before the line does.
    await expect.poll(() => prompt.screen.text).toContain(' value\x1b[39m\x1b[6D\x1b[0K');
    await prompt.screen.until(ready);
    expect(server.requests.at(-1)).toEqual(['setrange', 'k', '1', 'v']);
    await prompt.enter(':set nohints', ready);
    await prompt.enter('setrange k 1 v', ready);
    const typed = prompt.screen.plain.split(ready).at(-2);
    expect(typed).not.toContain('offset');
  });

  it('helps', async () => {
    await open();
    expect(await prompt.enter('help', ready)).toContain('"help <command>"');
    expect(await prompt.enter('help getrange', ready)).toContain('GETRANGE key start end');
    expect(await prompt.enter('help @sorted-set', ready)).toContain('ZREVRANK');
    expect(await prompt.enter('? nope', ready)).toContain('No help for nope');
  });

  it('remembers lines in a file, but no passwords', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cli-history-'));
    const env = { BYOR_HISTFILE: path.join(folder, 'history') };
    await open([], env);
    await prompt.enter('SET a 1', ready);
    await prompt.enter('AUTH secret', ready);
    prompt.type(UP);
    await prompt.screen.until('SET a 1');
    prompt.type('\r');
    await prompt.screen.until(ready);
    expect(server.requests.at(-1)).toEqual(['SET', 'a', '1']);
    prompt.type('exit\r');
    await prompt.exitCode;
    expect(fs.readFileSync(env.BYOR_HISTFILE, 'utf8')).toBe('SET a 1\nSET a 1\nexit\n');
    await open([], env);
    prompt.type(UP + UP);
    await prompt.screen.until('SET a 1');
    fs.rmSync(folder, { recursive: true });
  });
});

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { History, isSensitive } from '../src/cli/history.ts';

describe('the history', () => {
  it.each([
    'AUTH secret',
    'auth ann secret',
    '3 AUTH secret',
    '"AUTH" secret',
    'HELLO 3 AUTH ann secret',
    'hello 3 setname x auth ann secret',
    'ACL SETUSER ann on >secret',
    'CONFIG SET requirepass secret',
    'config set maxclients 5 masterauth secret',
    'MIGRATE host 6379 "" 0 500 AUTH secret KEYS a',
    'MIGRATE host 6379 "" 0 500 AUTH2 ann secret KEYS a',
    'AUTH "secret',
  ])('does not keep %s', (line) => {
    expect(isSensitive(line)).toBe(true);
  });

  it.each([
    'SET auth 1',
    'GET requirepass',
    'HELLO 3',
    'ACL LIST',
    'CONFIG GET requirepass',
    'CONFIG SET maxclients 5',
    'SET "a',
    '',
  ])('keeps %j', (line) => {
    expect(isSensitive(line)).toBe(false);
  });

  it('comes back newest first, at most a thousand lines, for its owner only', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cli-history-'));
    const file = path.join(folder, 'history');
    const history = new History(file);
    expect(history.lines).toEqual([]);
    for (let i = 0; i < 1005; i++) history.add(`SET a ${i}`);
    history.add('AUTH secret');
    history.add('  ');
    const { lines } = new History(file);
    expect(lines).toHaveLength(1000);
    expect(lines[0]).toBe('SET a 1004');
    expect(lines.at(-1)).toBe('SET a 5');
    if (process.platform !== 'win32') expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    fs.rmSync(folder, { recursive: true });
  });

  it('does without a file that cannot be read or written', () => {
    const history = new History(path.join(os.tmpdir(), 'no', 'such', 'folder', 'history'));
    history.add('PING');
    expect(history.lines).toEqual([]);
  });

  it('stands in the home folder, or where BYOR_HISTFILE says', () => {
    expect(History.file({})).toBe(path.join(os.homedir(), '.byor_history'));
    expect(History.file({ BYOR_HISTFILE: '/x' })).toBe('/x');
  });
});

import { expect, test } from 'vitest';
import {
  EADDRINUSE,
  EAGAIN,
  errnoName,
  SystemError,
  supported,
  unsupportedReason,
} from '../src/index.ts';
import { outputOf, runProgram } from './support.ts';

test('an error says what failed, on what, and why', () => {
  const error = new SystemError('bind', EADDRINUSE, '127.0.0.1:6379');
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).toBe(
    'SystemError: bind 127.0.0.1:6379: EADDRINUSE (address already in use)',
  );
  expect(error).toMatchObject({ syscall: 'bind', code: 'EADDRINUSE', errno: EADDRINUSE });
  expect(new SystemError('poll', EAGAIN).message).toBe(
    'poll: EAGAIN (resource temporarily unavailable)',
  );
});

test('every number has a name, a foreign one too', () => {
  expect(errnoName(EAGAIN)).toBe('EAGAIN');
  expect(errnoName(99_999)).toBe('errno 99999');
  expect(new SystemError('read', 99_999).message).toBe('read: errno 99999');
});

test('the system calls are here', () => {
  expect(unsupportedReason).toBe('');
  expect(supported).toBe(true);
});

test('where they are not, the import goes well and a call says why', async () => {
  const output = await outputOf(runProgram('elsewhere'));
  expect(output.split('\n')).toEqual([
    expect.stringMatching(/^false no tables for win32 on /),
    expect.stringMatching(/^Error: system calls are not available here: no tables for win32 on /),
    '',
  ]);
});

test('out of descriptors: accept says EMFILE, and the client is still there afterwards', async () => {
  expect(await outputOf(runProgram('exhaust'))).toBe('EMFILE\ntrue true\ntrue\n');
});

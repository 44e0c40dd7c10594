// flock(2): one holder at a time, whoever asks, and free again when the descriptor is closed.

import { closeSync, mkdtempSync, openSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SystemError, supported, tryLock } from '../src/index.ts';

test.skipIf(!supported)('a directory is locked by one descriptor until that is closed', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'byor-lock-'));
  onTestFinished(() => rmdirSync(directory));
  const first = openSync(directory, 'r');
  const second = openSync(directory, 'r');
  expect(tryLock(first)).toBe(true);
  expect(tryLock(first)).toBe(true);
  expect(tryLock(second)).toBe(false);
  closeSync(first);
  expect(tryLock(second)).toBe(true);
  closeSync(second);
  expect(() => tryLock(second)).toThrow(SystemError);
});

import { afterEach, expect, test, vi } from 'vitest';
import { requireTool, warnOfVersion } from '../src/tools.ts';

afterEach(() => vi.restoreAllMocks());

test('a missing tool is told with the way to get it', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const tool = requireTool('redis-server', { PATH: '/nowhere' });
  expect(tool.missing).toBe(true);
  expect(warn).toHaveBeenCalledWith(
    'skipped: needs redis-server (Debian: apt-get install redis-server; macOS: brew install redis)',
  );
});

test('BYOR_REQUIRE_TOOLS=1 makes it a failure', () => {
  const env = { PATH: '/nowhere', BYOR_REQUIRE_TOOLS: '1' };
  expect(() => requireTool('chromium', env)).toThrow('chromium is missing');
});

test('another redis-server than the oracle is told', () => {
  expect(warnOfVersion('7.0.15')).toBeUndefined();
  expect(warnOfVersion('7.2.4')).toContain('redis-server 7.2.4 is not 7.0.x');
});

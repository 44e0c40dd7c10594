// wireSuite as a stage uses it, in a vitest of its own: what passes, and how a failure reads.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { requireTool } from '../src/tools.ts';

const vitest = path.join(
  path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);
const redis = requireTool('redis-server');

function suite(fault: string): Promise<{ code: number | null; output: string }> {
  const args = [vitest, 'run', '--config', 'test/suites/vitest.config.ts', '--reporter', 'verbose'];
  const env = { ...process.env, FAULT: fault, NO_COLOR: '1', VITEST: undefined };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: path.join(import.meta.dirname, '..'), env });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

test('each case is a test, on the server and on redis-server', async () => {
  const { code, output } = await suite('none');
  expect(output).toContain(
    '✓ suites/broken.ts > stage 04 > 02/requests/ping: PING is answered with a status',
  );
  if (!redis.missing) {
    expect(output).toMatch(/✓ suites\/broken.ts > redis-server \S+ > 04\/strings\/nil: /);
    expect(output).toMatch(
      /↓ suites\/broken.ts > redis-server \S+ > 04\/strings\/modern: .* \[MODERN came later\]/,
    );
  }
  expect(output).not.toContain('02/requests/old');
  expect(code).toBe(0);
});

test('a failure is explained, without a stack', async () => {
  const { code, output } = await suite('dies');
  expect(output).toContain(
    '  failed      the server closed the connection without a reply: GET key',
  );
  expect(output).toContain('fatal: a bug in GET\n(ended with exit code 3)');
  expect(output).toContain('it ended earlier:');
  expect(output).not.toContain('run.ts');
  expect(code).toBe(1);
});

test('a server that does not start says why', async () => {
  const { code, output } = await suite('cannot-start');
  expect(output).toContain('did not start: it ended with exit code 3\nfatal: the disk is full');
  expect(code).toBe(1);
});
